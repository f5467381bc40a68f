import {
  MESSAGE_BYTES_MAX,
  RELIABLE_QUEUE_BYTES_MAX,
  RELIABLE_QUEUE_CHUNKS_MAX,
  RELIABLE_WINDOW_CHUNKS,
} from '../limits.ts';
import { FRAGMENT_BYTES } from './constants.ts';

/** A piece of a reliable message, under its number in the one sequence of the connection. */
export interface ReliableChunk {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** The message ends with this chunk. */
  readonly end: boolean;
  acked: boolean;
  /** To be sent: for the first time, or because its packet was lost. */
  wanted: boolean;
  tries: number;
  sentMs: number;
  /** The packet that carried it last. */
  packet: number;
}

/** Doublings of the retransmission timer, so that a dead peer costs little: 16 times at most. */
const BACKOFF_MAX = 4;

/** Reliable messages that the peer has not acknowledged. */
export class ReliableSender {
  queuedBytes = 0;
  /** Unacknowledged chunks, oldest first, from #head on. */
  #chunks: ReliableChunk[] = [];
  #head = 0;
  #next = 0;

  get isEmpty(): boolean {
    return this.#head === this.#chunks.length;
  }

  /** Queues a copy of the message; false when the queue is at its limit. */
  push(message: Uint8Array): boolean {
    const waiting = this.#chunks.length - this.#head;
    const parts = Math.max(1, Math.ceil(message.length / FRAGMENT_BYTES));
    if (message.length > MESSAGE_BYTES_MAX) return false;
    if (waiting + parts > RELIABLE_QUEUE_CHUNKS_MAX) return false;
    if (this.queuedBytes + message.length > RELIABLE_QUEUE_BYTES_MAX) return false;
    const copy = new Uint8Array(message);
    for (let i = 0; i < parts; i++) {
      const bytes = copy.subarray(i * FRAGMENT_BYTES, (i + 1) * FRAGMENT_BYTES);
      this.#chunks.push({
        number: this.#next++,
        bytes,
        end: i === parts - 1,
        acked: false,
        wanted: true,
        tries: 0,
        sentMs: 0,
        packet: -1,
      });
    }
    this.queuedBytes += message.length;
    return true;
  }

  /** The first chunk from `fromNumber` on that is to be sent now; null when none is. */
  nextDue(fromNumber: number, nowMs: number, rtoMs: number): ReliableChunk | null {
    const first = this.#chunks[this.#head];
    if (!first) return null;
    const limit = Math.min(this.#chunks.length, this.#head + RELIABLE_WINDOW_CHUNKS);
    const start = this.#head + Math.max(0, fromNumber - first.number);
    for (let i = start; i < limit; i++) {
      const chunk = this.#chunks[i];
      if (!chunk || chunk.acked) continue;
      if (chunk.wanted) return chunk;
      const waitMs = rtoMs * 2 ** Math.min(chunk.tries - 1, BACKOFF_MAX);
      if (nowMs - chunk.sentMs >= waitMs) return chunk;
    }
    return null;
  }

  /** A packet that carried this chunk is acknowledged. */
  ack(number: number): void {
    const chunk = this.#find(number);
    if (!chunk || chunk.acked) return;
    chunk.acked = true;
    for (;;) {
      const oldest = this.#chunks[this.#head];
      if (!oldest?.acked) break;
      this.queuedBytes -= oldest.bytes.length;
      this.#head++;
    }
    if (this.#head === this.#chunks.length || this.#head >= 256) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
  }

  /** The packet is lost: the chunk goes again, unless a later packet carries it. */
  lost(number: number, packet: number): void {
    const chunk = this.#find(number);
    if (chunk && chunk.packet === packet) chunk.wanted = true;
  }

  #find(number: number): ReliableChunk | undefined {
    const oldest = this.#chunks[this.#head];
    return oldest && number >= oldest.number
      ? this.#chunks[this.#head + number - oldest.number]
      : undefined;
  }
}
