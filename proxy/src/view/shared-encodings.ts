/** The encoded form of an entity, or of what changed of it, in the bytes of its source. */
export interface EncodedEntity {
  start: number;
  end: number;
  /** Components in it; 0 when nothing differs. */
  mask: number;
}

/** What is known of one: so many numbers, at these places, side by side as they are read together. */
const FIELDS = 4;
const UPDATE = 0;
const START = 1;
const END = 2;
const MASK = 3;

/** Where encoded entities of this tick are, by a number each; all are forgotten at the next. */
export class SharedEncodings {
  #fields = new Int32Array(0);
  /** Of the source, modulo 2³²: none is asked for so many updates later. */
  #update = 0;

  /** Nothing is encoded yet. */
  clear(): void {
    this.#update = (this.#update + 1) | 0;
  }

  /** Makes room for so many, and forgets all. */
  resize(count: number): void {
    this.#fields = new Int32Array(count * FIELDS);
    this.#update = 1;
  }

  /** @returns false when it is not encoded yet; else `into` says where it is */
  get(at: number, into: EncodedEntity): boolean {
    const fields = this.#fields;
    const first = at * FIELDS;
    if (fields[first + UPDATE] !== this.#update) return false;
    into.start = fields[first + START];
    into.end = fields[first + END];
    into.mask = fields[first + MASK];
    return true;
  }

  put(at: number, { start, end, mask }: EncodedEntity): void {
    const fields = this.#fields;
    const first = at * FIELDS;
    fields[first + UPDATE] = this.#update;
    fields[first + START] = start;
    fields[first + END] = end;
    fields[first + MASK] = mask;
  }
}
