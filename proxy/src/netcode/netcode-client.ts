import { invariant, type DatagramAddress, type RandomSource } from '@atlasnet/schemas';
import { CLIENT_SLAB_BYTES, DISCONNECT_PACKETS } from '../limits.ts';
import { readUint32, writeUint32 } from './bytes.ts';
import {
  readConnectToken,
  writeConnectionRequest,
  type PublicConnectToken,
} from './connect-token.ts';
import {
  CHALLENGE_DATA_BYTES,
  KEEP_ALIVE_BYTES,
  MOVE_CHALLENGE_BYTES,
  MOVE_DATA_BYTES,
  MOVE_SLOT_BYTES,
  PACKET_BYTES_MAX,
  PACKET_CHALLENGE,
  PACKET_DENIED,
  PACKET_DISCONNECT,
  PACKET_KEEP_ALIVE,
  PACKET_MOVE,
  PACKET_MOVE_CHALLENGE,
  PACKET_MOVE_RESPONSE,
  PACKET_PAYLOAD,
  PACKET_RESPONSE,
  PAYLOAD_BYTES_MAX,
  REQUEST_BYTES,
  SEND_INTERVAL_MS,
} from './constants.ts';
import { HighSequence } from './high-sequence.ts';
import { PacketArena, type PacketSink } from './packet-arena.ts';
import type { PacketCipher } from './packet-cipher.ts';
import { PacketCodec } from './packet-codec.ts';
import { makeRefusalCounts, type NetcodeRefusal, type RefusalCounts } from './refusals.ts';
import { ReplayWindow } from './replay-window.ts';

/** The standard's client states, with its numbers. */
export const NETCODE_CLIENT_STATES = {
  'connect-token-expired': -6,
  'invalid-connect-token': -5,
  'connection-timed-out': -4,
  'connection-response-timed-out': -3,
  'connection-request-timed-out': -2,
  'connection-denied': -1,
  disconnected: 0,
  'sending-connection-request': 1,
  'sending-connection-response': 2,
  connected: 3,
} as const;

export type NetcodeClientState = keyof typeof NETCODE_CLIENT_STATES;

export interface NetcodeClientOptions {
  readonly token: Uint8Array;
  readonly cipher: PacketCipher;
  readonly random: RandomSource;
  readonly sink: PacketSink;
  /**
   * A server that does not answer a request for so long is left for the next of the token, round and
   * round until the token expires; without it each is tried once, for the token's timeout. A token
   * that never connected has sealed nothing that counts, so it may be tried again (rule S3).
   */
  readonly retryMs?: number;
  /**
   * A server of ours that is silent for so long is told that this client's address may have changed.
   * Without it nothing is said that the standard does not know.
   */
  readonly moveAfterMs?: number;
  readonly handlers: {
    stateChanged(state: NetcodeClientState): void;
    /** One payload; the bytes are the receiver's to keep. */
    payload(bytes: Uint8Array): void;
  };
}

const ACCEPTED =
  (1 << PACKET_DENIED) |
  (1 << PACKET_CHALLENGE) |
  (1 << PACKET_KEEP_ALIVE) |
  (1 << PACKET_PAYLOAD) |
  (1 << PACKET_DISCONNECT) |
  (1 << PACKET_MOVE_CHALLENGE);
const NO_DATA = new Uint8Array(0);
const NO_MOVE_DATA = new Uint8Array(MOVE_DATA_BYTES);

/**
 * The client of netcode 1.02 without sockets, timers or clock. One object is one use of one token:
 * a second try, after a crash too, takes a new token (rule S3). Times are milliseconds, monotonic.
 */
