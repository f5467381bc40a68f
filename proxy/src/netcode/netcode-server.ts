import { invariant, type DatagramAddress } from '@atlasnet/schemas';
import { CLIENTS_MAX, DISCONNECT_PACKETS } from '../limits.ts';
import { AddressMap } from './address-map.ts';
import { AddressMoves } from './address-moves.ts';
import { writeUint32 } from './bytes.ts';
import type { ConnectionRequestOptions } from './connection-request.ts';
import {
  KEEP_ALIVE_BYTES,
  KEY_BYTES,
  PACKET_DISCONNECT,
  PACKET_KEEP_ALIVE,
  PACKET_MOVE,
  PACKET_MOVE_RESPONSE,
  PACKET_PAYLOAD,
  PACKET_REQUEST,
  PACKET_RESPONSE,
  PAYLOAD_BYTES_MAX,
  SEND_INTERVAL_MS,
} from './constants.ts';
import { NetcodeConnection, type NetcodeDisconnect } from './netcode-connection.ts';
import { NetcodeHandshakes, type Handshake } from './netcode-handshakes.ts';
import type { PacketSink } from './packet-arena.ts';
import { PacketCodec } from './packet-codec.ts';
import { InlineSealer, type PacketSealer } from './packet-sealer.ts';
import { makeRefusalCounts, type NetcodeRefusal, type RefusalCounts } from './refusals.ts';

/** What a server tells its owner. Called within receive(), update(), or when a token was judged. */
export interface NetcodeServerHandlers {
  connected(connection: NetcodeConnection): void;
  /** One payload; the bytes are the receiver's to keep. */
  payload(connection: NetcodeConnection, bytes: Uint8Array): void;
  /** The slot is free again; nothing more comes for this connection. */
  disconnected(connection: NetcodeConnection, reason: NetcodeDisconnect): void;
}

export interface NetcodeServerOptions extends ConnectionRequestOptions {
  readonly sink: PacketSink;
  /** Seals and sends packets instead of this thread and the sink. */
  readonly sealer?: PacketSealer;
  readonly handlers: NetcodeServerHandlers;
  /** Slots; at most and by default limits.ts' CLIENTS_MAX. */
  readonly clientsMax?: number;
  /**
   * Uses the token up (rule S3): true when this use is the first for ever. A rejection means "cannot
   * be told now"; the client's next response asks again, and must then be answered for the same use.
   */
  readonly consumeToken: (tokenId: string, expiresUnixSeconds: number) => Promise<boolean>;
  /** A client has a slot by this token: whoever brings it again, by whatever chance, is not the same use. */
  readonly gaveSlot?: (tokenId: string) => void;
  /**
   * Whether a token with user data `next` may end the connection of the same client id made with
   * `previous`; without it the standard holds, and the newcomer is ignored while the old one lives.
   */
  readonly supersedes?: (previous: Uint8Array, next: Uint8Array) => boolean;
  readonly nowMs: number;
  readonly unixMs: number;
}

const ACCEPTED =
  (1 << PACKET_RESPONSE) |
  (1 << PACKET_KEEP_ALIVE) |
  (1 << PACKET_PAYLOAD) |
  (1 << PACKET_DISCONNECT) |
  (1 << PACKET_MOVE) |
  (1 << PACKET_MOVE_RESPONSE);
const NO_DATA = new Uint8Array(0);

/**
 * The server of netcode 1.02 without sockets, timers or clock: bytes and times go in, packets come
 * out of the sink. It never throws on what a peer sent; a dropped packet counts under its reason.
 * Times are milliseconds: `nowMs` monotonic, `unixMs` of the wall clock.
 */
export class NetcodeServer {
  /** How often packets were dropped, by reason. */
  readonly refusals: RefusalCounts = makeRefusalCounts();
  readonly clientsMax: number;
  /** Whoever asks to connect is told that the server is full. */
  refusesNew = false;
  /** How often a client was followed to another address. */
  moves = 0;
  readonly #options: NetcodeServerOptions;
  readonly #codec: PacketCodec;
  readonly #sealer: PacketSealer;
  readonly #handshakes: NetcodeHandshakes;
  readonly #byAddress = new AddressMap<NetcodeConnection>();
  readonly #byClientId = new Map<bigint, NetcodeConnection>();
  readonly #bySlot: (NetcodeConnection | undefined)[] = [];
  readonly #moves: AddressMoves;
  readonly #freeIndexes: number[];
  readonly #keepAlive = new Uint8Array(KEEP_ALIVE_BYTES);
  // Begun as numbers, so that they are changed in place, as in NetcodeConnection.
  #nowMs = 0;
  #unixMs = 0;
  #nextSweepMs = 0;

