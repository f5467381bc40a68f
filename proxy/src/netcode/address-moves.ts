import type { DatagramAddress, RandomSource } from '@atlasnet/schemas';
import {
  MOVES_PER_HOST_PER_SECOND_MAX,
  MOVES_PER_SECOND_MAX,
  MOVE_CHALLENGE_MS,
} from '../limits.ts';
import { readUint32 } from './bytes.ts';
import {
  MOVE_CHALLENGE_BYTES,
  MOVE_DATA_BYTES,
  MOVE_SLOT_BYTES,
  PACKET_MOVE,
  PACKET_MOVE_CHALLENGE,
} from './constants.ts';
import { HostRateLimiter } from './host-rate-limiter.ts';
import type { NetcodeConnection } from './netcode-connection.ts';
import type { PacketCodec } from './packet-codec.ts';
import type { NetcodeRefusal } from './refusals.ts';

export interface AddressMovesOptions {
  readonly codec: PacketCodec;
  readonly random: RandomSource;
  readonly atSlot: (slot: number) => NetcodeConnection | undefined;
  /** Somebody is connected from this address. */
  readonly isTaken: (address: DatagramAddress) => boolean;
  /** Seals a packet of the connection, numbered as all of them (S3), to another address. */
  readonly seal: (
    connection: NetcodeConnection,
    type: number,
    data: Uint8Array,
    to: DatagramAddress,
  ) => void;
  /** The client is at its new address. */
  readonly moved: (connection: NetcodeConnection, address: DatagramAddress) => void;
}

/**
 * Clients whose address changes (another mapping of a NAT, another network) go on under the same keys:
 * a move, sealed by the client, is answered by a challenge to where it came from, and only who can open
 * that and seals it again from there is followed. One move causes one smaller packet.
 */
export class AddressMoves {
  readonly #options: AddressMovesOptions;
  readonly #limiter: HostRateLimiter;

  constructor(options: AddressMovesOptions) {
    this.#options = options;
    this.#limiter = new HostRateLimiter(
      MOVES_PER_HOST_PER_SECOND_MAX,
      MOVES_PER_SECOND_MAX,
      options.random,
    );
  }

  /** Takes a move, or a response, whose header the codec has parsed, from whatever address. */
  receive(packet: Uint8Array, from: DatagramAddress, nowMs: number): NetcodeRefusal | null {
    const { codec, atSlot } = this.#options;
    const { type } = codec;
    if (this.#limiter.take(from.host, nowMs) !== 'ok') return 'move-rate';
    const end = packet.length - MOVE_SLOT_BYTES;
    const connection = atSlot(readUint32(packet, end));
    if (!connection) return 'move-slot';
    const sealed = packet.subarray(0, end);
    const data = codec.open(connection.clientToServerKey, sealed, connection.window);
    if (typeof data === 'string') return data;
    const size = type === PACKET_MOVE ? MOVE_DATA_BYTES : MOVE_CHALLENGE_BYTES;
    if (data.length !== size) return 'data-size';
    const { host, port } = connection.address;
    if (host === from.host && port === from.port) {
      connection.lastReceivedMs = nowMs;
      return null;
    }
    if (this.#options.isTaken(from)) return 'address-connected';
    if (type === PACKET_MOVE) this.#challenge(connection, from, nowMs);
    else return this.#respond(connection, data, from, nowMs);
    return null;
  }

  #challenge(connection: NetcodeConnection, from: DatagramAddress, nowMs: number): void {
    const { random, seal } = this.#options;
    const before = connection.move;
    const isSame = before && isAt(before.address, from) && nowMs < before.endsMs;
    connection.move = {
      address: { host: from.host, port: from.port },
      challenge: isSame ? before.challenge : random.bytes(MOVE_CHALLENGE_BYTES),
      endsMs: nowMs + MOVE_CHALLENGE_MS,
    };
    seal(connection, PACKET_MOVE_CHALLENGE, connection.move.challenge, from);
  }

  #respond(
    connection: NetcodeConnection,
    data: Uint8Array,
    from: DatagramAddress,
    nowMs: number,
  ): NetcodeRefusal | null {
    const { move } = connection;
    if (!move || nowMs >= move.endsMs || !isAt(move.address, from)) return 'move-unchallenged';
    if (!data.every((byte, i) => byte === move.challenge[i])) return 'move-unchallenged';
    connection.move = null;
    connection.lastReceivedMs = nowMs;
    this.#options.moved(connection, move.address);
    return null;
  }
}

function isAt(address: DatagramAddress, from: DatagramAddress): boolean {
  return address.host === from.host && address.port === from.port;
}
