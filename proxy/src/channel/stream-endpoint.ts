import { invariant } from '@atlasnet/schemas';
import {
  MESSAGE_BYTES_MAX,
  RELIABLE_QUEUE_BYTES_MAX,
  RELIABLE_QUEUE_CHUNKS_MAX,
  SEND_BURST_BYTES,
  SEND_BYTES_PER_SECOND,
  UNRELIABLE_CHANNELS_MAX,
} from '../limits.ts';
import { KIND_RELIABLE_END, KIND_UNRELIABLE } from './constants.ts';
import {
  makeEndpointStats,
  type Emit,
  type EndpointHandlers,
  type EndpointStats,
  type MessageEndpoint,
} from './message-endpoint.ts';
import { SendBudget } from './send-budget.ts';

export interface StreamEndpointOptions {
  readonly handlers: EndpointHandlers;
  readonly sendBytesPerSecond?: number;
  readonly sendBurstBytes?: number;
  readonly receiveReliableBytesMax?: number;
  readonly receiveUnreliableBytesMax?: number;
}

/**
 * {@link MessageEndpoint} over an ordered, reliable transport that keeps message borders (a
 * WebSocket, or TCP with lengths): one head byte per message, then its data. The transport does what
 * acknowledgements are for, so what was handed to it counts as delivered.
 */
export class StreamEndpoint implements MessageEndpoint {
  readonly stats: EndpointStats = makeEndpointStats();
  failed: string | null = null;
  /** Set while the transport's own queue is long: unreliable messages wait, and the latest wins. */
  congested = false;
  readonly #options: StreamEndpointOptions;
  readonly #budget: SendBudget;
  #reliable: Uint8Array[] = [];
  #reliableBytes = 0;
  readonly #slots: ({ bytes: Uint8Array; message: number } | null | undefined)[] = [];
  #nextMessage = 0;

  constructor(options: StreamEndpointOptions) {
    this.#options = options;
    this.#budget = new SendBudget(
      options.sendBytesPerSecond ?? SEND_BYTES_PER_SECOND,
      options.sendBurstBytes ?? SEND_BURST_BYTES,
    );
  }

  budgetBytes(nowMs: number): number {
    return this.#budget.available(nowMs);
  }

  sendReliable(bytes: Uint8Array): boolean {
    if (bytes.length > MESSAGE_BYTES_MAX) return false;
    if (this.#reliable.length >= RELIABLE_QUEUE_CHUNKS_MAX) return false;
    if (this.#reliableBytes + bytes.length > RELIABLE_QUEUE_BYTES_MAX) return false;
    this.#reliable.push(withHead(KIND_RELIABLE_END, bytes));
    this.#reliableBytes += bytes.length;
    return true;
  }

  sendUnreliable(channel: number, bytes: Uint8Array): number {
    invariant(
      channel >= 0 && channel < UNRELIABLE_CHANNELS_MAX && bytes.length <= MESSAGE_BYTES_MAX,
      `channel ${channel} or message of ${bytes.length} bytes is outside the limits`,
    );
    const replaced = this.#slots[channel];
    const message = this.#nextMessage++;
    this.#slots[channel] = { bytes: withHead(KIND_UNRELIABLE | (channel << 3), bytes), message };
    if (replaced) this.#options.handlers.lost?.(channel, replaced.message);
    return message;
  }

  receive(packet: Uint8Array, nowMs: number): void {
    void nowMs;
    if (this.failed !== null) return;
    this.stats.packetsReceived++;
    this.stats.bytesReceived += packet.length;
    const { handlers, receiveReliableBytesMax, receiveUnreliableBytesMax } = this.#options;
    const head = packet[0] ?? 0xff;
    const data = packet.subarray(1);
    if (packet.length > 0 && head === KIND_RELIABLE_END) {
      if (data.length > (receiveReliableBytesMax ?? MESSAGE_BYTES_MAX)) {
        this.failed = 'a reliable message over the limit';
      } else handlers.reliable(data);
    } else if (packet.length > 0 && (head & 7) === KIND_UNRELIABLE) {
      if (data.length > (receiveUnreliableBytesMax ?? MESSAGE_BYTES_MAX)) this.stats.malformed++;
      else handlers.unreliable(head >> 3, data);
    } else {
      this.stats.malformed++;
    }
  }

  flush(nowMs: number, emit: Emit): void {
    const reliable = this.#reliable;
    this.#reliable = [];
    this.#reliableBytes = 0;
    for (const bytes of reliable) this.#emit(bytes, emit);
    if (this.congested) return;
    for (let channel = 0; channel < this.#slots.length; channel++) {
      const slot = this.#slots[channel];
      if (!slot) continue;
      if (this.#budget.available(nowMs) <= 0) return;
      this.#slots[channel] = null;
      this.#emit(slot.bytes, emit);
      this.#options.handlers.delivered?.(channel, slot.message);
    }
  }

  #emit(bytes: Uint8Array, emit: Emit): void {
    this.stats.packetsSent++;
    this.stats.bytesSent += bytes.length;
    this.#budget.spend(bytes.length);
    emit(bytes, 0, bytes.length);
  }
}

function withHead(head: number, bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length + 1);
  whole[0] = head;
  whole.set(bytes, 1);
  return whole;
}
