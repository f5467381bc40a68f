import type { InvariantReport, ProcessRegistry, RegisteredProcess } from '@atlasnet/cluster';
import { verifyLog } from '@atlasnet/replay';
import { isTransient, sleep } from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  ProcessControl,
  ProcessId,
  RegionId,
  StateStore,
} from '@atlasnet/schemas';
import type { DrillClient } from './drill-client.ts';
import { TAKEOVER_MS } from './drill-limits.ts';
import type { DrillLimits, SeenBy } from './drill-limits.ts';
import { FramesSince } from './frames-since.ts';
import type { OwnerChange } from './frames-since.ts';
import type { KafkaBrokers } from './kafka-brokers.ts';
import { refused } from './local-process.ts';
import type { Mends } from './mends.ts';

/** A drill that is not through by then has failed, milliseconds. */
const LIMIT_MS = 60_000;
/** Between two looks at the log and the registry, milliseconds. */
const LOOK_MS = 100;
/** Before the fault the log is read so often, so many milliseconds apart: its clock is compared with the drill's. */
const CLOCK_LOOKS = 40;
const CLOCK_LOOK_MS = 10;

/** The running cluster that a drill is held on. */
export interface DrillParts {
  readonly world: string;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly registry: ProcessRegistry;
  readonly incarnation: IncarnationId;
  /** Null when none is wanted, or none could be had; why was said. */
  readonly client: DrillClient | null;
  /** Whether what a client sees is judged, too. */
  readonly wantsClient: boolean;
  readonly limits: DrillLimits;
  /** Shards that are to keep each region warm. */
  readonly standbys: number;
  /** What is broken and has to be brought back, whatever ends the drill. */
  readonly mends: Mends;
  readonly print: (line: string) => void;
  /** Starts processes with the cluster's configuration. */
  readonly processes: ProcessControl;
  /** Null: the log is the embedded one. */
  readonly kafka: KafkaBrokers | null;
  /** `host:port` of the log, or of every broker, and of the store. */
  readonly serviceAddresses: () => Promise<readonly string[]>;
}

/** One drill under way: what happened, by the log's clock, what was compared, and what is wrong about it. */
export class Drill {
  readonly parts: DrillParts;
  readonly frames: FramesSince;
  readonly #wrong: string[] = [];
  #compared = 0;
  /** When the fault began, Unix milliseconds of the log's clock. */
  faultMs = 0;

  private constructor(parts: DrillParts, frames: FramesSince) {
    this.parts = parts;
    this.frames = frames;
  }

  /** @throws AtlasError ATLAS_DRILL_REFUSED when the world does not tick */
  static async begin(parts: DrillParts): Promise<Drill> {
    const { world, clock } = parts;
    const drill = new Drill(parts, await FramesSince.begin(parts));
    if (!(await drill.allTickAfter(0))) {
      throw refused(
        `the world ${world} does not tick`,
        'Mend it first: a drill needs a world that is well.',
      );
    }
    for (let look = 0; look < CLOCK_LOOKS; look++) {
      await drill.#read();
      await sleep(clock, CLOCK_LOOK_MS);
    }
    return drill;
  }

  get regions(): readonly RegionId[] {
    return this.frames.regions;
  }

  /** This moment, by the log's clock. */
  get nowMs(): number {
    return this.frames.logClock.fromOwn(this.parts.clock.wallMs());
  }

  /** The moment of the fault. */
  now(): void {
    this.faultMs = this.nowMs;
  }

  /** Looks until it is so, reading the log on; false, and remembered, when it did not come. */
  async until(what: string, isSo: () => Promise<boolean>, limitMs = LIMIT_MS): Promise<boolean> {
    const { clock } = this.parts;
    const end = clock.monotonicMs() + limitMs;
    while (clock.monotonicMs() < end) {
      const seen = await this.#read();
      if (seen && (await isSo())) return true;
      await sleep(clock, LOOK_MS);
    }
    this.fails(`not within ${limitMs / 1000} s: ${what}`);
    return false;
  }

  /** Every region ticks after a moment of the log's clock. */
  allTickAfter(atMs: number): Promise<boolean> {
    return this.until('every region ticks', () => Promise.resolve(this.frames.tickedSince(atMs)));
  }

  /** When the last of all regions had its first tick after a moment; both by the log's clock. */
  lastOfFirstTicks(atMs: number): number {
    return Math.max(...this.regions.map((region) => this.frames.firstTickAfter(region, atMs)));
  }