export class NetcodeClient {
  /** How often packets were dropped, by reason. */
  readonly refusals: RefusalCounts = makeRefusalCounts();
  /** Known once connected. */
  clientIndex = 0;
  clientsMax = 0;
  readonly #options: NetcodeClientOptions;
  readonly #token: PublicConnectToken | null;
  readonly #codec: PacketCodec;
  readonly #arena = new PacketArena(CLIENT_SLAB_BYTES);
  readonly #window = new ReplayWindow();
  readonly #responseSequence: HighSequence;
  #state: NetcodeClientState = 'disconnected';
  #started = false;
  #serverIndex = 0;
  #challenge: Uint8Array = NO_DATA;
  #sequence = 0;
  #nowMs = 0;
  #startedMs = 0;
  #lastSentMs = -Infinity;
  #lastReceivedMs = 0;
  #lastMoveMs = -Infinity;
  /** Servers that refused. */
  readonly #denied = new Set<number>();
  /** Servers that were sent a response: one of them may still let this client in. */
  readonly #responded = new Set<number>();

  constructor(options: NetcodeClientOptions) {
    this.#options = options;
    this.#token = readConnectToken(options.token);
    this.#codec = new PacketCodec(options.cipher, this.#token?.protocolId ?? 0n);
    this.#responseSequence = new HighSequence(options.random);
  }

  get state(): NetcodeClientState {
    return this.#state;
  }

  /** When the server was heard last, or was tried first. */
  get lastReceivedMs(): number {
    return this.#lastReceivedMs;
  }

  /** The server being tried or used; null without a valid token. */
  get server(): DatagramAddress | null {
    return this.#token?.servers[this.#serverIndex] ?? null;
  }

