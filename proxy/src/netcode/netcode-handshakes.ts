import type { DatagramAddress } from '@atlasnet/schemas';
import { HANDSHAKE_JUDGED_MS_MAX, HANDSHAKE_MS_MAX, HANDSHAKES_PENDING_MAX } from '../limits.ts';
import { AddressMap } from './address-map.ts';
import { writeUint64 } from './bytes.ts';
import { openChallengeToken, writeChallengeToken } from './challenge-token.ts';
import {
  ConnectionRequestReader,
  type ConnectionRequest,
  type ConnectionRequestOptions,
} from './connection-request.ts';
import { CHALLENGE_DATA_BYTES, PACKET_CHALLENGE, PACKET_DENIED } from './constants.ts';
import { HighSequence } from './high-sequence.ts';
import type { PacketCodec } from './packet-codec.ts';
import type { PacketSealer } from './packet-sealer.ts';
import type { NetcodeRefusal } from './refusals.ts';
import { UsedTokens } from './used-tokens.ts';

/** A client between its request and its slot: the standard's encryption mapping. */
export interface Handshake {
  readonly address: DatagramAddress;
  readonly request: ConnectionRequest;
  /** When it is forgotten; moved by nothing but the judgement of its token. */
  endsMs: number;
  /** Its token is being used up: nothing else is done for it until that is decided. */
  consuming: boolean;
}

export interface NetcodeHandshakesOptions {
  readonly request: ConnectionRequestOptions;
  readonly challengeKey: Uint8Array;
  readonly codec: PacketCodec;
  readonly sealer: PacketSealer;
  readonly refuse: (reason: NetcodeRefusal) => void;
  readonly findConflict: (
    from: DatagramAddress,
    clientId: bigint,
    userData: Uint8Array,
  ) => NetcodeRefusal | null;
  readonly isFull: (clientId: bigint) => boolean;
  readonly consumeToken: (tokenId: string, expiresUnixSeconds: number) => Promise<boolean>;
  readonly accept: (handshake: Handshake) => void;
}

const NO_DATA = new Uint8Array(0);

/**
 * The server's side of connecting: request, challenge, response, and the log's word that the token
 * was not used before. Until that word, all that is sealed has a number above 2^63 (rule S3).
 */
export class NetcodeHandshakes {
  readonly #options: NetcodeHandshakesOptions;
  readonly #reader: ConnectionRequestReader;
  readonly #pending = new AddressMap<Handshake>();
  readonly #usedTokens = new UsedTokens();
  readonly #packetSequence: HighSequence;
  readonly #challenge = new Uint8Array(CHALLENGE_DATA_BYTES);
  #challengeSequence = 0;

  constructor(options: NetcodeHandshakesOptions) {
    this.#options = options;
    this.#reader = new ConnectionRequestReader(options.request);
    this.#packetSequence = new HighSequence(options.request.random);
  }

  get size(): number {
    return this.#pending.size;
  }

  has(address: DatagramAddress): boolean {
    return this.#pending.get(address) !== undefined;
  }

