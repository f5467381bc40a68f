import { readFieldLanes } from '@atlasnet/schemas';
import type { ActiveMap, ControlVerdict, Frame, Job } from '@atlasnet/schemas';
import type { RegionReplica } from '../core/region-replica.ts';
import type { RegionState } from '../core/region-state.ts';
import { Deliveries } from './deliveries.ts';
import { InvariantCheck } from './invariant-check.ts';

/** How soon after the end of faults a world has settled, milliseconds; I9's bounds. */
export const SETTLING_MS = {
  /** The slowest region may be so far behind the newest one. */
  behind: 2000,
  /** A message may be on its way for so long. */
  message: 3000,
  /** Regions that a map leaves out may hold something for so long, and those that it adds may be behind. */
  moving: 30_000,
} as const;

export interface SettlingOptions {
  /** The tick after which every living entity must have run another: no fault lasts any more. */
  readonly faultsEndTick: number;
  /** The tick at which it is judged, if regions are read by tick: what comes later may be a shutdown; the end by default. */
  readonly endTick?: number;
  /** {@link SETTLING_MS}, where another machine needs more. */
  readonly boundsMs?: {
    readonly behind: number;
    readonly message: number;
    readonly moving: number;
  };
  /** What a region waits for a job's result; without it jobs are not judged. */
  readonly jobLimitMs?: number;
  /** An integer component that grows in every tick that the game runs; without it a region's tick is its entities'. */
  readonly tickCounter?: string;
}

/** What was on its way where a log ends: of a world that runs on, the ordinary. */
export interface Unsettled {
  readonly messages: number;
  /** Of the oldest of them; null when there is none. */
  readonly oldestTick: number | null;
  readonly jobs: number;
  readonly parked: number;
  /** The region of the map that is furthest behind the newest one; null without a map. */
  readonly slowest: { readonly region: number; readonly behindTicks: number } | null;
}

/** Ticks before the end of faults in which every entity that is not on its way then is seen. */
const SEEN_TICKS = 50;

/** I9: every living entity ticks again, and every message is delivered or refused, within a bound after faults end. */
export class BoundedSettling extends InvariantCheck {
  readonly #options: SettlingOptions | null;
  readonly #deliveries = new Deliveries();
  readonly #replicas = new Map<number, RegionReplica>();
  readonly #maps: ActiveMap[] = [];
  /** Counters of entities as of the end of faults. */
  readonly #countsThen = new Map<number, number>();
  #isJudged = false;

  /** @param options null: only {@link unsettled} is asked for */
  constructor(options: SettlingOptions | null) {
    super('I9', 'every living entity ticks again, messages arrive');
    this.#options = options;
  }

  /** Whether anything is judged. */
  get wanted(): boolean {
    return this.#options !== null;
  }

  control(verdict: ControlVerdict): void {
    if (verdict.kind === 'activated') this.#maps.push(verdict.active);
  }

  /** Begins a region at a cut. */
  begin(replica: RegionReplica): void {
    const { region, state } = replica;
    this.#replicas.set(region, replica);
    if (!state) return;
    for (const [from, number] of state.inbox) this.#applied(from, region, number);
    for (const queue of state.outbox.values()) {
      for (const { to, number, message } of queue)
        this.#given(region, to, number, message?.tick ?? 0);
    }
  }

  /** Whether a frame of this tick is beyond the moment that is judged. */
  isDue(tick: number): boolean {
    return !this.#isJudged && tick > (this.#options?.endTick ?? Infinity);
  }

  /** A frame that counts, after it was applied. */
  frame(replica: RegionReplica, frame: Frame): void {
    const { region, state } = replica;
    this.#replicas.set(region, replica);
    for (const { from, number } of frame.inputs?.messages ?? [])
      this.#applied(from, region, number);
    for (const { to, number } of frame.outbox) this.#given(region, to, number, frame.tick);
    const { faultsEndTick, tickCounter } = this.#options ?? {};
    if (faultsEndTick === undefined || tickCounter === undefined || !state) return;
    if (frame.tick > faultsEndTick || frame.tick + 1 < faultsEndTick - SEEN_TICKS) return;
    for (const [entity, count] of countsOf(state, tickCounter)) {
      this.#countsThen.set(entity, Math.max(count, this.#countsThen.get(entity) ?? 0));
    }
  }