  /** Every one of the regions is ticked under an epoch of after the fault, by another process. */
  takenOver(regions: readonly RegionId[]): Promise<boolean> {
    return this.until('the regions are taken over', () =>
      Promise.resolve(regions.every((region) => this.#takeover(region) !== null)),
    );
  }

  /** Holds how long the regions did not tick against what is wanted, those with a standby by its limit. */
  judgeTakeovers(regions: readonly RegionId[], warm: ReadonlySet<RegionId>, seen: SeenBy): void {
    for (const how of ['warm', 'cold'] as const) {
      const own = regions.filter((region) => warm.has(region) === (how === 'warm'));
      const times = own.flatMap((region) => this.#takeover(region)?.tickedMs ?? []);
      if (times.length === 0) continue;
      const what = `regions ${own.join(', ')} tick again (${how}, seen by ${seen})`;
      this.judge(what, Math.max(...times) - this.faultMs, TAKEOVER_MS[seen][how]);
    }
  }

  /** Holds a time against its limit, or against the one that was given for how soon regions tick. */
  judge(what: string, ms: number, ownLimitMs: number, given = this.parts.limits.tickMs): void {
    const limitMs = given ?? ownLimitMs;
    this.#compared += 1;
    this.parts.print(`${what}: ${Math.round(ms)} ms, at most ${limitMs} ms are wanted`);
    if (!(ms <= limitMs)) this.fails(`${what}: ${Math.round(ms)} ms, over ${limitMs} ms`);
  }

  /** Notes that something was compared, and what is wrong if it is not so. */
  expect(isSo: boolean, why: string): void {
    this.#compared += 1;
    if (!isSo) this.fails(why);
  }

  fails(why: string): void {
    this.#wrong.push(why);
  }

  async find(id: ProcessId): Promise<RegisteredProcess | null> {
    return this.parts.registry.find(id).catch(() => null);
  }

  /** Prints the phases of every takeover, what the client saw and the checker's verdict. */
  async finish(): Promise<boolean> {
    const { print, clock } = this.parts;
    await sleep(clock, 500);
    await this.#read();
    for (const change of this.frames.changes()) {
      if (change.assignedMs >= this.faultMs) print(await this.#phases(change));
    }
    print(`longest silence of a region: ${this.frames.longestSilenceMs()} ms`);
    this.#judgeClient();
    const report = await this.#verify();
    const facts = report.invariants.map(({ invariant, facts: count }) => `${invariant} ${count}`);
    print(`${report.frames} frames checked: ${facts.join(', ')}`);
    for (const why of brokenPromises(report.invariants)) this.fails(why);
    if (this.#compared === 0) this.fails('the drill compared nothing');
    for (const why of this.#wrong) print(`wrong: ${why}`);
    print(this.#wrong.length === 0 ? 'PASS' : 'FAIL');
    return this.#wrong.length === 0;
  }

  #judgeClient(): void {
    const { print, client, wantsClient, clock } = this.parts;
    if (!client) {
      if (wantsClient) this.fails('no client took part: what one sees was not judged');
      return;
    }
    if (client.disconnects > 0) this.fails('the client was disconnected');
    const { ms } = client.longestGap(0, clock.wallMs());
    print(`client: ${client.disconnects} disconnects, longest gap ${Math.round(ms)} ms`);
  }

  /** The first tick of a region under another process than before the fault; null while there is none. */
  #takeover(region: RegionId): OwnerChange | null {
    const isTaken = (each: OwnerChange): boolean =>
      each.region === region && each.from !== each.to && each.tickedMs > this.faultMs;
    return this.frames.changes().find(isTaken) ?? null;
  }

  /** Reads the whole log; a connection that the drill broke may be noticed only now. */
  async #verify(): ReturnType<typeof verifyLog> {
    const { log, world, clock } = this.parts;
    const end = clock.monotonicMs() + LIMIT_MS;
    for (;;) {
      try {
        return await verifyLog(log, world);
      } catch (error) {
        if (!isTransient(error) || clock.monotonicMs() >= end) throw error;
        await sleep(clock, LOOK_MS);
      }
    }
  }

  async #phases(change: OwnerChange): Promise<string> {
    const { region, epoch, reason, to, assignedMs, claimedMs, tickedMs } = change;
    const entry = to ? await this.find(to) : null;
    const said = String(entry?.extra[`took/${region}`] ?? '').split(' ');
    const [from, checkpointMs, tailMs] =
      said[0] === String(epoch) ? said.slice(1) : ['?', '?', '?'];
    const { logClock } = this.frames;
    const tickedOwnMs = logClock.toOwn(tickedMs);
    const update = tickedMs > 0 ? (this.parts.client?.firstAfter(tickedOwnMs) ?? null) : null;
    const after = (atMs: number, beforeMs: number): string =>
      atMs > 0 && beforeMs > 0 ? `${Math.round(atMs - beforeMs)} ms` : '–';
    const updated = update === null ? '–' : after(logClock.fromOwn(update), this.faultMs);
    return [
      `region ${region} (${reason}): detect ${after(assignedMs, this.faultMs)}`,
      `claim ${after(claimedMs, assignedMs)}`,
      `checkpoint ${checkpointMs} ms and tail ${tailMs} ms (${from})`,
      `first tick ${after(tickedMs, claimedMs)} after the claim, ${after(tickedMs, this.faultMs)} in all`,
      `first client update ${updated}`,
    ].join(', ');
  }

  /** False while the log does not answer: a drill may well have stopped it. */
  async #read(): Promise<boolean> {
    try {
      await this.frames.read();
      return true;
    } catch (error) {
      if (isTransient(error)) return false;
      throw error;
    }
  }
}

/** Each invariant that did not hold, with the first that is wrong, or that there was nothing to compare. */
export function brokenPromises(invariants: readonly InvariantReport[]): string[] {
  return invariants
    .filter(({ held }) => !held)
    .map(({ invariant, violations: [first] }) => {
      return `[${invariant}] ${first?.problem ?? 'nothing was compared'}`;
    });
}
