import type { LogRecord } from '@atlasnet/schemas';
import { RECENT_BYTES_MAX } from './limits.ts';

/** A partition's newest records, so that those who follow its end do not read the disk. */
export class RecentRecords {
  #records: LogRecord[] = [];
  #first = 0;
  #bytes = 0;

  push(record: LogRecord): void {
    this.#records.push(record);
    this.#bytes += record.value.length;
    while (this.#bytes > RECENT_BYTES_MAX && this.#first < this.#records.length - 1) {
      this.#bytes -= this.#records[this.#first]?.value.length ?? 0;
      this.#first += 1;
    }
    // Dropped entries go in one step now and then: a shift per record would move the whole list.
    if (this.#first > 1024 || 2 * this.#first > this.#records.length) {
      this.#records = this.#records.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Records from an offset on, at least one; null when the offset is not among them. */
  read(fromOffset: number, bytesMax: number): readonly LogRecord[] | null {
    const oldest = this.#records[this.#first];
    if (oldest === undefined || fromOffset < oldest.offset) return null;
    const from = this.#first + fromOffset - oldest.offset;
    let bytes = 0;
    let to = from;
    for (; to < this.#records.length; to++) {
      bytes += this.#records[to]?.value.length ?? 0;
      if (to > from && bytes > bytesMax) break;
    }
    return to === from ? null : this.#records.slice(from, to);
  }
}
