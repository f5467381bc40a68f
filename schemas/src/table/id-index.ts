const FREE = -1;

/**
 * Entity id → slot, by open addressing with linear probing and backward-shift deletion (Knuth,
 * TAOCP 3, 6.4 R). 12 bytes a place at a load of at most one half; a Map of numbers above 2^31 costs
 * 53–101 bytes an entry.
 */
export class IdIndex {
  private keys: Float64Array;
  private slots: Int32Array;
  private mask: number;
  private used = 0;

  constructor(capacity = 16) {
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.keys = new Float64Array(size);
    this.slots = new Int32Array(size).fill(FREE);
    this.mask = size - 1;
  }

  get size(): number {
    return this.used;
  }

  /** The slot of an id, or −1. */
  get(id: number): number {
    const { keys, slots, mask } = this;
    let place = homeOf(id) & mask;
    while (slots[place] !== FREE) {
      if (keys[place] === id) return slots[place];
      place = (place + 1) & mask;
    }
    return FREE;
  }

  /**
   * Gives an id this slot unless it has one, with one search: a search of a large index waits for memory.
   * @returns the slot that it has by now
   */
  claim(id: number, slot: number): number {
    if (this.used * 2 >= this.slots.length) this.grow();
    const { keys, slots, mask } = this;
    let place = homeOf(id) & mask;
    while (slots[place] !== FREE) {
      if (keys[place] === id) return slots[place];
      place = (place + 1) & mask;
    }
    keys[place] = id;
    slots[place] = slot;
    this.used++;
    return slot;
  }

  delete(id: number): boolean {
    const { keys, slots, mask } = this;
    let place = homeOf(id) & mask;
    while (keys[place] !== id || slots[place] === FREE) {
      if (slots[place] === FREE) return false;
      place = (place + 1) & mask;
    }
    this.used--;
    let next = (place + 1) & mask;
    while (slots[next] !== FREE) {
      const distance = (next - homeOf(keys[next])) & mask;
      if (distance >= ((next - place) & mask)) {
        keys[place] = keys[next];
        slots[place] = slots[next];
        place = next;
      }
      next = (next + 1) & mask;
    }
    slots[place] = FREE;
    return true;
  }

  clear(): void {
    this.slots.fill(FREE);
    this.used = 0;
  }

  private grow(): void {
    const { keys, slots } = this;
    this.keys = new Float64Array(slots.length * 2);
    this.slots = new Int32Array(slots.length * 2).fill(FREE);
    this.mask = this.slots.length - 1;
    this.used = 0;
    for (let place = 0; place < slots.length; place++) {
      if (slots[place] !== FREE) this.claim(keys[place], slots[place]);
    }
  }
}

/** Spreads both halves of a 53-bit id over 31 bits. */
function homeOf(id: number): number {
  const low = id | 0;
  const high = (id / 4294967296) | 0;
  let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 15;
  return hash & 0x7fffffff;
}
