import type { DatagramAddress } from '@atlasnet/schemas';
import { decodeAddress, encodedAddressBytes } from './addresses.ts';
import {
  copyOf,
  readBigUint64,
  readUint32,
  readUint64,
  startsWithAt,
  writeBigUint64,
  writeUint32,
  writeUint64,
} from './bytes.ts';
import {
  KEY_BYTES,
  SERVER_ADDRESSES_MAX,
  TAG_BYTES,
  TOKEN_BYTES,
  TOKEN_NONCE_BYTES,
  TOKEN_PRIVATE_BYTES,
  USER_DATA_BYTES,
  VERSION_INFO,
  VERSION_INFO_BYTES,
} from './constants.ts';
import { openExtended, sealExtended, type PacketCipher } from './packet-cipher.ts';

/** What the backend tells servers, and only them. */
export interface PrivateConnectToken {
  readonly clientId: bigint;
  /** Silence after which either side gives up; zero or less: never (development only). */
  readonly timeoutSeconds: number;
  /** Encoded addresses (addresses.ts) of the servers that may accept it, 1 to 32. */
  readonly servers: readonly Uint8Array[];
  readonly clientToServerKey: Uint8Array;
  readonly serverToClientKey: Uint8Array;
  readonly userData: Uint8Array;
}

/** What a client reads of its token. */
export interface PublicConnectToken {
  readonly protocolId: bigint;
  readonly createdUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  readonly timeoutSeconds: number;
  readonly servers: readonly DatagramAddress[];
  readonly clientToServerKey: Uint8Array;
  readonly serverToClientKey: Uint8Array;
  /** The token's bytes; the connection request is cut out of them. */
  readonly bytes: Uint8Array;
}

/** Where the parts of a token start, in bytes. */
export const TOKEN_AT = {
  protocolId: 13,
  created: 21,
  expires: 29,
  nonce: 37,
  private: 61,
  rest: 1085,
};

/** What a token is made of; times in Unix seconds. */
export interface ConnectTokenParts {
  readonly protocolId: bigint;
  readonly createdUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  /** 24 random bytes, never used before with this key. */
  readonly nonce: Uint8Array;
  readonly private: PrivateConnectToken;
}

/** Writes and seals a whole connect token, 2048 bytes. */
export function writeConnectToken(
  cipher: PacketCipher,
  privateKey: Uint8Array,
  parts: ConnectTokenParts,
): Uint8Array {
  const bytes = new Uint8Array(TOKEN_BYTES);
  bytes.set(VERSION_INFO, 0);
  writeBigUint64(bytes, TOKEN_AT.protocolId, parts.protocolId);
  writeUint64(bytes, TOKEN_AT.created, parts.createdUnixSeconds);
  writeUint64(bytes, TOKEN_AT.expires, parts.expiresUnixSeconds);
  bytes.set(parts.nonce, TOKEN_AT.nonce);
  const associated = tokenAssociatedData(bytes, TOKEN_AT.protocolId, TOKEN_AT.expires);
  const plain = writePrivateToken(parts.private);
  bytes.set(sealExtended(cipher, privateKey, parts.nonce, associated, plain), TOKEN_AT.private);
  writeUint32(bytes, TOKEN_AT.rest, parts.private.timeoutSeconds);
  writeServersAndKeys(bytes, TOKEN_AT.rest + 4, parts.private);
  return bytes;
}

/** Reads the public part; null when it is no valid token. */
export function readConnectToken(bytes: Uint8Array): PublicConnectToken | null {
  if (bytes.length !== TOKEN_BYTES || !startsWithAt(bytes, 0, VERSION_INFO)) return null;
  const createdUnixSeconds = readUint64(bytes, TOKEN_AT.created);
  const expiresUnixSeconds = readUint64(bytes, TOKEN_AT.expires);
  if (createdUnixSeconds > expiresUnixSeconds) return null;
  const rest = readServersAndKeys(bytes, TOKEN_AT.rest + 4, TOKEN_BYTES);
  if (!rest) return null;
  return {
    protocolId: readBigUint64(bytes, TOKEN_AT.protocolId),
    createdUnixSeconds,
    expiresUnixSeconds,
    timeoutSeconds: readUint32(bytes, TOKEN_AT.rest) | 0,
    servers: rest.servers.map((server) => decodeAddress(server, 0)),
    clientToServerKey: rest.clientToServerKey,
    serverToClientKey: rest.serverToClientKey,
    bytes: copyOf(bytes),
  };
}

/**
 * Opens the private part inside a request or a token; null when no key opens it.
 * `at` gives where its fields stand: they have other places in a request.
 */
