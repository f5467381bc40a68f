import { invariant } from '@atlasnet/schemas';

/** The words that both ends share, each in a cache line of its own: bytes ever written, and read, modulo 2^32. */
const HEAD = 0;
const TAIL = 16;
/** 1 while the reader sleeps. */
const SLEEPS = 32;
/** Records that found no room. */
const LOST = 48;
/** 1 once nothing more is written. */
const ENDED = 64;
const WORDS = 80;

/** Before a record's bytes: how many there are, and its numbers. */
const HEADER_WORDS = 8;
const HEADER_BYTES = HEADER_WORDS * 4;
/** In place of a length: the rest of the ring was too short for the record, which is at its beginning. */
const REST = -1;

/** What two threads share. */
export interface PacketRingMemory {
  readonly words: SharedArrayBuffer;
  readonly bytes: SharedArrayBuffer;
}

/**
 * @param bytes a power of two
 * @param position where both ends begin, a multiple of 4: tests come to the end of 32 bits so
 */
export function makePacketRing(bytes: number, position = 0): PacketRingMemory {
  invariant(bytes >= 1024 && (bytes & (bytes - 1)) === 0, 'a ring has 2^k bytes, at least 1024');
  const words = new SharedArrayBuffer(WORDS * 4);
  const shared = new Int32Array(words);
  shared[HEAD] = shared[TAIL] = position;
  return { words, bytes: new SharedArrayBuffer(bytes) };
}

/**
 * Records (a few numbers, then bytes) from one thread to another, in their order. Nobody waits for room: a record
 * that finds none is lost, as a datagram is, and counted.
 */
abstract class PacketRingEnd {
  protected readonly shared: Int32Array;
  protected readonly words: Int32Array;
  protected readonly bytes: Uint8Array;
  /** The same, for text alone: where code meets both kinds of arrays, each length takes ten times as long. */
  protected readonly texts: Buffer;

  constructor(memory: PacketRingMemory) {
    this.shared = new Int32Array(memory.words);
    this.words = new Int32Array(memory.bytes);
    this.bytes = new Uint8Array(memory.bytes);
    this.texts = Buffer.from(memory.bytes);
  }

  /** Records that found no room, modulo 2^32. */
  get lost(): number {
    return Atomics.load(this.shared, LOST) >>> 0;
  }
}

/** The end that writes. */
export class PacketRingWriter extends PacketRingEnd {
  #head: number;
  #at = 0;
  #length = 0;

  constructor(memory: PacketRingMemory) {
    super(memory);
    this.#head = Atomics.load(this.shared, HEAD);
  }

  /**
   * Begins a record of at most so many bytes; false when it is lost. Its numbers, at places 0 to 6, and bytes come
   * next, then end().
   */
  begin(bytesMax: number): boolean {
    const size = this.bytes.length;
    const needed = recordBytes(bytesMax);
    const at = this.#head & (size - 1);
    const rest = at + needed > size ? size - at : 0;
    const used = (this.#head - Atomics.load(this.shared, TAIL)) | 0;
    if (used + rest + needed > size) {
      Atomics.add(this.shared, LOST, 1);
      return false;
    }
    if (rest > 0) {
      this.words[at >> 2] = REST;
      this.#head = (this.#head + rest) | 0;
    }
    this.#at = rest > 0 ? 0 : at;
    this.#length = 0;
    return true;
  }

  setNumber(place: number, value: number): void {
    this.words[(this.#at >> 2) + 1 + place] = value;
  }

  add(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at + HEADER_BYTES + this.#length);
    this.#length += bytes.length;
  }

  /** Text of single bytes. */
  addText(text: string): void {
    const at = this.#at + HEADER_BYTES + this.#length;
    this.#length += this.texts.write(text, at, 'latin1');
  }

  /** The record is whole; the reader has it once it wakes. */
  end(): void {
    this.words[this.#at >> 2] = this.#length;
    this.#head = (this.#head + recordBytes(this.#length)) | 0;
    Atomics.store(this.shared, HEAD, this.#head);
  }

  /** Wakes the reader, if it sleeps. */
  wake(): void {
    if (Atomics.load(this.shared, SLEEPS) === 0) return;
    Atomics.store(this.shared, SLEEPS, 0);
    Atomics.notify(this.shared, SLEEPS);
  }

  /** Nothing more comes: the reader takes what is there, and ends. */
  close(): void {
    Atomics.store(this.shared, ENDED, 1);
    this.wake();
  }
}

/** The end that reads. */
export class PacketRingReader extends PacketRingEnd {
  #tail: number;
  #at = 0;
  #length = 0;

  constructor(memory: PacketRingMemory) {
    super(memory);
    this.#tail = Atomics.load(this.shared, TAIL);
  }

  /** Goes to the oldest record; false when there is none. */
  next(): boolean {
    for (;;) {
      if (this.#isEmpty()) return false;
      const size = this.bytes.length;
      this.#at = this.#tail & (size - 1);
      this.#length = this.words[this.#at >> 2];
      if (this.#length !== REST) return true;
      this.#tail = (this.#tail + size - this.#at) | 0;
    }
  }

  /** Nothing is there, and nothing comes. */
  get ended(): boolean {
    // In this order: what was written before it ended is seen.
    return Atomics.load(this.shared, ENDED) === 1 && this.#isEmpty();
  }

  number(place: number): number {
    return this.words[(this.#at >> 2) + 1 + place];
  }

  /** Copies bytes [start, end) of the record to out[at…]. */
  copy(start: number, end: number, out: Uint8Array, at: number): void {
    const from = this.#at + HEADER_BYTES;
    out.set(this.bytes.subarray(from + start, from + end), at);
  }

  text(start: number, end: number): string {
    const from = this.#at + HEADER_BYTES;
    return this.texts.toString('latin1', from + start, from + end);
  }

  /** The record was read: its room is free. */
  done(): void {
    this.#tail = (this.#tail + recordBytes(this.#length)) | 0;
    Atomics.store(this.shared, TAIL, this.#tail);
  }

  /** Resolves once there is a record, or nothing more comes; the thread does other things meanwhile. */
  async wait(): Promise<void> {
    while (this.#isEmpty() && Atomics.load(this.shared, ENDED) === 0) {
      Atomics.store(this.shared, SLEEPS, 1);
      // What was written before the writer could see that is seen here.
      if (!this.#isEmpty() || Atomics.load(this.shared, ENDED) === 1) break;
      await Atomics.waitAsync(this.shared, SLEEPS, 1).value;
    }
    Atomics.store(this.shared, SLEEPS, 0);
  }

  /** Ends a wait, as if nothing more came. */
  stop(): void {
    Atomics.store(this.shared, ENDED, 1);
    Atomics.store(this.shared, SLEEPS, 0);
    Atomics.notify(this.shared, SLEEPS);
  }

  #isEmpty(): boolean {
    return Atomics.load(this.shared, HEAD) === this.#tail;
  }
}

function recordBytes(length: number): number {
  return HEADER_BYTES + ((length + 3) & ~3);
}