  constructor(options: NetcodeServerOptions) {
    this.clientsMax = options.clientsMax ?? CLIENTS_MAX;
    invariant(
      this.clientsMax > 0 && this.clientsMax <= CLIENTS_MAX,
      `a server has 1 to ${CLIENTS_MAX} client slots`,
    );
    this.#options = options;
    this.#nowMs = options.nowMs;
    this.#unixMs = options.unixMs;
    this.#codec = new PacketCodec(options.cipher, options.protocolId);
    this.#sealer = options.sealer ?? new InlineSealer(this.#codec, options.sink);
    this.#freeIndexes = Array.from({ length: this.clientsMax }, (_, i) => this.clientsMax - 1 - i);
    this.#moves = new AddressMoves({
      codec: this.#codec,
      random: options.random,
      atSlot: (slot) => this.#bySlot[slot],
      isTaken: (address) => this.#byAddress.get(address) !== undefined,
      seal: (connection, type, data, to) => this.#seal(connection, type, data, data.length, to),
      moved: (connection, address) => this.#move(connection, address),
    });
    this.#handshakes = new NetcodeHandshakes({
      request: options,
      challengeKey: options.random.bytes(KEY_BYTES),
      codec: this.#codec,
      sealer: this.#sealer,
      refuse: (reason) => void this.refusals[reason]++,
      findConflict: (from, clientId, userData) => this.#findConflict(from, clientId, userData),
      isFull: (clientId) =>
        this.refusesNew || (this.#freeIndexes.length === 0 && !this.#byClientId.has(clientId)),
      consumeToken: (tokenId, expires) => options.consumeToken(tokenId, expires),
      accept: (handshake) => this.#accept(handshake),
    });
  }

  /** How many clients are connected. */
  get clients(): number {
    return this.#byClientId.size;
  }

  /** Handshakes between challenge and connection. */
  get handshakes(): number {
    return this.#handshakes.size;
  }

  connections(): IterableIterator<NetcodeConnection> {
    return this.#byClientId.values();
  }

  /** Takes one datagram. `packet` and `from` are not kept beyond the call. */
  receive(packet: Uint8Array, from: DatagramAddress, nowMs: number): void {
    this.#moveTime(nowMs);
    const refusal =
      packet[0] === PACKET_REQUEST && packet.length > 0
        ? this.#handshakes.receiveRequest(packet, from, this.#nowMs, this.#unixMs)
        : this.#receiveSealed(packet, from);
    if (refusal !== null) this.refusals[refusal]++;
  }

  /** Keep-alives and timeouts; to be called every 10 to 50 ms. It also sets the wall clock. */
  update(nowMs: number, unixMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    this.#unixMs = unixMs;
    for (const connection of this.#byClientId.values()) {
      if (nowMs - connection.lastReceivedMs >= connection.timeoutMs) {
        this.#remove(connection, 'timed-out');
      } else if (nowMs - connection.lastSentMs >= SEND_INTERVAL_MS) {
        this.#sendKeepAlive(connection);
      }
    }
    if (nowMs >= this.#nextSweepMs) {
      this.#nextSweepMs = nowMs + 1000;
      this.#handshakes.sweep(nowMs, unixMs);
    }
  }

  /**
   * Seals payload[start, end), 1 to 1200 bytes, to a client. False when the connection is closed.
   * Until the client is known to have its slot, a keep-alive that names it goes before.
   */
  send(
    connection: NetcodeConnection,
    payload: Uint8Array,
    start: number,
    end: number,
    nowMs: number,
  ): boolean {
    invariant(end > start && end - start <= PAYLOAD_BYTES_MAX, 'a payload has 1 to 1200 bytes');
    if (!connection.open) return false;
    this.#moveTime(nowMs);
    if (!connection.confirmed) this.#sendKeepAlive(connection);
    const data = start === 0 ? payload : payload.subarray(start, end);
    this.#seal(connection, PACKET_PAYLOAD, data, end - start);
    return true;
  }

  /** Ends a connection: says so several times, as any of the packets may be lost. */
  disconnect(connection: NetcodeConnection, nowMs: number): void {
    this.#moveTime(nowMs);
    if (connection.open) this.#sayGoodbye(connection, 'by-server');
  }

  /** Ends all connections. */
  stop(nowMs: number): void {
    this.#moveTime(nowMs);
    for (const connection of this.#byClientId.values()) this.#sayGoodbye(connection, 'stopped');
    this.#handshakes.clear();
  }

  #moveTime(nowMs: number): void {
    if (nowMs <= this.#nowMs) return;
    this.#unixMs += nowMs - this.#nowMs;
    this.#nowMs = nowMs;
  }

  #receiveSealed(packet: Uint8Array, from: DatagramAddress): NetcodeRefusal | null {
    const codec = this.#codec;
    const refusal = codec.parseHeader(packet, ACCEPTED);
    if (refusal !== null) return refusal;
    if (codec.type === PACKET_MOVE || codec.type === PACKET_MOVE_RESPONSE) {
      return this.#moves.receive(packet, from, this.#nowMs);
    }
    const connection = this.#byAddress.get(from);
    if (codec.type === PACKET_RESPONSE) {
      return this.#handshakes.receiveResponse(packet, from, connection !== undefined, this.#nowMs);
    }
    if (!connection) return this.#handshakes.has(from) ? 'not-connected' : 'unknown-address';
    if (connection.speaksTooFast(this.#nowMs)) return 'packet-rate';
    const data = codec.open(connection.clientToServerKey, packet, connection.window);
    if (typeof data === 'string') return data;
    connection.countPacket(this.#nowMs);
    return this.#process(connection, codec.type, data);
  }

  #process(connection: NetcodeConnection, type: number, data: Uint8Array): NetcodeRefusal | null {
    if (type === PACKET_DISCONNECT) {
      if (data.length !== 0) return 'data-size';
      this.#remove(connection, 'by-client');
      return null;
    }
    if (type === PACKET_KEEP_ALIVE) {
      if (data.length !== KEEP_ALIVE_BYTES) return 'data-size';
    } else if (data.length < 1 || data.length > PAYLOAD_BYTES_MAX) {
      return 'data-size';
    }
    connection.lastReceivedMs = this.#nowMs;
    connection.confirmed = true;
    if (type === PACKET_PAYLOAD) this.#options.handlers.payload(connection, data);
    return null;
  }

  /** Whether somebody connected stands in the way of this client. */
  #findConflict(
    from: DatagramAddress,
    clientId: bigint,
    userData: Uint8Array,
  ): 'address-connected' | 'client-connected' | null {
    const supersedes = this.#options.supersedes;
    const sameClient = this.#byClientId.get(clientId);
    const maySupersede =
      sameClient !== undefined &&
      supersedes !== undefined &&
      supersedes(sameClient.userData, userData);
    const sameAddress = this.#byAddress.get(from);
    if (sameAddress && !(maySupersede && sameAddress === sameClient)) return 'address-connected';
    if (sameClient && !maySupersede) return 'client-connected';
    return null;
  }

  /** Gives a client whose token is used up a slot. */
  #accept(handshake: Handshake): void {
    const { request, address } = handshake;
    const old = this.#byClientId.get(request.clientId);
    if (old) this.#sayGoodbye(old, 'superseded');
    const index = this.#freeIndexes.pop();
    invariant(index !== undefined, 'a free slot was checked before');
    const connection = new NetcodeConnection({
      ...request,
      index,
      address,
      timeoutMs: request.timeoutSeconds > 0 ? request.timeoutSeconds * 1000 : Infinity,
      nowMs: this.#nowMs,
    });
    this.#byAddress.set(connection.address, connection);
    this.#byClientId.set(connection.clientId, connection);
    this.#bySlot[index] = connection;
    this.#options.gaveSlot?.(request.tokenId);
    this.#sendKeepAlive(connection);
    this.#options.handlers.connected(connection);
  }

  #move(connection: NetcodeConnection, address: DatagramAddress): void {
    this.#byAddress.delete(connection.address);
    connection.address = address;
    this.#byAddress.set(address, connection);
    this.moves++;
    // So that the client knows at once.
    this.#sendKeepAlive(connection);
  }

  #remove(connection: NetcodeConnection, reason: NetcodeDisconnect): void {
    connection.open = false;
    this.#byAddress.delete(connection.address);
    this.#byClientId.delete(connection.clientId);
    this.#bySlot[connection.index] = undefined;
    this.#freeIndexes.push(connection.index);
    this.#options.handlers.disconnected(connection, reason);
  }

  #sayGoodbye(connection: NetcodeConnection, reason: NetcodeDisconnect): void {
    for (let i = 0; i < DISCONNECT_PACKETS; i++)
      this.#seal(connection, PACKET_DISCONNECT, NO_DATA, 0);
    this.#remove(connection, reason);
  }

  #sendKeepAlive(connection: NetcodeConnection): void {
    writeUint32(this.#keepAlive, 0, connection.index);
    writeUint32(this.#keepAlive, 4, this.clientsMax);
    this.#seal(connection, PACKET_KEEP_ALIVE, this.#keepAlive, KEEP_ALIVE_BYTES);
  }

  /** Seals data[0, length) as a packet, and sends it. */
  #seal(
    connection: NetcodeConnection,
    type: number,
    data: Uint8Array,
    length: number,
    to = connection.address,
  ): void {
    const sequence = connection.sequence++;
    const low = sequence >>> 0;
    const high = Math.floor(sequence / 2 ** 32);
    connection.lastSentMs = this.#nowMs;
    this.#sealer.seal(connection.serverToClientKey, type, low, high, data, length, to);
  }
}
