/** Handles that there is room for at first. */
const HANDLES_FIRST = 256;

/** A set of handles as one bit each: gone through in their order, without a sort and without doubles. */
export class HandleSet {
  size = 0;
  #words = new Int32Array(HANDLES_FIRST / 32);

  has(handle: number): boolean {
    const word = handle >>> 5;
    return word < this.#words.length && ((this.#words[word] >>> (handle & 31)) & 1) === 1;
  }

  add(handle: number): void {
    const word = handle >>> 5;
    if (word >= this.#words.length) this.#grow(word);
    const bit = 1 << (handle & 31);
    if ((this.#words[word] & bit) !== 0) return;
    this.#words[word] |= bit;
    this.size++;
  }

  delete(handle: number): void {
    if (!this.has(handle)) return;
    this.#words[handle >>> 5] &= ~(1 << (handle & 31));
    this.size--;
  }

  clear(): void {
    if (this.size === 0) return;
    this.#words.fill(0);
    this.size = 0;
  }

  /** The first that is not below `handle`; −1: none. */
  from(handle: number): number {
    const words = this.#words;
    let word = handle >>> 5;
    if (word >= words.length) return -1;
    let rest = words[word] & (-1 << (handle & 31));
    while (rest === 0) {
      if (++word >= words.length) return -1;
      rest = words[word];
    }
    return word * 32 + 31 - Math.clz32(rest & -rest);
  }

  #grow(word: number): void {
    let length = this.#words.length;
    while (length <= word) length *= 2;
    const wider = new Int32Array(length);
    wider.set(this.#words);
    this.#words = wider;
  }
}
