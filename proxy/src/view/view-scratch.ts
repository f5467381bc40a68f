import { ByteWriter } from '@atlasnet/schemas';
import { Interest } from './interest.ts';
import { VIEW_MESSAGE_BYTES_MAX } from './view-format.ts';
import { HANDLES_MAX } from './view-handles.ts';
import type { ViewSource } from './view-source.ts';

/** Changes against one baseline, as they are being written. */
export interface ChangeGroup {
  baseline: number;
  /** The client may lack the baseline: it must not take an older value for it. */
  exact: boolean;
  previous: number;
  mask: number;
  /** The mask before that one. */
  other: number;
  open: boolean;
}

/** Handles that the lists have room for at first. */
const HANDLES_FIRST = 1024;

/** What several clients of one source share while their views are built, one after the other. */
export class ViewScratch {
  readonly source: ViewSource;
  readonly interest: Interest;
  readonly writer = new ByteWriter(VIEW_MESSAGE_BYTES_MAX * 2);
  // Lists of handles, each with its count: emptying an array would be a call into the engine.
  spawns = new Int32Array(HANDLES_FIRST);
  spawnCount = 0;
  despawns = new Int32Array(HANDLES_FIRST);
  despawnCount = 0;
  /** Handles that have changed values to be sent. */
  changed = new Int32Array(HANDLES_FIRST);
  changedCount = 0;
  /** Handles whose baseline is not the common one, each one number with it: numbers sort without a callback. */
  #others = new Float64Array(HANDLES_FIRST);
  otherCount = 0;
  /** What the message that is being written says: handle × 4 + what, `saidCount` of them. */
  said: Int32Array = new Int32Array(256);
  saidCount = 0;

  constructor(source: ViewSource, marginM?: number) {
    this.source = source;
    this.interest = new Interest(source, marginM);
  }

  /** Empties the lists; each then has room for so many handles. */
  begin(handles: number): void {
    this.spawnCount = 0;
    this.despawnCount = 0;
    this.changedCount = 0;
    this.otherCount = 0;
    if (handles <= this.changed.length) return;
    this.spawns = new Int32Array(handles * 2);
    this.despawns = new Int32Array(handles * 2);
    this.changed = new Int32Array(handles * 2);
    this.#others = new Float64Array(handles * 2);
  }

  addOther(handle: number, baseline: number): void {
    // Ages are small where ticks are not: both fit 53 bits.
    this.#others[this.otherCount++] = (baseline - this.source.tick) * HANDLES_MAX + handle;
  }

  /** By baseline, the oldest first, then by handle. */
  sortOthers(): void {
    if (this.otherCount > 1) this.#others.subarray(0, this.otherCount).sort();
  }

  /** The handle of one of them. */
  other(index: number): number {
    const other = this.#others[index];
    return other - Math.floor(other / HANDLES_MAX) * HANDLES_MAX;
  }

  say(entry: number): void {
    if (this.saidCount === this.said.length) {
      const wider = new Int32Array(this.saidCount * 2);
      wider.set(this.said);
      this.said = wider;
    }
    this.said[this.saidCount++] = entry;
  }
}
