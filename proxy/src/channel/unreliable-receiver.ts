import { FRAGMENT_BYTES } from './constants.ts';
import { joinBytes } from './reliable-receiver.ts';

interface Assembly {
  /** The number of the packet that carries fragment 0; it names the message. */
  base: number;
  readonly count: number;
  missing: number;
  bytes: number;
  readonly parts: (Uint8Array | undefined)[];
}

interface ChannelState {
  /** The packet that the newest message delivered began in. */
  newest: number;
  assembly: Assembly | null;
}

/** Latest wins: delivers a message only if it is newer than all before on its channel. */
export class UnreliableReceiver {
  readonly #channels: (ChannelState | undefined)[];
  readonly #messageBytesMax: number;
  readonly #deliver: (channel: number, bytes: Uint8Array) => void;

  /** @param limits each channel may hold one message that is put together */
  constructor(
    limits: { readonly channels: number; readonly messageBytes: number },
    deliver: (channel: number, bytes: Uint8Array) => void,
  ) {
    this.#channels = Array.from({ length: limits.channels });
    this.#messageBytesMax = limits.messageBytes;
    this.#deliver = deliver;
  }

  /** A whole message from this packet. */
  addWhole(channel: number, packet: number, bytes: Uint8Array): 'ok' | 'stale' | 'malformed' {
    if (channel >= this.#channels.length) return 'malformed';
    const state = this.#state(channel);
    if (packet <= state.newest) return 'stale';
    state.newest = packet;
    if (state.assembly && state.assembly.base < packet) state.assembly = null;
    this.#deliver(channel, bytes);
    return 'ok';
  }

  /** A fragment: fragment i of a message travels in the packet i after that of fragment 0. */
  addFragment(
    channel: number,
    packet: number,
    index: number,
    count: number,
    bytes: Uint8Array,
  ): 'ok' | 'stale' | 'malformed' {
    const base = packet - index;
    if (channel >= this.#channels.length) return 'malformed';
    if (count < 2 || index >= count || base < 0) return 'malformed';
    if ((count - 1) * FRAGMENT_BYTES >= this.#messageBytesMax) return 'malformed';
    const whole = index < count - 1;
    if (whole ? bytes.length !== FRAGMENT_BYTES : bytes.length > FRAGMENT_BYTES) return 'malformed';
    const state = this.#state(channel);
    if (base <= state.newest) return 'stale';
    let assembly = state.assembly;
    if (!assembly || assembly.base < base) {
      const parts = Array.from<Uint8Array | undefined>({ length: count });
      assembly = { base, count, missing: count, bytes: 0, parts };
      state.assembly = assembly;
    }
    if (assembly.base > base) return 'stale';
    if (assembly.count !== count || assembly.parts[index]) return 'malformed';
    assembly.parts[index] = bytes;
    assembly.bytes += bytes.length;
    assembly.missing--;
    if (assembly.missing > 0) return 'ok';
    state.newest = base;
    state.assembly = null;
    if (assembly.bytes > this.#messageBytesMax) return 'malformed';
    this.#deliver(channel, joinBytes(assembly.parts.filter(isPresent), assembly.bytes));
    return 'ok';
  }

  #state(channel: number): ChannelState {
    return (this.#channels[channel] ??= { newest: -1, assembly: null });
  }
}

function isPresent(part: Uint8Array | undefined): part is Uint8Array {
  return part !== undefined;
}