  /** Begins to connect; may be called once. */
  connect(nowMs: number): void {
    invariant(!this.#started, 'a connect token is used by one client, once');
    this.#started = true;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs;
    if (!this.#token) {
      this.#enter('invalid-connect-token');
      return;
    }
    this.#tryServer(0);
  }

  /** Takes one datagram. `packet` and `from` are not kept beyond the call. */
  receive(packet: Uint8Array, from: DatagramAddress, nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    const refusal = this.#receive(packet, from);
    if (refusal !== null) this.refusals[refusal]++;
  }

  /** Repeats, keep-alives and timeouts; to be called every 10 to 50 ms. */
  update(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    if (!this.#token || NETCODE_CLIENT_STATES[this.#state] <= 0) return;
    if (this.#checkTimeouts(this.#token)) return;
    if (this.#nowMs - this.#lastSentMs >= SEND_INTERVAL_MS) this.#repeat(this.#token);
    this.#sayMove(this.#token);
  }

  /** Seals payload[start, end), 1 to 1200 bytes, to the server; false unless connected. */
  send(payload: Uint8Array, start: number, end: number, nowMs: number): boolean {
    invariant(end > start && end - start <= PAYLOAD_BYTES_MAX, 'a payload has 1 to 1200 bytes');
    if (this.#state !== 'connected') return false;
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    const data = start === 0 ? payload : payload.subarray(start, end);
    this.#seal(PACKET_PAYLOAD, data, end - start);
    return true;
  }

  /** Leaves; a connected client says so several times, as any of the packets may be lost. */
  disconnect(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    if (NETCODE_CLIENT_STATES[this.#state] <= 0) return;
    if (this.#state === 'connected') {
      for (let i = 0; i < DISCONNECT_PACKETS; i++) this.#seal(PACKET_DISCONNECT, NO_DATA);
    }
    this.#enter('disconnected');
  }

  #receive(packet: Uint8Array, from: DatagramAddress): NetcodeRefusal | null {
    const codec = this.#codec;
    const refusal = codec.parseHeader(packet, ACCEPTED);
    if (refusal !== null) return refusal;
    const index = this.#serverAt(from, codec.type);
    if (!this.#token || index < 0) return 'unknown-address';
    if (NETCODE_CLIENT_STATES[this.#state] <= 0) return 'not-connected';
    const data = codec.open(this.#token.serverToClientKey, packet, this.#window);
    if (typeof data === 'string') return data;
    this.#serverIndex = index;
    return this.#process(codec.type, data);
  }

  /**
   * Which server of the token this packet may be from; −1: none. While this client asks, that is also
   * one that it asked before and whose word was late: a challenge, or, after a response, the slot. The
   * log lets only one of them give it (rule S3).
   */
  #serverAt(from: DatagramAddress, type: number): number {
    const servers = this.#token?.servers ?? [];
    const index = servers.findIndex(({ host, port }) => host === from.host && port === from.port);
    if (index === this.#serverIndex) return index;
    const isLateChallenge =
      type === PACKET_CHALLENGE && this.#state === 'sending-connection-request';
    const isLateSlot =
      type === PACKET_KEEP_ALIVE && this.#state !== 'connected' && this.#responded.has(index);
    return isLateChallenge || isLateSlot ? index : -1;
  }

  #process(type: number, data: Uint8Array): NetcodeRefusal | null {
    if (type === PACKET_CHALLENGE) return this.#processChallenge(data);
    if (type === PACKET_KEEP_ALIVE) return this.#processKeepAlive(data);
    if (type === PACKET_PAYLOAD) return this.#processPayload(data);
    if (type === PACKET_MOVE_CHALLENGE) return this.#answerMove(data);
    if (data.length !== 0) return 'data-size';
    if (type === PACKET_DENIED) {
      if (this.#state === 'connected') return 'unexpected-type';
      this.#denied.add(this.#serverIndex);
      this.#fail('connection-denied');
      return null;
    }
    if (this.#state !== 'connected') return 'not-connected';
    this.#enter('disconnected');
    return null;
  }

  #processChallenge(data: Uint8Array): NetcodeRefusal | null {
    if (data.length !== CHALLENGE_DATA_BYTES) return 'data-size';
    if (this.#state !== 'sending-connection-request') return 'unexpected-type';
    this.#challenge = data;
    this.#lastReceivedMs = this.#nowMs;
    this.#enter('sending-connection-response');
    this.#repeatNow();
    return null;
  }

  #processKeepAlive(data: Uint8Array): NetcodeRefusal | null {
    if (data.length !== KEEP_ALIVE_BYTES) return 'data-size';
    const isSlot = this.#state !== 'connected';
    if (isSlot && !this.#responded.has(this.#serverIndex)) return 'not-connected';
    this.#lastReceivedMs = this.#nowMs;
    if (isSlot) {
      this.clientIndex = readUint32(data, 0);
      this.clientsMax = readUint32(data, 4);
      this.#enter('connected');
      // So that the server knows, and stops sending a keep-alive before each payload.
      this.#repeatNow();
    }
    return null;
  }

  /** The server heard of a changed address, and asks whether this client is there. */
  #answerMove(data: Uint8Array): NetcodeRefusal | null {
    if (data.length !== MOVE_CHALLENGE_BYTES) return 'data-size';
    if (this.#state !== 'connected' || !this.#token) return 'not-connected';
    this.#sealWithSlot(this.#token, PACKET_MOVE_RESPONSE, data);
    return null;
  }

  #sayMove(token: PublicConnectToken): void {
    const { moveAfterMs = Infinity } = this.#options;
    if (this.#state !== 'connected' || this.#nowMs - this.#lastReceivedMs < moveAfterMs) return;
    if (this.#nowMs - this.#lastMoveMs < SEND_INTERVAL_MS) return;
    this.#lastMoveMs = this.#nowMs;
    this.#sealWithSlot(token, PACKET_MOVE, NO_MOVE_DATA);
  }

  #processPayload(data: Uint8Array): NetcodeRefusal | null {
    if (data.length < 1 || data.length > PAYLOAD_BYTES_MAX) return 'data-size';
    if (this.#state !== 'connected') return 'not-connected';
    this.#lastReceivedMs = this.#nowMs;
    this.#options.handlers.payload(data);
    return null;
  }

  /** True when the state changed and nothing is to be repeated now. */
  #checkTimeouts(token: PublicConnectToken): boolean {
    const silentMs = this.#nowMs - this.#lastReceivedMs;
    const timedOut = token.timeoutSeconds > 0 && silentMs >= token.timeoutSeconds * 1000;
    if (this.#state === 'connected') {
      if (timedOut) this.#enter('connection-timed-out');
      return timedOut;
    }
    const lifetimeMs = (token.expiresUnixSeconds - token.createdUnixSeconds) * 1000;
    if (this.#nowMs - this.#startedMs >= lifetimeMs) {
      this.#enter('connect-token-expired');
      return true;
    }
    const { retryMs } = this.#options;
    const isAsking = this.#state === 'sending-connection-request';
    if (isAsking && retryMs !== undefined && silentMs >= retryMs) {
      this.#tryServer((this.#serverIndex + 1) % token.servers.length);
      return true;
    }
    if (timedOut) {
      this.#fail(isAsking ? 'connection-request-timed-out' : 'connection-response-timed-out');
    }
    return timedOut;
  }

  #repeatNow(): void {
    if (this.#token) this.#repeat(this.#token);
  }

  #repeat(token: PublicConnectToken): void {
    if (this.#state === 'sending-connection-request') this.#sendRequest(token);
    else if (this.#state === 'sending-connection-response') this.#sendResponse(token);
    else this.#seal(PACKET_KEEP_ALIVE, new Uint8Array(KEEP_ALIVE_BYTES));
  }

  #tryServer(index: number): void {
    this.#serverIndex = index;
    this.#lastReceivedMs = this.#nowMs;
    this.#lastSentMs = -Infinity;
    this.#enter('sending-connection-request');
  }

  /** The next server of the token, or, when there is none, this state. */
  #fail(state: NetcodeClientState): void {
    const servers = this.#token?.servers.length ?? 0;
    const next = this.#serverIndex + 1;
    const again = this.#options.retryMs !== undefined && this.#denied.size < servers;
    if (next < servers) this.#tryServer(next);
    else if (again) this.#tryServer(0);
    else this.#enter(state);
  }

  #enter(state: NetcodeClientState): void {
    this.#state = state;
    this.#options.handlers.stateChanged(state);
  }

  #sendRequest(token: PublicConnectToken): void {
    const arena = this.#arena;
    arena.reserve(REQUEST_BYTES);
    const { bytes, at } = arena;
    writeConnectionRequest(token.bytes, bytes, at);
    this.#emit(bytes, at, at + REQUEST_BYTES);
  }

  #sendResponse(token: PublicConnectToken): void {
    this.#responded.add(this.#serverIndex);
    const { low, high } = this.#responseSequence;
    this.#responseSequence.advance();
    this.#sealAs(token, PACKET_RESPONSE, low, high, this.#challenge, this.#challenge.length);
  }

  /** Seals data[0, length) as a packet, and sends it. */
  #seal(type: number, data: Uint8Array, length = data.length): void {
    if (!this.#token) return;
    const sequence = this.#sequence++;
    this.#sealAs(this.#token, type, sequence >>> 0, Math.floor(sequence / 2 ** 32), data, length);
  }

  /** Names the slot, since the address does not tell who this is. */
  #sealWithSlot(token: PublicConnectToken, type: number, data: Uint8Array): void {
    const arena = this.#arena;
    arena.reserve(PACKET_BYTES_MAX);
    const { bytes, at } = arena;
    const sequence = this.#sequence++;
    const [low, high] = [sequence >>> 0, Math.floor(sequence / 2 ** 32)];
    const key = token.clientToServerKey;
    const end = this.#codec.seal(key, type, low, high, data, data.length, bytes, at);
    writeUint32(bytes, end, this.clientIndex);
    this.#emit(bytes, at, end + MOVE_SLOT_BYTES);
  }

  #sealAs(
    token: PublicConnectToken,
    type: number,
    low: number,
    high: number,
    data: Uint8Array,
    length: number,
  ): void {
    const arena = this.#arena;
    arena.reserve(PACKET_BYTES_MAX);
    const { bytes, at } = arena;
    const key = token.clientToServerKey;
    this.#emit(bytes, at, this.#codec.seal(key, type, low, high, data, length, bytes, at));
  }

  #emit(bytes: Uint8Array, start: number, end: number): void {
    this.#arena.at = end;
    this.#lastSentMs = this.#nowMs;
    const server = this.server;
    if (server) this.#options.sink.send(bytes, start, end, server);
  }
}
