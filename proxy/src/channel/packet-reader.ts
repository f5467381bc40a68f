import {
  ACK_BITMAP,
  ACK_NONE,
  ACK_SHORT,
  ACK_WINDOW_PACKETS,
  CHANNEL_PACKET_BYTES_MAX,
  FLAG_NUMBERED,
  FLAG_TO_END,
  KIND_FRAGMENT,
  KIND_RELIABLE_END,
  KIND_UNRELIABLE,
  SHORT_ACK_PACKETS,
} from './constants.ts';
import type { ChannelRefusals, EndpointStats } from './message-endpoint.ts';
import type { ReceivedPackets } from './received-packets.ts';
import type { ReliableReceiver } from './reliable-receiver.ts';
import type { SentPackets } from './sent-packets.ts';
import type { UnreliableReceiver } from './unreliable-receiver.ts';

/** Arrays of up to so many bytes lie in the heap of the engine themselves. */
const HEAP_BYTES_MAX = 64;

export interface PacketReaderOptions {
  readonly stats: EndpointStats;
  readonly refusals: ChannelRefusals;
  readonly received: ReceivedPackets;
  readonly sent: SentPackets;
  readonly reliable: ReliableReceiver;
  readonly unreliable: UnreliableReceiver;
}

/**
 * Reads packets of the channel layer. The peer is authentic and may still be hostile: whatever it
 * sends costs bounded time and memory, and a packet against the rules is counted and dropped.
 */
export class PacketReader {
  readonly #options: PacketReaderOptions;
  #at = 0;

  constructor(options: PacketReaderOptions) {
    this.#options = options;
  }

  /** Takes one packet. Returns why the conversation cannot go on, or null. */
  read(packet: Uint8Array, nowMs: number): string | null {
    const { stats, received } = this.#options;
    stats.packetsReceived++;
    stats.bytesReceived += packet.length;
    const flags = packet[0] ?? 0xff;
    const ackForm = flags & 3;
    const numbered = (flags & FLAG_NUMBERED) !== 0;
    this.#at = numbered ? 3 : 1;
    if (flags > 7 || ackForm > ACK_BITMAP || packet.length > CHANNEL_PACKET_BYTES_MAX) {
      return this.#malformed();
    }
    if (packet.length < this.#at || !this.#readAck(packet, ackForm, nowMs))
      return this.#malformed();
    if (!numbered) {
      return ackForm === ACK_NONE || this.#at !== packet.length ? this.#malformed() : null;
    }
    const number = received.number((packet[1] ?? 0) | ((packet[2] ?? 0) << 8));
    if (number < 0) {
      stats.duplicates++;
      this.#options.refusals.duplicate++;
      return null;
    }
    let reliable = false;
    while (this.#at < packet.length) {
      if (((packet[this.#at] ?? 0) & 3) >= KIND_RELIABLE_END) reliable = true;
      const outcome = this.#readMessage(packet, number);
      if (outcome === 'malformed') return this.#malformed();
      if (outcome === 'too-large') return 'a reliable message over the limit';
    }
    received.add(number, reliable, nowMs);
    return null;
  }

  #malformed(): null {
    this.#options.stats.malformed++;
    this.#options.refusals.malformed++;
    return null;
  }

  #readAck(packet: Uint8Array, form: number, nowMs: number): boolean {
    if (form === ACK_NONE) return true;
    const { sent } = this.#options;
    const start = this.#at;
    if (start + 3 > packet.length) return false;
    const newest = sent.number((packet[start] ?? 0) | ((packet[start + 1] ?? 0) << 8));
    if (newest < 0) return false;
    let bits = SHORT_ACK_PACKETS;
    this.#at = start + 3;
    if (form === ACK_BITMAP) {
      bits = (packet[this.#at++] ?? 0) * 8;
      if (bits < SHORT_ACK_PACKETS || bits > ACK_WINDOW_PACKETS) return false;
      if (this.#at + bits / 8 > packet.length) return false;
    }
    sent.measure(newest, packet[start + 2] ?? 0, nowMs);
    // Oldest first, so that what is told about messages is told in their order; all before are settled.
    for (let back = Math.min(bits, sent.before(newest)); back >= 1; back--) {
      const byte = packet[this.#at + ((back - 1) >> 3)] ?? 0;
      if (form === ACK_SHORT || (byte & (1 << ((back - 1) & 7))) !== 0) sent.ack(newest - back);
    }
    sent.ack(newest);
    if (form === ACK_BITMAP) this.#at += bits / 8;
    return true;
  }

  #readMessage(packet: Uint8Array, number: number): 'ok' | 'malformed' | 'too-large' {
    const head = packet[this.#at] ?? 0;
    const kind = head & 3;
    const channel = head >> 3;
    const fieldsAt = this.#at + 1;
    this.#at = kind === KIND_UNRELIABLE ? fieldsAt : fieldsAt + 2;
    const end = this.#readEnd(packet, (head & FLAG_TO_END) !== 0);
    if (end < this.#at || end > packet.length) return 'malformed';
    // A view of a small array would move all of it to a buffer outside of the heap first.
    const data =
      packet.length <= HEAP_BYTES_MAX
        ? packet.slice(this.#at, end)
        : packet.subarray(this.#at, end);
    this.#at = end;
    const first = packet[fieldsAt] ?? 0;
    const second = packet[fieldsAt + 1] ?? 0;
    const { reliable, unreliable, stats, refusals } = this.#options;
    if (kind >= KIND_RELIABLE_END) {
      if (channel !== 0) return 'malformed';
      return reliable.add(first | (second << 8), data, kind === KIND_RELIABLE_END);
    }
    const outcome =
      kind === KIND_FRAGMENT
        ? unreliable.addFragment(channel, number, first, second, data)
        : unreliable.addWhole(channel, number, data);
    if (outcome === 'malformed') return 'malformed';
    if (outcome === 'stale') {
      stats.stale++;
      refusals.stale++;
    }
    return 'ok';
  }

  /** Where the message's data ends; −1 when its length is cut off. */
  #readEnd(packet: Uint8Array, toEnd: boolean): number {
    if (toEnd) return packet.length;
    if (this.#at >= packet.length) return -1;
    const low = packet[this.#at++] ?? 0;
    if (low < 128) return this.#at + low;
    if (this.#at >= packet.length) return -1;
    const high = packet[this.#at++] ?? 0;
    return this.#at + (low & 127) + high * 128;
  }
}