  /** What is on its way now. */
  unsettled(jobs: ReadonlyMap<string, Job>): Unsettled {
    let messages = 0;
    let oldestTick: number | null = null;
    for (const { tick } of this.#deliveries.underway()) {
      messages += 1;
      oldestTick = Math.min(tick, oldestTick ?? Infinity);
    }
    const states = this.#states();
    const newest = newestTick(states);
    const parked = states.reduce((sum, state) => sum + state.parked.size, 0);
    const regions = this.#mapAt(newest)?.map.regions ?? [];
    let slowest: Unsettled['slowest'] = null;
    for (const region of regions) {
      const behindTicks = newest - (this.#replicas.get(region)?.state?.tick ?? 0);
      if (behindTicks > (slowest?.behindTicks ?? -1)) slowest = { region, behindTicks };
    }
    return { messages, oldestTick, jobs: jobs.size, parked, slowest };
  }

  /** Judges the world as it has been read, once. */
  judge(jobs: ReadonlyMap<string, Job>): void {
    const options = this.#options;
    if (!options || this.#isJudged) return;
    this.#isJudged = true;
    const states = this.#states();
    const newest = newestTick(states);
    const { boundsMs = SETTLING_MS, jobLimitMs } = options;
    const tickMs = states[0]?.schema.tickMs ?? 1;
    const behindTicks = boundsMs.behind / tickMs;
    const active = this.#mapAt(newest);
    if (active) this.#regions(active, newest, behindTicks, boundsMs.moving / tickMs);
    for (const state of states) this.#ran(state, options);
    this.#messages(states, newest - boundsMs.message / tickMs);
    if (jobLimitMs === undefined) return;
    for (const [id, { region, tick }] of jobs) {
      this.expect(newest - tick <= jobLimitMs / tickMs + behindTicks, { region, tick }, () => {
        return `job ${id} of tick ${tick} has no result at tick ${newest}`;
      });
    }
  }

  /** Regions of the map run, others hold nothing; while a map is new, both may take their time. */
  #regions(active: ActiveMap, newest: number, behindTicks: number, movingTicks: number): void {
    const { map, fromTick } = active;
    const isNew = newest - fromTick <= movingTicks;
    for (const region of map.regions) {
      const tick = this.#replicas.get(region)?.state?.tick ?? 0;
      const wantedFrom = isNew ? fromTick : 0;
      this.expect(newest - Math.max(tick, wantedFrom) <= behindTicks, { region, tick }, () => {
        return `region ${region} is at tick ${tick}, the newest is ${newest}`;
      });
    }
    for (const { region, table, tick } of this.#states()) {
      if (map.has(region)) continue;
      this.expect(isNew || table.count === 0, { region, tick }, () => {
        return `region ${region} is in no map and holds ${table.count} entities`;
      });
    }
  }

  #ran(state: RegionState, { faultsEndTick, tickCounter }: SettlingOptions): void {
    const { region, tick, table } = state;
    const place = { region, tick };
    this.expect(state.parked.size === 0, place, () => {
      return `${state.parked.size} entities are parked in region ${region}`;
    });
    if (table.count > 0) {
      this.expect(tick > faultsEndTick, place, () => {
        return `${table.count} entities of region ${region} have not run since the faults ended`;
      });
    }
    if (tickCounter === undefined) return;
    for (const [entity, count] of countsOf(state, tickCounter)) {
      const then = this.#countsThen.get(entity);
      if (then === undefined) continue;
      this.expect(count > then, { ...place, entity }, () => {
        return `entity ${entity} has not run since the faults ended`;
      });
    }
  }

  /** M1, M2: what was given before a tick has been applied, and the sender was told. */
  #messages(states: readonly RegionState[], oldTick: number): void {
    for (const { region, tick: at, outbox } of states) {
      for (const [to, [{ number, message }]] of outbox) {
        const tick = message?.tick ?? 0;
        this.expect(tick >= oldTick, { region, tick: at }, () => {
          return `message ${number} to region ${to} of tick ${tick} is in the outbox still`;
        });
      }
    }
    for (const { from, to, number, tick, applied } of this.#deliveries.underway()) {
      if (tick >= oldTick) continue;
      this.expect(false, { region: from, tick }, () => {
        return `message ${number} to region ${to} of tick ${tick} was never applied, ${applied} was`;
      });
    }
  }

  #given(from: number, to: number, number: number, tick: number): void {
    if (this.#deliveries.given(from, to, number, tick)) this.#delivered(1);
  }

  #applied(from: number, to: number, number: number): void {
    this.#delivered(this.#deliveries.applied(from, to, number));
  }

  /** Each that arrived is a fact. */
  #delivered(count: number): void {
    for (let i = 0; i < count; i++) this.expect(true, {}, nothing);
  }

  #states(): RegionState[] {
    return Array.from(this.#replicas.values(), ({ state }) => state).filter(
      (state) => state !== null,
    );
  }

  /** The map that holds at a tick: an activation names a tick to come. */
  #mapAt(tick: number): ActiveMap | null {
    return this.#maps.findLast(({ fromTick }) => fromTick <= tick) ?? null;
  }
}

function newestTick(states: readonly RegionState[]): number {
  return states.reduce((newest, { tick }) => Math.max(newest, tick), 0);
}

function nothing(): string {
  return '';
}

/** An integer component of all entities of a region. */
function* countsOf(
  { table, schema }: RegionState,
  name: string,
): IterableIterator<readonly [number, number]> {
  const component = schema.components.find((each) => each.name === name);
  if (!component) return;
  const { slots, length } = table.slotsById();
  for (let i = 0; i < length; i++) {
    const value = readFieldLanes(component.field, table.lanes, component.firstLane, slots[i]);
    yield [table.ids[slots[i]], Number(value)];
  }
}