  clear(): void {
    for (const handshake of [...this.#pending.values()]) this.#pending.delete(handshake.address);
  }

  /** Forgets handshakes that took too long, and used tokens that have expired. */
  sweep(nowMs: number, unixMs: number): void {
    for (const handshake of [...this.#pending.values()]) {
      if (nowMs < handshake.endsMs) continue;
      this.#pending.delete(handshake.address);
      if (!handshake.consuming) this.#usedTokens.release(handshake.request.tokenId);
      this.#options.refuse('handshake-expired');
    }
    this.#usedTokens.sweep(unixMs);
  }

  /** "Processing Connection Requests", step by step. */
  receiveRequest(
    packet: Uint8Array,
    from: DatagramAddress,
    nowMs: number,
    unixMs: number,
  ): NetcodeRefusal | null {
    const request = this.#reader.read(packet, from, nowMs, unixMs);
    if (typeof request === 'string') return request;
    const { findConflict, isFull } = this.#options;
    const conflict = findConflict(from, request.clientId, request.userData);
    if (conflict !== null) return conflict;
    const used = this.#usedTokens.use(request.tokenId, from, request.expiresUnixSeconds);
    if (used !== null) return used;
    if (isFull(request.clientId)) {
      this.#deny(from, request);
      if (!this.has(from)) this.#usedTokens.release(request.tokenId);
      return 'server-full';
    }
    const pending = this.#pending.get(from);
    if (pending?.consuming) return 'response-pending';
    if (pending?.request.tokenId !== request.tokenId) {
      if (!pending && this.#pending.size >= HANDSHAKES_PENDING_MAX) return 'handshakes-full';
      if (pending) this.#usedTokens.release(pending.request.tokenId);
      const address = { host: from.host, port: from.port };
      const limitMs = request.timeoutSeconds > 0 ? request.timeoutSeconds * 1000 : Infinity;
      const endsMs = nowMs + Math.min(limitMs, HANDSHAKE_MS_MAX);
      this.#pending.set(address, { address, request, endsMs, consuming: false });
    }
    this.#sendChallenge(from, request);
    return null;
  }

  /** "Processing Connection Response Packets", for the packet whose header the codec has parsed. */
  receiveResponse(
    packet: Uint8Array,
    from: DatagramAddress,
    addressConnected: boolean,
    nowMs: number,
  ): NetcodeRefusal | null {
    const handshake = this.#pending.get(from);
    if (!handshake) return addressConnected ? 'address-connected' : 'unknown-address';
    if (nowMs >= handshake.endsMs) return 'handshake-expired';
    if (handshake.consuming) return 'response-pending';
    const { codec, challengeKey, request: options } = this.#options;
    const data = codec.open(handshake.request.clientToServerKey, packet, null);
    if (typeof data === 'string') return data;
    if (data.length !== CHALLENGE_DATA_BYTES) return 'data-size';
    const challenge = openChallengeToken(options.cipher, challengeKey, data, 0);
    if (!challenge) return 'challenge-unauthentic';
    if (challenge.clientId !== handshake.request.clientId) return 'challenge-mismatch';
    const refusal = this.#refuseSlot(handshake);
    if (refusal !== null) return refusal;
    handshake.consuming = true;
    // The log may be electing a leader; a token that it takes meanwhile is good for nothing else.
    handshake.endsMs = nowMs + HANDSHAKE_JUDGED_MS_MAX;
    void this.#consume(handshake);
    return null;
  }

  /** Why the client cannot have a slot now; when the server is full it is told. */
  #refuseSlot(handshake: Handshake): NetcodeRefusal | null {
    const { address, request } = handshake;
    const conflict = this.#options.findConflict(address, request.clientId, request.userData);
    if (conflict !== null) return conflict;
    if (!this.#options.isFull(request.clientId)) return null;
    this.#deny(address, request);
    return 'server-full';
  }

  async #consume(handshake: Handshake): Promise<void> {
    const { request, address } = handshake;
    let first: boolean;
    try {
      first = await this.#options.consumeToken(request.tokenId, request.expiresUnixSeconds);
    } catch {
      // Not decided: the client's next response asks again.
      handshake.consuming = false;
      this.#options.refuse('token-undecided');
      return;
    }
    this.#usedTokens.markConsumed(request.tokenId);
    const forgotten = this.#pending.get(address) !== handshake;
    if (!forgotten) this.#pending.delete(address);
    if (!first) {
      this.#deny(address, request);
      this.#options.refuse('token-used');
    } else if (forgotten) {
      this.#options.refuse('handshake-expired');
    } else {
      const refusal = this.#refuseSlot(handshake);
      if (refusal === null) this.#options.accept(handshake);
      else this.#options.refuse(refusal);
    }
  }

  #sendChallenge(to: DatagramAddress, request: ConnectionRequest): void {
    const { request: options, challengeKey } = this.#options;
    const challenge = this.#challenge;
    const sequence = this.#challengeSequence++;
    writeUint64(challenge, 0, sequence);
    writeChallengeToken(options.cipher, challengeKey, sequence, request, challenge, 8);
    this.#sealHigh(to, request, PACKET_CHALLENGE, challenge);
  }

  #deny(to: DatagramAddress, request: ConnectionRequest): void {
    this.#sealHigh(to, request, PACKET_DENIED, NO_DATA);
  }

  #sealHigh(to: DatagramAddress, request: ConnectionRequest, type: number, data: Uint8Array): void {
    const { low, high } = this.#packetSequence;
    this.#packetSequence.advance();
    const key = request.serverToClientKey;
    this.#options.sealer.seal(key, type, low, high, data, data.length, to);
  }
}
