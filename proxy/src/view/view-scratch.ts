import { ByteWriter } from '@atlasnet/schemas';
import { BaselineGroups } from './baseline-groups.ts';
import { HandleSet } from './handle-set.ts';
import { Interest } from './interest.ts';
import { VIEW_MESSAGE_BYTES_MAX } from './view-format.ts';
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

/** What an update of a walker takes at most, and what a view more counts in what is taken to be its cost. */
const UPDATE_BYTES_FIRST = 6;
const UPDATE_BYTES_WEIGHT = 1 / 16;

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
  /** Who of a crowd is told of. */
  readonly picked = new HandleSet();
  /** What one of them costs, as of late. */
  updateBytes = UPDATE_BYTES_FIRST;
  /** Whose baseline is not the common one. */
  readonly others = new BaselineGroups();
  /** What the message that is being written says: handle × 4 + what, `saidCount` of them. */
  said: Int32Array = new Int32Array(256);
  saidCount = 0;
  /** Bytes of the view's messages so far. */
  sentBytes = 0;

  constructor(source: ViewSource, marginM?: number) {
    this.source = source;
    this.interest = new Interest(source, marginM);
  }

  /** Empties the lists; each then has room for so many handles. */
  begin(handles: number): void {
    this.spawnCount = 0;
    this.despawnCount = 0;
    this.changedCount = 0;
    this.others.begin(handles);
    this.sentBytes = 0;
    if (handles <= this.changed.length) return;
    this.spawns = new Int32Array(handles * 2);
    this.despawns = new Int32Array(handles * 2);
    this.changed = new Int32Array(handles * 2);
  }

  /** A view of `picked`, and of no more, was sent. */
  learnBytes(): void {
    if (this.picked.size === 0) return;
    this.updateBytes +=
      (this.sentBytes / this.picked.size - this.updateBytes) * UPDATE_BYTES_WEIGHT;
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
