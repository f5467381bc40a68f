import { sleep } from '@atlasnet/schemas';
import type {
  Announcement,
  Frame,
  FrameSlice,
  Link,
  RegionDelivery,
  RegionId,
  RegionLoad,
  SessionAttach,
  SessionDetach,
} from '@atlasnet/schemas';
import type { ProducedFrame } from '../core/region-runtime.ts';
import { RegionRuntime } from '../core/region-runtime.ts';
import { LIMITS } from '../limits.ts';
import { Checkpointer } from './checkpointer.ts';
import { claimRegion } from './claim-region.ts';
import { Closing } from './closing.ts';
import { DirectoryWriter } from './directory-writer.ts';
import { FrameWriter } from './frame-writer.ts';
import { JobCourier } from './job-courier.ts';
import { LoadMeter, stopwatches } from './load-meter.ts';
import { RegionNeighbourhood } from './neighbourhood.ts';
import { Orphans } from './orphans.ts';
import { OutboxCourier } from './outbox-courier.ts';
import { Publisher } from './publisher.ts';
import type { RegionHostOptions } from './region-host-options.ts';
import { recoverPatiently } from './recovery.ts';
import type { Recovered } from './recovery.ts';
import type { RegionTail } from './region-tail.ts';
import { TickDue } from './tick-due.ts';
import { TickPace } from './tick-pace.ts';
import { roundedTimes } from './takeover-times.ts';
import type { TakeoverTimes } from './takeover-times.ts';

/** A region that runs no tick appends an empty frame this often, milliseconds (T2). */
const EMPTY_FRAME_MS = 500;

/**
 * One region in the hands of this process: claims it, rebuilds its state, ticks it, shows what counts.
 */
export class RegionHost {
  readonly region: RegionId;
  readonly epoch: number;
  readonly #options: RegionHostOptions;
  readonly #abort = new AbortController();
  readonly #meter = new LoadMeter();
  readonly #closing = new Closing();
  readonly #due: TickDue;
  /** What came in while the region was taken over. */
  #early: { readonly link: Link; readonly take: () => void }[] = [];
  #neighbourhood: RegionNeighbourhood | null = null;
  #orphans: Orphans | null = null;
  #runtime: RegionRuntime | null = null;
  #publisher: Publisher | null = null;
  #writer: FrameWriter | null = null;
  #courier: OutboxCourier | null = null;
  #jobs: JobCourier | null = null;
  #checkpointer: Checkpointer | null = null;
  #directory: DirectoryWriter | null = null;
  #producedMs = 0;
  pace: TickPace | null = null;
  times: TakeoverTimes | null = null;
  /** Ticks not run because the log did not take frames. */
  stalledTicks = 0;
  handoffs = 0;
  lastFrame: Frame | null = null;

  constructor(options: RegionHostOptions) {
    this.#options = options;
    this.region = options.region;
    this.epoch = options.epoch;
    this.#due = new TickDue(options.clock, options.schema.tickMs);
  }

  get runtime(): RegionRuntime | null {
    return this.#runtime;
  }

  get publisher(): Publisher | null {
    return this.#publisher;
  }

  get neighbourhood(): RegionNeighbourhood | null {
    return this.#neighbourhood;
  }

  /** Frames that ran ahead of the log. */
  get depth(): number {
    return this.#writer?.depth ?? 0;
  }

  /**
   * Whether it ticks, so that it goes on until the next owner's claim is in the log: what it appends
   * after that does not come at the next offset (O4), and it ends.
   */
  get goesOnToClaim(): boolean {
    return this.#runtime !== null && this.lastFrame !== null && !this.#runtime.state.closed;
  }

