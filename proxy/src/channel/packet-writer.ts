import { invariant } from '@atlasnet/schemas';
import {
  CHANNEL_PACKET_BYTES_MAX,
  FLAG_NUMBERED,
  FLAG_TO_END,
  KIND_FRAGMENT,
  KIND_RELIABLE_END,
  KIND_UNRELIABLE,
} from './constants.ts';
import { copyBytes } from '../netcode/bytes.ts';
import type { ReceivedPackets } from './received-packets.ts';

const FLAGS_AND_NUMBER_BYTES = 3;
const LENGTH_BYTES_MAX = 2;

/** A message, or a piece of one, on its way into a packet. */
interface Part {
  kind: number;
  channel: number;
  /** Of a reliable chunk. */
  number: number;
  /** Of a fragment. */
  index: number;
  count: number;
  /** What it carries: data[start, end). */
  data: Uint8Array;
  start: number;
  end: number;
}

/**
 * Collects what goes into one packet, then writes it: only when all is known is it clear which part
 * is the last, and needs no length. One serves all connections, one packet after another.
 */
export class PacketWriter {
  readonly bytes = new Uint8Array(CHANNEL_PACKET_BYTES_MAX);
  /** What the packet acknowledges; null between packets. */
  #received: ReceivedPackets | null = null;
  readonly #parts: Part[] = [];
  #count = 0;
  #ackForm = 0;
  #used = 0;

  /** Begins a packet, with whatever there is to acknowledge. */
  begin(received: ReceivedPackets): void {
    invariant(this.#received === null, 'a packet is finished before the next begins');
    this.#received = received;
    this.#count = 0;
    this.#ackForm = received.ackForm();
    this.#used = FLAGS_AND_NUMBER_BYTES + received.ackBytes(this.#ackForm);
  }

  /** Whether a part with so much data still fits. */
  fits(kind: number, dataBytes: number): boolean {
    return this.#used + partBytes(kind, dataBytes) <= CHANNEL_PACKET_BYTES_MAX;
  }

  /** A whole unreliable message, data[0, length). Like all data it is read when the packet is finished. */
  addUnreliable(channel: number, data: Uint8Array, length: number): void {
    this.#nextPart(KIND_UNRELIABLE, data, 0, length).channel = channel;
  }

  addFragment(
    channel: number,
    index: number,
    count: number,
    data: Uint8Array,
    start: number,
    end: number,
  ): void {
    const part = this.#nextPart(KIND_FRAGMENT, data, start, end);
    part.channel = channel;
    part.index = index;
    part.count = count;
  }

  addReliable(kind: number, number: number, data: Uint8Array): void {
    const part = this.#nextPart(kind, data, 0, data.length);
    part.channel = 0;
    part.number = number;
  }

  /** Writes the packet under this number and returns its end. */
  finish(number: number, nowMs: number): number {
    const out = this.bytes;
    out[0] = FLAG_NUMBERED | this.#ackForm;
    out[1] = number;
    out[2] = number >>> 8;
    let at = this.#writeAck(FLAGS_AND_NUMBER_BYTES, nowMs);
    for (let i = 0; i < this.#count; i++) {
      const part = this.#parts[i];
      if (part) at = writePart(part, i === this.#count - 1, out, at);
    }
    return at;
  }

  /** Writes a packet that is an ack alone, without a number, and returns its end. */
  finishAck(nowMs: number): number {
    this.bytes[0] = this.#ackForm;
    return this.#writeAck(1, nowMs);
  }

  #writeAck(at: number, nowMs: number): number {
    const received = this.#received;
    invariant(received !== null, 'a packet begins before it is finished');
    this.#received = null;
    return received.writeAck(this.#ackForm, this.bytes, at, nowMs);
  }

  #nextPart(kind: number, data: Uint8Array, start: number, end: number): Part {
    this.#used += partBytes(kind, end - start);
    let part = this.#parts[this.#count];
    if (!part) {
      part = { kind, channel: 0, number: 0, index: 0, count: 0, data, start, end };
      this.#parts.push(part);
    }
    this.#count++;
    part.kind = kind;
    part.data = data;
    part.start = start;
    part.end = end;
    return part;
  }
}

function partBytes(kind: number, dataBytes: number): number {
  const header = kind >= KIND_FRAGMENT ? 3 : 1;
  return header + LENGTH_BYTES_MAX + dataBytes;
}

function writePart(part: Part, last: boolean, out: Uint8Array, start: number): number {
  let at = start;
  out[at++] = part.kind | (last ? FLAG_TO_END : 0) | (part.channel << 3);
  if (part.kind >= KIND_RELIABLE_END) {
    out[at++] = part.number;
    out[at++] = part.number >>> 8;
  } else if (part.kind === KIND_FRAGMENT) {
    out[at++] = part.index;
    out[at++] = part.count;
  }
  const length = part.end - part.start;
  if (!last) {
    if (length < 128) {
      out[at++] = length;
    } else {
      out[at++] = 128 | (length & 127);
      out[at++] = length >>> 7;
    }
  }
  copyBytes(part.data, part.start, part.end, out, at);
  return at + length;
}
