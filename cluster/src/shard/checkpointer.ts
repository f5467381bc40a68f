import { sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, Frame, Logger, RegionId } from '@atlasnet/schemas';
import type { ProducedFrame, RegionRuntime } from '../core/region-runtime.ts';
import { SnapshotCut } from '../core/snapshot-cut.ts';
import { LIMITS } from '../limits.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { KEPT, oldestKept } from './oldest-kept.ts';

/** Between two pieces of a checkpoint, milliseconds: whatever else is due runs then. */
const PIECE_PAUSE_MS = 1;
/** Between two words of a region about history that the disk cap cost, milliseconds: once it is short, it stays so. */
const DROPPED_WORD_MS = 3_600_000;
/** Part of the interval that a new owner waits at least: its first ticks are its hardest, and an old tail grows. */
const FIRST_WAIT = 0.02;

export interface CheckpointerOptions {
  readonly region: RegionId;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly framesTopic: string;
  readonly checkpoints: CheckpointStore;
  readonly intervalMs: number;
  /** Bytes of frames since the last one after which it is due, too. */
  readonly tailBytesMax: number;
  /** How long ago the region was saved, by the frames since: an owner that soon dies leaves no longer tail. */
  readonly unsavedMs: number;
  /** And the bytes of these frames. */
  readonly unsavedBytes: number;
  /** Frames older than this may be deleted below the older verified checkpoint (L1); 0 keeps all. */
  readonly replayWindowMs: number;
  /** Whether the log nears its disk cap, so that history goes before its time. */
  readonly diskPressed: () => boolean;
}

interface Written {
  /** The first record of the frame that it is checked against: with that one, all after it is kept (L1). */
  readonly from: number;
  /** Of the frame that the cut follows, and of the first chunk. */
  readonly offset: number;
  readonly chunk: number;
  readonly atMs: number;
}

