/** View messages remembered until their fate is known; older ones count as lost. */
const PENDING_MAX = 256;
/** Numbers that there is room for at first: a round trip's messages, as most clients' are. */
const NUMBERS_FIRST = 128;

/** A record begins with so many numbers; what was said of handles follows. */
const HEAD = 3;
const MESSAGE = 0;
const TICK = 1;
const COUNT = 2;

/** The message of a record that is no more. */
const GONE = -1;

/**
 * A client's view messages on their way, by their numbers, which grow. They lie one after another in one
 * array in the order of sending, which is nearly that in which they are taken out: so all of a client's
 * are in a few lines of memory, and none is an object.
 */
export class PendingViews {
  #numbers = new Float64Array(NUMBERS_FIRST);
  /** Records lie in numbers[start, end); the first of them is not gone. */
  #start = 0;
  #end = 0;

  /** Remembers a message that said said[0, count). */
  put(message: number, tick: number, said: Int32Array, count: number): void {
    if (this.#end + HEAD + count > this.#numbers.length) this.#makeRoom(HEAD + count);
    const numbers = this.#numbers;
    const at = this.#end;
    numbers[at + MESSAGE] = message;
    numbers[at + TICK] = tick;
    numbers[at + COUNT] = count;
    for (let i = 0; i < count; i++) numbers[at + HEAD + i] = said[i];
    this.#end = at + HEAD + count;
  }

  /** The record of a message, for the methods below until the next put() or drop(); −1: none. */
  find(message: number): number {
    const numbers = this.#numbers;
    let at = this.#start;
    while (at < this.#end && numbers[at + MESSAGE] !== message) at += HEAD + numbers[at + COUNT];
    return at < this.#end ? at : -1;
  }

  /** The oldest record, if with this message there would be more than are remembered; −1: none. */
  overdue(message: number): number {
    const at = this.#start;
    return at < this.#end && this.#numbers[at + MESSAGE] <= message - PENDING_MAX ? at : -1;
  }

  tick(at: number): number {
    return this.#numbers[at + TICK];
  }

  count(at: number): number {
    return this.#numbers[at + COUNT];
  }

  said(at: number, index: number): number {
    return this.#numbers[at + HEAD + index];
  }

  /** Forgets a record. */
  drop(at: number): void {
    const numbers = this.#numbers;
    numbers[at + MESSAGE] = GONE;
    while (this.#start < this.#end && numbers[this.#start + MESSAGE] === GONE) {
      this.#start += HEAD + numbers[this.#start + COUNT];
    }
    if (this.#start === this.#end) this.clear();
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
  }

  /** Moves the records to the front, of a longer array if they take more than half of this one. */
  #makeRoom(length: number): void {
    const used = this.#end - this.#start;
    const before = this.#numbers;
    let size = before.length;
    while ((used + length) * 2 > size) size *= 2;
    if (size === before.length) before.copyWithin(0, this.#start, this.#end);
    else {
      this.#numbers = new Float64Array(size);
      this.#numbers.set(before.subarray(this.#start, this.#end));
    }
    this.#start = 0;
    this.#end = used;
  }
}