  /**
   * Takes what is for the region's owner once it is ready, in order.
   * @returns false when the region is not this process's, or too much waits
   */
  whenReady(link: Link, take: () => void): boolean {
    if (this.#abort.signal.aborted) return false;
    if (this.#runtime) take();
    else if (this.#early.length < LIMITS.earlyMessages) this.#early.push({ link, take });
    else return false;
    return true;
  }

  /**
   * Claims and recovers; resolves when the region is ready to tick, or was stopped.
   * @param standby what this process kept warm of the region (C3)
   */
  async takeOver(standby: RegionTail | null): Promise<void> {
    const { clock, logger, region, epoch } = this.#options;
    const started = clock.monotonicMs();
    if (!(await this.#options.assigned(this.#abort.signal))) {
      this.stop('the region was assigned anew before it was claimed');
      return;
    }
    const claimOffset = await claimRegion(this.#options, this.#abort.signal);
    if (claimOffset === null) return;
    const claimed = clock.monotonicMs();
    const { topics, ...rest } = this.#options;
    const recovery = { ...rest, topic: topics.frames, claimOffset };
    const recovered = await recoverPatiently(recovery, standby, this.#abort.signal);
    await this.#waitForMap();
    if (this.#abort.signal.aborted) return;
    if (!recovered) {
      this.stop('its claim is not the current one');
      return;
    }
    this.times = {
      from: recovered.from,
      claimMs: claimed - started,
      checkpointMs: recovered.checkpointMs,
      tailMs: recovered.tailMs,
      tailFrames: recovered.tailFrames,
    };
    logger.info('region taken over', {
      region,
      epoch,
      tick: recovered.state.tick,
      entities: recovered.state.table.count,
      ...roundedTimes(this.times),
    });
    this.#begin(recovered, claimOffset);
    for (const { take } of this.#early.splice(0)) take();
  }

  /** P1: the first map holds once its regions are claimed, so the first claims come before it. */
  async #waitForMap(): Promise<void> {
    const { mapAt, clock } = this.#options;
    while (!mapAt(Number.MAX_SAFE_INTEGER) && (await sleep(clock, 10, this.#abort.signal)));
  }

  #begin(recovered: Recovered, claimOffset: number): void {
    const { region, schema, clock, topics } = this.#options;
    const { state, tail } = recovered;
    const map = this.#options.mapAt(state.tick) ?? this.#options.mapAt(Number.MAX_SAFE_INTEGER);
    if (!map) throw new Error('a region is assigned before there is a map');
    const neighbourhood = new RegionNeighbourhood({
      schema,
      region,
      clock,
      send: this.#options.send,
      isOwn: (entity) => state.table.slotOf(entity) >= 0,
      reached: (other) => runtime.inbox.reached(other, state.inbox.get(other) ?? 0),
      heard: (slice) => this.#closing.heard(slice, () => this.#options.closingView(region)),
    });
    // P3: an id that a map names again goes on from where it was closed.
    if (this.#options.closingView(region).absentSince < 0) state.closed = false;
    const runtime = new RegionRuntime({
      ...this.#options,
      epoch: this.epoch as never,
      state,
      map,
      neighbourhood,
      ...stopwatches(clock),
    });
    this.#neighbourhood = neighbourhood;
    this.pace = new TickPace(neighbourhood, this.#options.ready);
    this.#runtime = runtime;
    const publisher = new Publisher(runtime, tail, this.#due);
    this.#publisher = publisher;
    this.#orphans = new Orphans(clock, runtime, (session) => publisher.isAttached(session));
    this.#courier = new OutboxCourier({ region, clock, state, send: this.#options.send });
    const { jobLimitTicks, sendJob } = this.#options;
    this.#jobs = new JobCourier({ clock, state, jobLimitTicks, send: sendJob });
    const checkpointer = new Checkpointer({
      ...this.#options,
      ...recovered,
      framesTopic: topics.frames,
      intervalMs: this.#options.checkpointIntervalMs,
      tailBytesMax: this.#options.checkpointTailBytes,
      unsavedMs: recovered.unsavedFrames * schema.tickMs,
    });
    this.#checkpointer = checkpointer;
    this.#directory = new DirectoryWriter(this.#options);
    this.#writer = new FrameWriter({
      ...this.#options,
      topic: topics.frames,
      nextOffset: claimOffset + 1,
      room: checkpointer,
      counted: (frame, offset, appendMs) => this.#onCounted(frame, offset, appendMs),
      stopped: (reason) => this.stop(reason),
    });
    this.#producedMs = clock.monotonicMs();
  }

  /**
   * Runs the ticks that are due, unless frames queue up, which it says, or neighbours are a little late.
   * @param position world time in ticks, @returns in how many more it must be looked at again
   */
  tickTo(position: number): number {
    const { runtime } = this;
    if (!runtime || !this.#writer || !this.pace || this.#abort.signal.aborted) return Infinity;
    const due = Math.floor(position);
    this.#due.know(position);
    const { state } = runtime;
    // P1: before the first map holds, nobody ticks.
    if (state.closed || !this.#options.mapAt(due)) return Infinity;
    if (state.tick === 0) state.tick = Math.max(0, due - 1);
    let next = due - state.tick > LIMITS.catchUpTicks ? due : state.tick + 1;
    for (; next <= due; next++) {
      if (this.depth >= this.#options.runAheadTicks && !this.#checkpointer?.wantsTick) {
        this.stalledTicks++;
        return Infinity;
      }
      const held = this.pace.hold(next, state.tick, position);
      if (held > 0) return held;
      this.#runOne(runtime, next);
      // The append of the first frame must not wait for the ticks after it.
      if (this.lastFrame === null) break;
    }
    return Infinity;
  }

  deliver(delivery: RegionDelivery): void {
    this.#runtime?.deliver(delivery);
    this.pace?.heard();
  }

  slice(slice: FrameSlice): void {
    this.#neighbourhood?.slice(slice);
    this.pace?.heard();
  }

  announced(announcement: Announcement): void {
    this.#neighbourhood?.announced(announcement);
    this.pace?.heard();
  }

  /** A process says that it does not own a region that this one reads or writes to. */
  notOwner(region: RegionId): void {
    this.#courier?.refused(region);
    this.#neighbourhood?.refused(region);
  }

  #runOne(runtime: RegionRuntime, tick: number): void {
    const map = this.#options.mapAt(tick);
    if (map && map.version !== runtime.map.version) runtime.setMap(map);
    this.#neighbourhood?.beginTick();
    runtime.queuedFrames = this.depth;
    runtime.closing =
      this.depth === 0 && this.#closing.mayClose(() => this.#options.closingView(this.region));
    const produced = runtime.runTick(tick);
    this.#meter.add(produced);
    this.#publisher?.produced(produced);
    // Its append is under way while the rest is done, which takes a new owner of many some milliseconds.
    this.#write(produced);
    this.#neighbourhood?.announce(produced.frame);
    this.#checkpointer?.produced(runtime, produced);
    this.#directory?.produced(runtime.state, produced);
    for (const fault of produced.frame.faults) {
      this.#options.logger.warn('a hook failed; its changes were undone', {
        region: this.region,
        tick,
        ...fault,
      });
    }
  }

  #write(produced: ProducedFrame): void {
    this.#producedMs = this.#options.clock.monotonicMs();
    this.#writer?.write(produced);
  }

  /** T2: a region whose clock is behind its last tick shows that it is there, with empty frames. */
  #maybeEmptyFrame(runtime: RegionRuntime): void {
    const silentMs = this.#options.clock.monotonicMs() - this.#producedMs;
    if (silentMs < EMPTY_FRAME_MS || this.depth > 0 || runtime.state.closed) return;
    if (runtime.state.tick === 0) return;
    const produced = runtime.emptyFrame();
    this.#publisher?.produced(produced);
    this.#write(produced);
  }

  #onCounted(produced: ProducedFrame, offset: number, appendMs: number): void {
    const { frame } = produced;
    if (this.#runtime) this.#runtime.appendMicros = appendMs * 1000;
    this.lastFrame = frame;
    this.handoffs += frame.departures.length;
    this.#closing.counted(offset, frame.holdsNothing);
    this.#publisher?.counted(produced, offset);
    this.#courier?.counted(frame);
    this.#jobs?.counted(frame);
    this.#checkpointer?.counted(produced, offset);
    this.#directory?.counted(produced, offset);
  }

  /** Called every few ticks: reads neighbours, sends again what was not confirmed (M2). */
  maintain(): void {
    const { runtime } = this;
    if (!runtime) return;
    this.#neighbourhood?.update(runtime.map, this.#headersWanted(runtime));
    this.#maybeEmptyFrame(runtime);
    this.#orphans?.look();
    this.#courier?.maintain();
    this.#jobs?.maintain();
  }

  /** Regions whose frames matter beside the neighbours': targets of messages, and those that close. */
  #headersWanted(runtime: RegionRuntime): Set<number> {
    const wanted = new Set<number>(runtime.state.outbox.keys());
    for (const region of runtime.awaitedRegions) wanted.add(region);
    for (const region of this.#options.releasedRegions()) {
      if (region !== this.region) wanted.add(region);
    }
    const closing = this.#options.closingView(this.region);
    if (closing.absentSince >= 0) for (const region of closing.others) wanted.add(region);
    return wanted;
  }

  /** The owner of another region changed: everything unconfirmed goes to the new one. */
  ownerChanged(region: RegionId): void {
    this.#courier?.ownerChanged(region);
    this.#neighbourhood?.lost(region);
  }

  attach(link: Link, request: SessionAttach): void {
    if (!this.#runtime || !this.#publisher) return;
    const { session, account, generation, avatar, resume } = request;
    this.#publisher.attach(link, session, avatar);
    this.#runtime.attach({ session, account, generation, resume });
  }

  detach(link: Link, request: SessionDetach): void {
    this.#publisher?.detach(link, request.session);
    this.#runtime?.leave(request);
  }

  /** A link closed: its sessions linger unless a proxy attaches them again soon. */
  linkClosed(link: Link): void {
    this.#early = this.#early.filter((each) => each.link !== link);
    this.#publisher?.drop(link);
  }

  /** The next tick takes a cut: whoever takes the region over has nothing else to read. */
  checkpointSoon(): void {
    this.#checkpointer?.soon();
  }

  /** The store lost what it held: this region's part of it is written again. */
  storeLost(): void {
    this.#checkpointer?.soon();
    this.#directory?.soon();
  }

  load(process: Uint8Array): RegionLoad | null {
    const { runtime } = this;
    return runtime && this.#meter.take(runtime, this.epoch, this.lastFrame?.n ?? 0, process);
  }

  /** Shows nothing any more and drops the state; the log has it. */
  stop(reason: string): void {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort();
    this.#writer?.stop();
    this.#checkpointer?.stop();
    this.#runtime = null;
    this.#options.stopped(reason);
  }
}
