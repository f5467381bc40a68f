import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AtlasError } from '@atlasnet/schemas';
import type { LinkPeer } from '@atlasnet/schemas';
import { NAME_BYTES_MAX } from './limits.ts';

/**
 * Both ends prove that they hold the cluster's key, over both nonces, both processes, both roles and
 * the world's name (challenge and response, HMAC-SHA256; ISO/IEC 9798-4, three passes):
 *
 *     connecting → listening   hello      magic, version, nonce, process, role, world
 *     listening → connecting   challenge  nonce, process, role, world, HMAC("listening", transcript)
 *     connecting → listening   proof      HMAC("connecting", transcript)
 *     listening → connecting   accepted
 *
 * The labels keep a proof from being reflected. A listening end that still takes the key before sends
 * a proof by each, with a label of their own, so that none can be left out or added; the connecting
 * end answers by the one that it has too. What follows is not encrypted: links belong on a network of
 * the cluster's own.
 */
export interface HandshakeIdentity {
  readonly self: LinkPeer;
  readonly world: string;
  readonly clusterKey: Uint8Array;
  /** The key before a rotation, which others may have still; null or left out: none is taken. */
  readonly previousKey?: Uint8Array | null;
}

const MAGIC = Buffer.from('ATLASLNK', 'latin1');
const VERSION = 1;
const NONCE_BYTES = 32;
const PROOF_BYTES = 32;

/** The connecting end. */
export class ConnectingHandshake {
  readonly hello: Uint8Array;
  readonly #identity: HandshakeIdentity;

  constructor(identity: HandshakeIdentity) {
    this.#identity = identity;
    this.hello = Buffer.concat([MAGIC, Uint8Array.of(VERSION), encodeIdentity(identity)]);
  }

  /** Checks the challenge; gives the peer and our proof. @throws AtlasError ATLAS_LINK_REFUSED */
  answer(challenge: Uint8Array): { readonly peer: LinkPeer; readonly proof: Uint8Array } {
    const { peer, world, bytes } = decodeIdentity(challenge, 0);
    const transcript = Buffer.concat([this.hello, challenge.subarray(0, bytes)]);
    const proofs = proofsOf(challenge.subarray(bytes));
    const label = listeningLabel(proofs.length);
    const key = keysOf(this.#identity).find((each) =>
      isOneOf(prove(each, label, transcript), proofs),
    );
    if (key === undefined) {
      throw linkRefused('key', `${describePeer(peer)} does not have this cluster's key`);
    }
    checkWorld(peer, world, this.#identity.world);
    return { peer, proof: prove(key, 'connecting', transcript) };
  }
}

/** The listening end. */
export class ListeningHandshake {
  readonly peer: LinkPeer;
  readonly challenge: Uint8Array;
  readonly #wanted: readonly Uint8Array[];

  /** Takes a hello. @throws AtlasError ATLAS_LINK_REFUSED */
  constructor(identity: HandshakeIdentity, hello: Uint8Array) {
    if (!isEqual(hello.subarray(0, MAGIC.length), MAGIC))
      throw linkRefused('malformed', 'this is no link');
    const version = hello[MAGIC.length] ?? 0;
    if (version !== VERSION)
      throw linkRefused('version', `version ${version} of links, not ${VERSION}`);
    const { peer, world, bytes } = decodeIdentity(hello, MAGIC.length + 1);
    if (bytes !== hello.length) throw linkRefused('malformed', 'its hello is malformed');
    this.peer = peer;
    const own = encodeIdentity(identity);
    const transcript = Buffer.concat([hello, own]);
    const keys = keysOf(identity);
    const label = listeningLabel(keys.length);
    this.challenge = Buffer.concat([own, ...keys.map((key) => prove(key, label, transcript))]);
    this.#wanted = keys.map((key) => prove(key, 'connecting', transcript));
    checkWorld(peer, world, identity.world);
  }

  /** Checks the proof. @throws AtlasError ATLAS_LINK_REFUSED */
  check(proof: Uint8Array): void {
    if (!isOneOf(proof, this.#wanted)) {
      throw linkRefused('key', `${describePeer(this.peer)} does not have this cluster's key`);
    }
  }
}

/** Why an end of a link that was being made was refused or given up. */
export const LINK_REFUSALS = [
  // What came is no handshake, or out of its order.
  'malformed',
  'version',
  'key',
  'world',
  // The other end says that it refuses us.
  'by-peer',
  // It did not prove itself in time.
  'timeout',
  // Too many are unproved, most of them of its address.
  'crowd',
  // The connection ended before.
  'broken',
] as const;

export type LinkRefusal = (typeof LINK_REFUSALS)[number];

/** An ATLAS_LINK_REFUSED; its reason is among the details. */
export function linkRefused(reason: LinkRefusal, why: string): AtlasError {
  return new AtlasError('ATLAS_LINK_REFUSED', `link refused: ${why}`, {
    details: { reason },
    hint: 'Give every process of a cluster the same key and the same world.name.',
  });
}

/** The keys that an end takes, the one in use first. */
function keysOf({ clusterKey, previousKey }: HandshakeIdentity): readonly Uint8Array[] {
  return previousKey ? [clusterKey, previousKey] : [clusterKey];
}

function listeningLabel(proofs: number): string {
  return proofs === 1 ? 'listening' : 'listening, one of two';
}

/** The proofs of a challenge: one, or two while a rotation is under way; else none. */
function proofsOf(bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes.length === PROOF_BYTES) return [bytes];
  if (bytes.length !== 2 * PROOF_BYTES) return [];
  return [bytes.subarray(0, PROOF_BYTES), bytes.subarray(PROOF_BYTES)];
}

function prove(key: Uint8Array, label: string, transcript: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(`atlasnet link ${label}\n`).update(transcript).digest();
}

function checkWorld(peer: LinkPeer, found: string, wanted: string): void {
  if (found === wanted) return;
  throw linkRefused(
    'world',
    `${describePeer(peer)} belongs to the world "${found}", not to "${wanted}"`,
  );
}

function encodeIdentity(identity: HandshakeIdentity): Uint8Array {
  const { process, role } = identity.self;
  const parts: Uint8Array[] = [randomBytes(NONCE_BYTES)];
  for (const text of [process, role, identity.world]) {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length > NAME_BYTES_MAX)
      throw linkRefused('malformed', `the name ${text} is too long`);
    parts.push(Uint8Array.of(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

function decodeIdentity(
  bytes: Uint8Array,
  from: number,
): { peer: LinkPeer; world: string; bytes: number } {
  let at = from + NONCE_BYTES;
  const texts: string[] = [];
  for (let i = 0; i < 3; i++) {
    const length = bytes[at] ?? 0;
    at += 1;
    if (length > NAME_BYTES_MAX || at + length > bytes.length)
      throw linkRefused('malformed', 'malformed hello');
    texts.push(Buffer.from(bytes.subarray(at, at + length)).toString('utf8'));
    at += length;
  }
  const [process = '', role = '', world = ''] = texts;
  return { peer: { process, role }, world, bytes: at };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Compares with each, so that the time taken says nothing about them. */
function isOneOf(proof: Uint8Array, wanted: readonly Uint8Array[]): boolean {
  return wanted.filter((each) => isEqual(proof, each)).length > 0;
}

/** Names come from strangers: quoted, so that a log line shows what they are. */
function describePeer(peer: LinkPeer): string {
  return `${JSON.stringify(peer.role)} process ${JSON.stringify(peer.process)}`;
}
