import type { RegionId } from '../ids.ts';

const utf8 = new TextEncoder();

/**
 * S1: the home region of an account's sessions; home regions are 0 … `homeCount` − 1.
 *
 * FNV-1a, 32 bits (offset basis 0x811c9dc5, prime 0x01000193), over the account's UTF-8 bytes; mixed
 * by MurmurHash3's 32-bit finaliser (h ^= h >>> 16; h *= 0x85ebca6b; h ^= h >>> 13; h *= 0xc2b2ae35;
 * h ^= h >>> 16), since FNV's low bits alone spread badly; then, as an unsigned number, modulo
 * `homeCount`. The function is part of the log's format: it never changes within an incarnation.
 */
export function homeRegion(account: string, homeCount: number): RegionId {
  let hash = 0x811c9dc5;
  for (const byte of utf8.encode(account)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return ((hash >>> 0) % homeCount) as RegionId;
}