export function openPrivateToken(
  cipher: PacketCipher,
  privateKeys: readonly Uint8Array[],
  bytes: Uint8Array,
  at: { readonly protocolId: number; readonly expires: number; nonce: number; private: number },
): Uint8Array | null {
  const associated = tokenAssociatedData(bytes, at.protocolId, at.expires);
  const end = at.private + TOKEN_PRIVATE_BYTES;
  for (const key of privateKeys) {
    const plain = openExtended(cipher, key, bytes, at.nonce, associated, bytes, at.private, end);
    if (plain) return plain;
  }
  return null;
}

/** Reads an opened private part; null when it is malformed. */
export function readPrivateToken(plain: Uint8Array): PrivateConnectToken | null {
  const rest = readServersAndKeys(plain, 12, plain.length - USER_DATA_BYTES);
  if (!rest) return null;
  return {
    clientId: readBigUint64(plain, 0),
    timeoutSeconds: readUint32(plain, 8) | 0,
    servers: rest.servers,
    clientToServerKey: rest.clientToServerKey,
    serverToClientKey: rest.serverToClientKey,
    userData: copyOf(plain, rest.end, rest.end + USER_DATA_BYTES),
  };
}

/** The private part before sealing: 1008 bytes. */
export function writePrivateToken(token: PrivateConnectToken): Uint8Array {
  const plain = new Uint8Array(TOKEN_PRIVATE_BYTES - TAG_BYTES);
  writeBigUint64(plain, 0, token.clientId);
  writeUint32(plain, 8, token.timeoutSeconds);
  plain.set(token.userData, writeServersAndKeys(plain, 12, token));
  return plain;
}

type ServersAndKeys = Pick<
  PrivateConnectToken,
  'servers' | 'clientToServerKey' | 'serverToClientKey'
>;

function writeServersAndKeys(out: Uint8Array, start: number, token: ServersAndKeys): number {
  let at = start;
  writeUint32(out, at, token.servers.length);
  at += 4;
  for (const server of token.servers) {
    out.set(server, at);
    at += server.length;
  }
  out.set(token.clientToServerKey, at);
  out.set(token.serverToClientKey, at + KEY_BYTES);
  return at + 2 * KEY_BYTES;
}

function readServersAndKeys(
  bytes: Uint8Array,
  start: number,
  limit: number,
): (ServersAndKeys & { readonly end: number }) | null {
  const count = readUint32(bytes, start);
  if (count < 1 || count > SERVER_ADDRESSES_MAX) return null;
  let at = start + 4;
  const servers: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const length = encodedAddressBytes(bytes, at, limit);
    if (length === 0) return null;
    servers.push(copyOf(bytes, at, at + length));
    at += length;
  }
  const end = at + 2 * KEY_BYTES;
  if (end > limit) return null;
  return {
    servers,
    clientToServerKey: copyOf(bytes, at, at + KEY_BYTES),
    serverToClientKey: copyOf(bytes, at + KEY_BYTES, end),
    end,
  };
}

function tokenAssociatedData(bytes: Uint8Array, protocolAt: number, expiresAt: number): Uint8Array {
  const associated = new Uint8Array(VERSION_INFO_BYTES + 16);
  associated.set(VERSION_INFO, 0);
  associated.set(bytes.subarray(protocolAt, protocolAt + 8), VERSION_INFO_BYTES);
  associated.set(bytes.subarray(expiresAt, expiresAt + 8), VERSION_INFO_BYTES + 8);
  return associated;
}

/** Cuts the connection request out of a token: 1078 bytes. */
export function writeConnectionRequest(token: Uint8Array, out: Uint8Array, at: number): void {
  out[at] = 0;
  out.set(token.subarray(0, TOKEN_AT.created), at + 1);
  out.set(token.subarray(TOKEN_AT.expires, TOKEN_AT.expires + 8 + TOKEN_NONCE_BYTES), at + 22);
  out.set(token.subarray(TOKEN_AT.private, TOKEN_AT.rest), at + 54);
}

/** Where the parts of a connection request start, in bytes. */
export const REQUEST_AT = { version: 1, protocolId: 14, expires: 22, nonce: 30, private: 54 };

/** A token as it travels in a message: what is left out are zeros, put back by {@link wholeToken}. */
export function withoutTrailingZeros(token: Uint8Array): Uint8Array {
  let end = token.length;
  while (end > 0 && token[end - 1] === 0) end--;
  return token.slice(0, end);
}

/** A token's 2048 bytes; null when there are more. */
export function wholeToken(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length > TOKEN_BYTES) return null;
  const token = new Uint8Array(TOKEN_BYTES);
  token.set(bytes, 0);
  return token;
}
