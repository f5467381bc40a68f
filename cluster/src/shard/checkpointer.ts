import { sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, Frame, IncarnationId, Logger, RegionId } from '@atlasnet/schemas';
import type { ProducedFrame, RegionRuntime } from '../core/region-runtime.ts';
import { SnapshotCut } from '../core/snapshot-cut.ts';
import { LIMITS } from '../limits.ts';
import type { CheckpointPlace, CheckpointStore } from './checkpoint-store.ts';
import { frameStart } from './frame-at.ts';
import type { RoomMaker } from './frame-writer.ts';
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
  readonly incarnation: IncarnationId;
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
  /** The verified checkpoint that the owner began from; null: it read the log from its start. */
  readonly base: CheckpointPlace | null;
}

interface Written extends CheckpointPlace {
  readonly atMs: number;
}

/** Takes and writes a region's checkpoints (C1), and deletes what they make superfluous (L1). */
export class Checkpointer implements RoomMaker {
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
  /** Verified ones that the topic holds, oldest first: the one that the owner began from, and its own. */
  #written: Written[] = [];
  /** Whether the topic may hold checkpoints of owners before, below these. */
  #inherits = true;
  full = false;
  /** When the newest cut was taken. */
  #cutMs = -Infinity;
  /** When the log was last told aloud that the disk cap cost history. */
  #saidMs = -Infinity;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
    const { clock, region, intervalMs, unsavedMs, unsavedBytes, base } = options;
    // Regions of one process write at different times.
    const turn = (region % 10) / 10;
    const dueMs = intervalMs * (0.5 + turn / 2) - unsavedMs;
    const firstMs = Math.min(intervalMs * FIRST_WAIT, LIMITS.checkpointFirstMs);
    this.#firstMs = clock.monotonicMs() + firstMs + (intervalMs * turn) / 10;
    this.#nextMs = Math.max(clock.monotonicMs() + dueMs, this.#firstMs);
    this.#tailBytes = unsavedBytes;
    if (base) this.#written.push({ ...base, atMs: clock.monotonicMs() - unsavedMs });
    this.#isOverdue = dueMs <= 0 || this.#tailIsLong(this.#firstMs);
  }

  /** The next tick takes a cut: whoever takes the region over has nothing else to read. */
  soon(): void {
    this.#nextMs = 0;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Whether a tick is to run for its cut, however many frames wait: with the checkpoint history goes. */
  get wantsTick(): boolean {
    if (!this.full || this.#busy) return false;
    return this.#options.clock.monotonicMs() >= this.#cutMs + LIMITS.pressedCheckpointMs;
  }

  /** A cut waits for a frame to count. */
  get makesRoom(): boolean {
    return this.#cut !== null;
  }

  /** Called right after a tick: takes the cut, which is written when that tick's frame counts. */
  produced(runtime: RegionRuntime, frame: ProducedFrame): void {
    const { clock, intervalMs } = this.#options;
    for (const record of frame.records) this.#tailBytes += record.length;
    const nowMs = clock.monotonicMs();
    const isDue = nowMs >= this.#nextMs || this.#tailIsLong(nowMs) || this.#lacksRoom(nowMs);
    if (this.#busy || !(isDue || this.wantsTick)) return;
    this.#nextMs = nowMs + intervalMs;
    this.#cutMs = nowMs;
    this.#tailBytes = 0;
    this.#busy = true;
    const { n, hashSlices } = frame.frame;
    this.#cut = { frame, cut: new SnapshotCut(runtime.state, n % hashSlices) };
  }

  /**
   * Near the disk cap an owner with nothing left to drop takes the next checkpoint soon, so that history can go
   * before the log is full and the region waits.
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
    if (this.#cut?.frame !== produced) return;
    const { cut } = this.#cut;
    this.#cut = null;
    void this.#write(cut, produced.frame, offset);
  }

  async #write(cut: SnapshotCut, frame: Frame, offset: number): Promise<void> {
    const { checkpoints, clock, region } = this.#options;
    try {
      const bytes = await this.#encode(cut);
      if (bytes === null) return;
      this.#ownBytes = bytes.length;
      const at = { region, epoch: frame.epoch, n: frame.n, offset };
      const chunk = await checkpoints.write(at, bytes);
      if (chunk === null || this.#stopped) return;
      this.#written.push({ offset, chunk, atMs: clock.monotonicMs() });
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
    const { replayWindowMs, clock, diskPressed, region, logger } = this.#options;
    const written = this.#written;
    const pressed = this.full || diskPressed();
    const limitMs = replayWindowMs <= 0 ? -Infinity : clock.monotonicMs() - replayWindowMs;
    const times = written.map(({ atMs }) => atMs);
    const drop = oldestKept(times, limitMs, pressed);
    try {
      if (drop < 0) {
        await this.#deleteInherited();
        return;
      }
      await this.#deleteBelow(written[drop]);
      this.#written = written.slice(drop);
      this.#inherits = false;
      if (pressed) this.#tellDropped(written[drop]);
    } catch (error) {
      logger.debug('old records were not deleted', { region, error: String(error) });
    }
  }

  /**
   * What owners before have written is older than the replay window once this one has not lived for so long: by the
   * log's time, as nobody's clock was there.
   */
  async #deleteInherited(): Promise<void> {
    const { replayWindowMs, checkpoints, region } = this.#options;
    const written = this.#written;
    if (!this.#inherits || replayWindowMs <= 0 || written.length < KEPT) return;
    const nowMs = await checkpoints.timeOf(region, written[written.length - 1].chunk);
    if (nowMs === null) return;
    const below = written[0].chunk;
    const oldest = await checkpoints.newestBefore(region, below, nowMs - replayWindowMs);
    if (oldest && !this.#stopped) await this.#deleteBelow(oldest);
  }

  async #deleteBelow({ offset, chunk }: CheckpointPlace): Promise<void> {
    const { log, checkpoints, framesTopic, region } = this.#options;
    // An owner before may have died between the two deletions.
    if (offset > (await log.bounds(framesTopic, region)).startOffset) {
      const start = await frameStart({ ...this.#options, topic: framesTopic }, offset);
      await log.deleteBefore(framesTopic, region, start);
    }
    await checkpoints.deleteBefore(region, chunk);
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