/** Takes and writes a region's checkpoints (C1), and deletes what they make superfluous (L1). */
export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #nextMs: number;
  /** The first cut is not before this. */
  readonly #firstMs: number;
  /** Of the frames since the newest cut. */
  #tailBytes: number;
  /** Whether who took the region over now would have a long tail to read, and this owner may die as young as the last. */
  #isOverdue: boolean;
  /** Of the newest checkpoint. */
  #ownBytes = 0;
  #busy = false;
  #stopped = false;
  #cut: { readonly frame: ProducedFrame; readonly cut: SnapshotCut } | null = null;
  #written: Written[] = [];
  /** Of the newest frame that counts; −1 before the first of this owner. */
  #countedOffset = -1;
  /** When the newest cut was taken. */
  #cutMs = -Infinity;
  /** When the log was last told aloud that the disk cap cost history. */
  #saidMs = -Infinity;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
    const { clock, region, intervalMs, unsavedMs, unsavedBytes } = options;
    // Regions of one process write at different times.
    const turn = (region % 10) / 10;
    const dueMs = intervalMs * (0.5 + turn / 2) - unsavedMs;
    const firstMs = Math.min(intervalMs * FIRST_WAIT, LIMITS.checkpointFirstMs);
    this.#firstMs = clock.monotonicMs() + firstMs + (intervalMs * turn) / 10;
    this.#nextMs = Math.max(clock.monotonicMs() + dueMs, this.#firstMs);
    this.#tailBytes = unsavedBytes;
    this.#isOverdue = dueMs <= 0 || this.#tailIsLong(this.#firstMs);
  }

  /** The next tick takes a cut: whoever takes the region over has nothing else to read. */
  soon(): void {
    this.#nextMs = 0;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Called right after a tick: takes the cut, which is written when that tick's frame counts. */
  produced(runtime: RegionRuntime, frame: ProducedFrame): void {
    const { clock, intervalMs } = this.#options;
    for (const record of frame.records) this.#tailBytes += record.length;
    const nowMs = clock.monotonicMs();
    const isDue = nowMs >= this.#nextMs || this.#tailIsLong(nowMs) || this.#lacksRoom(nowMs);
    if (this.#busy || !isDue) return;
    this.#nextMs = nowMs + intervalMs;
    this.#cutMs = nowMs;
    this.#tailBytes = 0;
    this.#busy = true;
    const { n, hashSlices } = frame.frame;
    this.#cut = { frame, cut: new SnapshotCut(runtime.state, n % hashSlices) };
  }

  /**
   * Near the disk cap a new owner, who knows of too few checkpoints to drop anything, takes them soon: once the
   * log is full no frame counts, and so no checkpoint either.
   */
  #lacksRoom(nowMs: number): boolean {
    if (this.#written.length > KEPT || nowMs < this.#cutMs + LIMITS.pressedCheckpointMs)
      return false;
    return nowMs >= this.#firstMs && this.#options.diskPressed();
  }

  #tailIsLong(nowMs: number): boolean {
    if (nowMs < this.#firstMs) return false;
    const { tailBytesMax } = this.#options;
    return this.#tailBytes >= Math.max(tailBytesMax, this.#ownBytes * LIMITS.checkpointTailRatio);
  }

  /** A frame counts. */
  counted(produced: ProducedFrame, offset: number): void {
    const after = this.#countedOffset;
    this.#countedOffset = offset;
    if (this.#cut?.frame !== produced) return;
    const { cut } = this.#cut;
    this.#cut = null;
    const parts = produced.records.length;
    // Between the parts of a frame may lie copies and what was refused.
    const from = parts === 1 || after < 0 ? offset - (parts - 1) : after + 1;
    void this.#write(cut, produced.frame, { offset, from });
  }

  async #write(
    cut: SnapshotCut,
    frame: Frame,
    { offset, from }: Pick<Written, 'offset' | 'from'>,
  ): Promise<void> {
    const { checkpoints, clock, region } = this.#options;
    try {
      const bytes = await this.#encode(cut);
      if (bytes === null) return;
      this.#ownBytes = bytes.length;
      const at = { region, epoch: frame.epoch, n: frame.n, offset };
      const chunk = await checkpoints.write(at, bytes);
      if (chunk === null || this.#stopped) return;
      this.#written.push({ offset, from, chunk, atMs: clock.monotonicMs() });
      await this.#deleteOld();
    } finally {
      this.#busy = false;
    }
  }

  /** Piece by piece, so that no tick waits for more than one. */
  async #encode(cut: SnapshotCut): Promise<Uint8Array | null> {
    const { checkpointPiecesMax, overduePiecesMax } = LIMITS;
    const steps = cut.encode(this.#isOverdue ? overduePiecesMax : checkpointPiecesMax);
    this.#isOverdue = false;
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await sleep(this.#options.clock, PIECE_PAUSE_MS);
      if (this.#stopped) return null;
    }
  }

  /** Keeps the two newest checkpoints, and frames within the replay window or above them, while the disk has room. */
  async #deleteOld(): Promise<void> {
    const { replayWindowMs, clock, diskPressed, log, framesTopic, region, logger } = this.#options;
    const written = this.#written;
    const pressed = diskPressed();
    const limitMs = replayWindowMs <= 0 ? -Infinity : clock.monotonicMs() - replayWindowMs;
    const times = written.map(({ atMs }) => atMs);
    const drop = oldestKept(times, limitMs, pressed);
    if (drop < 0) return;
    const { from, chunk } = written[drop];
    try {
      await log.deleteBefore(framesTopic, region, from);
      await this.#options.checkpoints.deleteBefore(region, chunk);
      this.#written = written.slice(drop);
      if (pressed) this.#tellDropped(written[drop]);
    } catch (error) {
      logger.debug('old records were not deleted', { region, error: String(error) });
    }
  }

  #tellDropped({ offset, atMs }: Written): void {
    const { clock, logger, region, replayWindowMs } = this.#options;
    const nowMs = clock.monotonicMs();
    const keptMs = Math.round(nowMs - atMs);
    const fields = { region, beforeOffset: offset, keptMs, replayWindowMs };
    const said = nowMs - this.#saidMs < DROPPED_WORD_MS;
    if (!said) this.#saidMs = nowMs;
    logger[said ? 'debug' : 'warn']('the disk cap nears: older history was dropped', fields);
  }
}
