import { invariant, type DatagramAddress } from '@atlasnet/schemas';
import { byteAt } from './bytes.ts';
import { ADDRESS_IPV4, ADDRESS_IPV6 } from './constants.ts';

/**
 * Addresses as tokens carry them: a type byte, four bytes or eight 16-bit words (little-endian, as
 * every integer of the standard), a port. Hosts are numeric; names are resolved before.
 */

/** The address in a token's form, or null when the host is neither IPv4 nor IPv6. */
export function encodeAddress(address: DatagramAddress): Uint8Array | null {
  const { host, port } = address;
  if (!Number.isInteger(port) || port < 0 || port > 65535) return null;
  const four = parseIpv4(host);
  if (four) return Uint8Array.of(ADDRESS_IPV4, ...four, port & 255, port >> 8);
  const words = parseIpv6(host);
  if (!words) return null;
  const pairs = [...words, port].flatMap((word) => [word & 255, word >> 8]);
  return Uint8Array.of(ADDRESS_IPV6, ...pairs);
}

/** @throws when the host is not a numeric address: the caller's configuration is wrong. */
export function encodeAddressOrFail(address: DatagramAddress): Uint8Array {
  const encoded = encodeAddress(address);
  invariant(encoded !== null, `${address.host}:${address.port} is not a numeric address`);
  return encoded;
}

/** Bytes of the encoded address at `at`: 7, 19, or 0 when its type is unknown or it is cut off. */
export function encodedAddressBytes(bytes: Uint8Array, at: number, end: number): number {
  const type = at < end ? bytes[at] : 0;
  const length = type === ADDRESS_IPV4 ? 7 : type === ADDRESS_IPV6 ? 19 : 0;
  return at + length <= end ? length : 0;
}

/** Reads the encoded address at `at`, which {@link encodedAddressBytes} has found whole. */
export function decodeAddress(bytes: Uint8Array, at: number): DatagramAddress {
  if (bytes[at] === ADDRESS_IPV4) {
    const host = `${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}.${bytes[at + 4]}`;
    return { host, port: wordAt(bytes, at + 5) };
  }
  const words = Array.from({ length: 8 }, (_, i) => wordAt(bytes, at + 1 + i * 2));
  return { host: formatIpv6(words), port: wordAt(bytes, at + 17) };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8);
}

function parseIpv4(host: string): number[] | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host);
  if (!match) return null;
  const parts = match.slice(1).map(Number);
  return parts.every((part) => part <= 255) ? parts : null;
}

function parseIpv6(host: string): number[] | null {
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(host)) return null;
  const halves = host.split('::');
  if (halves.length > 2) return null;
  const head = parseWords(halves[0] ?? '');
  const tail = parseWords(halves[1] ?? '');
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1) return missing === 0 ? head : null;
  if (missing < 1) return null;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function parseWords(text: string): number[] | null {
  if (text === '') return [];
  const words: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const four = i === parts.length - 1 ? parseIpv4(part) : null;
    if (four) {
      const [a = 0, b = 0, c = 0, d = 0] = four;
      words.push((a << 8) | b, (c << 8) | d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      words.push(Number.parseInt(part, 16));
    } else {
      return null;
    }
  }
  return words.length <= 8 ? words : null;
}

/** RFC 5952: the form in which sockets report a sender, so that the two compare as text. */
function formatIpv6(words: readonly number[]): string {
  let best = { start: 0, length: 0 };
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (words[i + length] === 0) length++;
    if (length > best.length) best = { start: i, length };
  }
  const hex = words.map((word) => word.toString(16));
  if (best.length < 2) return hex.join(':');
  const head = hex.slice(0, best.start).join(':');
  return `${head}::${hex.slice(best.start + best.length).join(':')}`;
}
