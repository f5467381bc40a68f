import type { ProcessRegistry, RegisteredProcess } from '@atlasnet/cluster';
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
import { FramesSince } from './frames-since.ts';
import type { KafkaBrokers } from './kafka-brokers.ts';
import { refused } from './local-process.ts';

/** A drill that is not through by then has failed, milliseconds. */
const LIMIT_MS = 60_000;
/** Between two looks at the log and the registry, milliseconds. */
const LOOK_MS = 100;

/** The running cluster that a drill is held on. */
export interface DrillParts {
  readonly world: string;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly registry: ProcessRegistry;
  readonly incarnation: IncarnationId;
  /** Null when no client could be had; why was said. */
  readonly client: DrillClient | null;
  readonly print: (line: string) => void;
  /** Starts processes with the cluster's configuration. */
  readonly processes: ProcessControl;
  /** Null: the log is the embedded one. */
  readonly kafka: KafkaBrokers | null;
  /** `host:port` of the log, or of every broker, and of the store. */
  readonly serviceAddresses: () => Promise<readonly string[]>;
}

/** One drill under way: what happened, by the log's clock, and what is wrong about it. */
export class Drill {
  readonly parts: DrillParts;
  readonly frames: FramesSince;
  readonly regions: readonly RegionId[];
  readonly #wrong: string[] = [];
  /** When the fault began, Unix milliseconds. */
  faultMs = 0;

  private constructor(parts: DrillParts, frames: FramesSince, regions: readonly RegionId[]) {
    this.parts = parts;
    this.frames = frames;
    this.regions = regions;
  }

  /** @throws AtlasError ATLAS_DRILL_REFUSED when the world does not tick */
  static async begin(parts: DrillParts): Promise<Drill> {
    const { log, world, incarnation } = parts;
    const all = await FramesSince.begin(log, world, incarnation, []);
    const regions = [...(all.control.mapInForce?.map.regions ?? [])];
    const frames = await FramesSince.begin(log, world, incarnation, regions);
    const drill = new Drill(parts, frames, regions);
    const ticks = await drill.until('every region ticks', () =>
      Promise.resolve(frames.tickedSince(0)),
    );
    if (!ticks)
      throw refused(
        `the world ${world} does not tick`,
        'Mend it first: a drill needs a world that is well.',
      );
    return drill;
  }

  /** The moment of the fault. */
  now(): void {
    this.faultMs = this.parts.clock.wallMs();
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

  /** Every region ticks after a moment. */
  allTickAfter(atMs: number): Promise<boolean> {
    return this.until('every region ticks', () => Promise.resolve(this.frames.tickedSince(atMs)));
  }

  /** Every one of the regions is ticked under an epoch of after the fault. */
  takenOver(regions: readonly RegionId[]): Promise<boolean> {
    const isTaken = (region: RegionId): boolean =>
      this.frames.changes().some((each) => each.region === region && each.tickedMs > this.faultMs);
    return this.until('the regions are taken over', () => Promise.resolve(regions.every(isTaken)));
  }

  fails(why: string): void {
    this.#wrong.push(why);
  }

  async find(id: ProcessId): Promise<RegisteredProcess | null> {
    return this.parts.registry.find(id).catch(() => null);
  }

  /** Prints the phases of every takeover, the client's gap and the checker's verdict. */
  async finish(): Promise<boolean> {
    const { print, client, clock } = this.parts;
    await sleep(clock, 500);
    await this.#read();
    for (const change of this.frames.changes()) {
      if (change.assignedMs >= this.faultMs) print(await this.#phases(change));
    }
    print(`longest silence of a region: ${this.frames.longestSilenceMs()} ms`);
    if (client) {
      if (client.disconnects > 0) this.fails('the client was disconnected');
      print(`client: ${client.disconnects} disconnects, longest gap ${client.longestGap().ms} ms`);
    }
    const report = await this.#verify();
    const facts = report.invariants.map(({ invariant, facts: count }) => `${invariant} ${count}`);
    print(`${report.frames} frames checked: ${facts.join(', ')}`);
    if (!report.held) this.fails(`[${report.first?.invariant}] ${report.first?.problem}`);
    for (const why of this.#wrong) print(`wrong: ${why}`);
    print(this.#wrong.length === 0 ? 'PASS' : 'FAIL');
    return this.#wrong.length === 0;
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

  async #phases(change: ReturnType<FramesSince['changes']>[number]): Promise<string> {
    const { region, epoch, assignedMs, claimedMs, tickedMs } = change;
    const owner = this.frames.control.assignmentOf(region)?.process;
    const entry = owner ? await this.find(owner) : null;
    const said = String(entry?.extra[`took/${region}`] ?? '').split(' ');
    const [from, checkpointMs, tailMs] =
      said[0] === String(epoch) ? said.slice(1) : ['?', '?', '?'];
    const update = tickedMs > 0 ? (this.parts.client?.firstAfter(tickedMs) ?? null) : null;
    const after = (atMs: number, beforeMs: number): string =>
      atMs > 0 && beforeMs > 0 ? `${atMs - beforeMs} ms` : '–';
    return [
      `region ${region}: detect ${after(assignedMs, this.faultMs)}`,
      `claim ${after(claimedMs, assignedMs)}`,
      `checkpoint ${checkpointMs} ms and tail ${tailMs} ms (${from})`,
      `first tick ${after(tickedMs, claimedMs)} after the claim, ${after(tickedMs, this.faultMs)} in all`,
      `first client update ${update === null ? '–' : after(update, this.faultMs)}`,
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
