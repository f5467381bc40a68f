import { sessionId, type SessionId } from '@atlasnet/schemas';
import { readUint64, startsWithAt, writeUint64 } from './bytes.ts';
import { USER_DATA_BYTES } from './constants.ts';

/** Who a token is for; what the proxy knows of a client is this and nothing the client says. */
export interface SessionClaims {
  readonly account: string;
  readonly session: SessionId;
  /** Grows with every connect and resume of the session (rule S1). */
  readonly generation: number;
  /** It only looks on: no region has it, and it gives no commands. */
  readonly spectator?: boolean;
}

/** Account names in UTF-8 are at most this long, bytes. */
export const ACCOUNT_BYTES_MAX = 200;

/** "ATL" and the layout's version. */
const MAGIC = Uint8Array.of(0x41, 0x54, 0x4c, 1);
/** The byte behind the account's name. */
const ROLE_PLAYER = 0;
const ROLE_SPECTATOR = 1;

/** Writes the claims into a token's 256 bytes; null when the account's name is empty or too long. */
export function writeSessionClaims(claims: SessionClaims): Uint8Array | null {
  const account = new TextEncoder().encode(claims.account);
  if (account.length < 1 || account.length > ACCOUNT_BYTES_MAX) return null;
  const bytes = new Uint8Array(USER_DATA_BYTES);
  bytes.set(MAGIC, 0);
  writeUint64(bytes, 4, claims.session);
  writeUint64(bytes, 12, claims.generation);
  bytes[20] = account.length;
  bytes.set(account, 21);
  bytes[21 + account.length] = claims.spectator ? ROLE_SPECTATOR : ROLE_PLAYER;
  return bytes;
}

/** Reads a token's user data; null when it was not written by {@link writeSessionClaims}. */
export function readSessionClaims(bytes: Uint8Array): SessionClaims | null {
  if (bytes.length !== USER_DATA_BYTES || !startsWithAt(bytes, 0, MAGIC)) return null;
  const session = readUint64(bytes, 4);
  const generation = readUint64(bytes, 12);
  const length = bytes[20] ?? 0;
  if (!Number.isSafeInteger(session) || !Number.isSafeInteger(generation)) return null;
  if (length < 1 || length > ACCOUNT_BYTES_MAX) return null;
  const role = bytes[21 + length];
  if (role !== ROLE_PLAYER && role !== ROLE_SPECTATOR) return null;
  if (bytes.subarray(22 + length).some((byte) => byte !== 0)) return null;
  try {
    const account = new TextDecoder('utf-8', { fatal: true }).decode(
      bytes.subarray(21, 21 + length),
    );
    const claims = { account, session: sessionId(session), generation };
    return role === ROLE_SPECTATOR ? { ...claims, spectator: true } : claims;
  } catch {
    return null;
  }
}

/**
 * Whether a token with `next` takes the place of a connection made with `previous`: the same
 * session, a later generation. So a client whose address changed resumes on the proxy that still
 * holds its old connection.
 */
export function supersedesByGeneration(previous: Uint8Array, next: Uint8Array): boolean {
  const before = readSessionClaims(previous);
  const after = readSessionClaims(next);
  if (!before || !after) return false;
  return before.session === after.session && after.generation > before.generation;
}
