import { ByteWriter } from '@atlasnet/schemas';
import { Interest } from './interest.ts';
import { VIEW_MESSAGE_BYTES_MAX } from './view-format.ts';
import type { ViewSource } from './view-source.ts';

/** A message on its way; used again, since there are tens of thousands a second. */
export class Pending {
  /** The number by which acks speak of it. */
  message = 0;
  tick = 0;
  /** handle × 4 + what was said; `count` of them. */
  said: Int32Array = new Int32Array(64);
  count = 0;

  say(entry: number): void {
    if (this.count === this.said.length) {
      const wider = new Int32Array(this.count * 2);
      wider.set(this.said);
      this.said = wider;
    }
    this.said[this.count++] = entry;
  }
}

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

/** What several clients of one source share while their views are built, one after the other. */
export class ViewScratch {
  readonly source: ViewSource;
  readonly interest: Interest;
  readonly writer = new ByteWriter(VIEW_MESSAGE_BYTES_MAX * 2);
  readonly spawns: number[] = [];
  readonly despawns: number[] = [];
  /** Handles that have changed values to be sent. */
  changed = new Int32Array(1024);
  /** Handles whose baseline is not the common one, and their baselines. */
  readonly others: number[] = [];
  readonly pendings: Pending[] = [];

  constructor(source: ViewSource, marginM?: number) {
    this.source = source;
    this.interest = new Interest(source, marginM);
  }
}
