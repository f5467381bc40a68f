/** Entities that there is room for at first. */
const FIRST = 1024;
/** Groups with a key below this are found at once, which are all of whom the client was told lately. */
const KEYS = 128;

/**
 * Entities of one view by the baselines that their differences count from: in a crowd most have another than the
 * common one, and all have one of a few. Within a group they are in the order in which they came.
 */
export class BaselineGroups {
  count = 0;
  /** Age of the baseline × 2 + whether the client may lack it, by group. */
  #keys = new Float64Array(FIRST);
  /** First and last of a group, by group. */
  #firsts = new Int32Array(FIRST);
  #lasts = new Int32Array(FIRST);
  /** Group + 1 by key; 0: none. */
  readonly #byKey = new Int32Array(KEYS);
  #handles = new Int32Array(FIRST);
  /** The next of the same group; −1: none. */
  #nexts = new Int32Array(FIRST);
  #used = 0;

  /** Empties all; there is room for so many then. */
  begin(most: number): void {
    for (let group = 0; group < this.count; group++) {
      if (this.#keys[group] < KEYS) this.#byKey[this.#keys[group]] = 0;
    }
    this.count = 0;
    this.#used = 0;
    if (most <= this.#handles.length) return;
    this.#keys = new Float64Array(most * 2);
    this.#firsts = new Int32Array(most * 2);
    this.#lasts = new Int32Array(most * 2);
    this.#handles = new Int32Array(most * 2);
    this.#nexts = new Int32Array(most * 2);
  }

  /** @param age of the baseline, ticks @param isUnsure whether the client may lack it */
  add(handle: number, age: number, isUnsure: boolean): void {
    const key = age * 2 + (isUnsure ? 1 : 0);
    const at = this.#used++;
    this.#handles[at] = handle;
    this.#nexts[at] = -1;
    const group = this.#find(key);
    if (group < 0) this.#open(key, at);
    else {
      this.#nexts[this.#lasts[group]] = at;
      this.#lasts[group] = at;
    }
  }

  age(group: number): number {
    return Math.floor(this.#keys[group] / 2);
  }

  isUnsure(group: number): boolean {
    return this.#keys[group] % 2 === 1;
  }

  /** The place of a group's first. */
  first(group: number): number {
    return this.#firsts[group];
  }

  /** The place of the next in its group; −1: it was the last. */
  next(place: number): number {
    return this.#nexts[place];
  }

  handle(place: number): number {
    return this.#handles[place];
  }

  #find(key: number): number {
    if (key < KEYS) return this.#byKey[key] - 1;
    let group = this.count - 1;
    while (group >= 0 && this.#keys[group] !== key) group--;
    return group;
  }

  #open(key: number, at: number): void {
    const group = this.count++;
    this.#keys[group] = key;
    this.#firsts[group] = at;
    this.#lasts[group] = at;
    if (key < KEYS) this.#byKey[key] = group + 1;
  }
}
