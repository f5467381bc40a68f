import type { EntityId } from 'atlasnet/server';
import { untilCalm } from './calm.ts';
import { FeederLane } from './feeder-lane.ts';
import type { LaneOptions, TrafficClient } from './feeder-lane.ts';
import { FeederMemory } from './feeder-memory.ts';
import { ROWS_PER_COMMAND, ROW_TICKS_MAX, packRows, placeKey } from './rows.ts';
import type { PackedRow } from './rows.ts';
import { readMoments } from './trace.ts';
import type { TraceMoment, TraceRow } from './trace.ts';
import { trafficWorld } from './world.ts';

/** Sessions of the feeder at real speed: each may send 32 kB/s, and 5,000 rows are about that. */
const LANES = 2;
const LANES_MAX = 16;
/** A moment's rows are spread over its time in so many parts, so that no tick gets them all. */
const PHASES_MAX = 16;
/** Later than this, the trace waits for the world rather than the other way round, milliseconds. */
const LATE_MS = 1000;

export interface FeederOptions extends Pick<LaneOptions, 'signal' | 'sleep'> {
  readonly warn: (line: string) => void;
  readonly connect: (lane: number) => Promise<TrafficClient>;
  readonly trace: string;
  /** What the trace says, if it is not to be read from its file. */
  readonly moments?: () => AsyncIterable<TraceMoment>;
  /** How many times faster than recorded. */
  readonly speed: number;
  /** At its end the trace starts over. */
  readonly loop: boolean;
  /** Where the feeder remembers what it needs to go on after a restart. */
  readonly directory: string;
  readonly nowMs: () => number;
}

/** What the feeder did, and what went wrong. */
export interface FeederTally {
  rows: number;
  departures: number;
  arrivals: number;
  /** Rows of vehicles that are not in the world and did not just depart: errors, never spawns. */
  unknown: number;
  /** Commands that were refused or failed, and departures of which nobody knows what became. */
  failures: number;
  /** Rows that were left out because the world did not take the ones before them in time. */
  skipped: number;
}

/**
 * Plays a trace into the world, from outside: departures, rows and arrivals as commands of sessions
 * without an avatar. A row carries only where the vehicle should be next. A vehicle's commands all go
 * through one session, so they stay in order.
 */
export class Feeder {
  readonly tally: FeederTally = {
    rows: 0,
    departures: 0,
    arrivals: 0,
    unknown: 0,
    failures: 0,
    skipped: 0,
  };
  readonly #options: FeederOptions;
  readonly #lanes: readonly FeederLane[];
  readonly #memory: FeederMemory;
  /** Trace id → the place that its newest row said, by key. */
  readonly #places = new Map<number, number>();
  readonly #departing = new Set<number>();
  /** Ids of the moment before: one that was not in it departs. */
  #before: ReadonlySet<number> = new Set();
  #startedMs = Number.NaN;
  #firstS = 0;

  constructor(options: FeederOptions) {
    this.#options = options;
    const count = Math.min(LANES_MAX, Math.ceil(LANES * Math.max(1, options.speed)));
    this.#lanes = Array.from({ length: count }, (_, lane) => {
      return new FeederLane({ ...options, connect: () => options.connect(lane) });
    });
    this.#memory = new FeederMemory(options.directory, options.trace, options.warn);
  }

  /** Vehicles that it knows to be in the world. */
  get vehicles(): number {
    return this.#memory.vehicles.size;
  }

  /**
   * Runs until the signal, or until the trace ends and does not loop.
   * @throws AtlasError ATLAS_TRACE_INVALID
   */
  async run(): Promise<void> {
    const { loop, signal } = this.#options;
    const lanes = Promise.all(this.#lanes.map((lane) => lane.run()));
    await this.#begin();
    // Vehicles that are under way wait for their rows.
    if (this.vehicles === 0) await untilCalm({ ...this.#options, ask: () => this.#ask() });
    do {
      await this.#playOnce();
      if (signal.aborted) break;
      for (const id of this.#memory.vehicles.keys()) await this.#arrive(id);
      this.#memory.timeS = -1;
      this.#before = new Set();
    } while (loop);
    await this.#finish();
    if (signal.aborted) await lanes;
  }

  /** Asks for the tick: a world that has not come as far as the memory is another one. */
  async #begin(): Promise<void> {
    const [lane] = this.#lanes;
    while (await lane.ready()) {
      const outcome = await lane.send((client) => client.command('begin', {}));
      if (outcome?.result !== 'applied') continue;
      this.#memory.begin(Number(outcome.text), this.#options.nowMs());
      return;
    }
  }

  /** Whether the world answers. */
  async #ask(): Promise<boolean> {
    const [lane] = this.#lanes;
    const outcome = await lane.send((client) => client.command('begin', {}));
    return outcome?.result === 'applied';
  }

  /** Lets what is under way be answered, so that the memory is true. */
  async #finish(): Promise<void> {
    const until = this.#options.nowMs() + LATE_MS;
    const waits = (): boolean => this.#lanes.some((lane) => !lane.idle);
    while (waits() && this.#options.nowMs() < until && !this.#options.signal.aborted) {
      await this.#options.sleep(10);
    }
    this.#memory.save(this.#options.nowMs());
  }

  async #playOnce(): Promise<void> {
    const { trace, signal, moments } = this.#options;
    const { min, max } = trafficWorld.bounds;
    this.#startedMs = Number.NaN;
    for await (const moment of moments?.() ?? readMoments(trace, { min, max })) {
      if (signal.aborted) return;
      if (moment.timeS > this.#memory.timeS) await this.#play(moment);
      this.#before = new Set(moment.rows.map(({ id }) => id));
    }
  }

  /** One moment of the trace, spread over the time until the next. */
  async #play({ timeS, stepS, rows }: TraceMoment): Promise<void> {
    const { speed, signal, nowMs } = this.#options;
    if (Number.isNaN(this.#startedMs)) {
      this.#startedMs = nowMs();
      this.#firstS = timeS;
    }
    const stepMs = (stepS / speed) * 1000;
    const ticks = Math.round((stepMs / 1000) * trafficWorld.tickHz);
    const phases = Math.min(PHASES_MAX, Math.max(1, ticks));
    const parts: TraceRow[][] = Array.from({ length: phases }, () => []);
    for (const row of rows) parts[row.id % phases].push(row);
    const here = new Set(rows.map(({ id }) => id));
    const gone = Array.from(this.#memory.vehicles.keys()).filter((id) => !here.has(id));
    const sinceStartMs = ((timeS - this.#firstS) / speed) * 1000;
    for (const [phase, part] of parts.entries()) {
      await this.#until(sinceStartMs + (stepMs * phase) / phases);
      if (signal.aborted) return;
      for (const id of gone) if (id % phases === phase) await this.#arrive(id);
      await this.#playPart(part, Math.min(ROW_TICKS_MAX, Math.max(1, ticks)));
    }
    this.#memory.timeS = timeS;
    this.#memory.save(nowMs());
  }

  /** Waits for a time of the trace; when it is long gone, the start moves on instead of hurrying. */
  async #until(sinceStartMs: number): Promise<void> {
    const { nowMs, sleep } = this.#options;
    const early = this.#startedMs + sinceStartMs - nowMs();
    if (early > 0) await sleep(early);
    else if (early < -LATE_MS) this.#startedMs -= early;
  }

  async #playPart(part: readonly TraceRow[], ticks: number): Promise<void> {
    const lanes: PackedRow[][] = this.#lanes.map(() => []);
    for (const row of part) {
      const { id, x, y } = row;
      const vehicle = this.#memory.vehicles.get(id);
      if (vehicle !== undefined) {
        const key = placeKey(x, y);
        const at = this.#places.get(id) === key ? null : { x, y };
        this.#places.set(id, key);
        lanes[id % lanes.length].push({ vehicle, at });
      } else if (!this.#before.has(id)) {
        await this.#depart(row);
      } else if (!this.#departing.has(id)) {
        this.tally.unknown++;
        if (this.tally.unknown === 1) this.#options.warn(`no vehicle ${id} for its row`);
      }
    }
    lanes.forEach((rows, lane) => this.#sendRows(this.#lanes[lane], rows, ticks));
  }

  #sendRows(lane: FeederLane, rows: PackedRow[], ticks: number): void {
    rows.sort((a, b) => a.vehicle - b.vehicle);
    for (let i = 0; i < rows.length; i += ROWS_PER_COMMAND) {
      const some = rows.slice(i, i + ROWS_PER_COMMAND);
      if (lane.busy) {
        // The next row says all that this one would have; it must not be taken for the same.
        this.tally.skipped += some.length;
        this.#places.clear();
        continue;
      }
      const packed = packRows({ ticks, rows: some });
      this.tally.rows += some.length;
      void lane
        .send((client) => client.command('rows', { packed }), packed.length)
        .then((done) => {
          if (done === null) this.#places.clear();
          else if (done.result !== 'applied') this.tally.failures++;
        });
    }
  }

  async #depart({ id, x, y, headingDeg }: TraceRow): Promise<void> {
    const lane = this.#laneOf(id);
    if (!(await lane.ready())) return;
    this.#departing.add(id);
    // A trace's heading is clockwise from north, the world's counter-clockwise from east.
    const heading = ((((90 - headingDeg) % 360) + 360) % 360) * (Math.PI / 180);
    void lane
      .send((client) => client.command('depart', { traceId: id, x, y, heading }))
      .then((outcome) => {
        this.#departing.delete(id);
        if (outcome?.result === 'applied') {
          this.tally.departures++;
          this.#memory.vehicles.set(id, Number(outcome.text) as EntityId);
        } else {
          // Asking again could make it twice: its rows are errors, and if it lives it is an orphan.
          this.tally.failures++;
        }
      });
  }

  async #arrive(id: number): Promise<void> {
    const lane = this.#laneOf(id);
    const vehicle = this.#memory.vehicles.get(id);
    if (vehicle === undefined || !(await lane.ready())) return;
    this.#places.delete(id);
    void lane
      .send((client) => client.command('arrive', { vehicle }))
      .then((outcome) => {
        // Until it is known it is said again: a vehicle that is gone already does not mind.
        if (outcome === null || !this.#memory.vehicles.delete(id)) return;
        if (outcome.result === 'applied') this.tally.arrivals++;
        else this.tally.failures++;
      });
  }

  #laneOf(id: number): FeederLane {
    return this.#lanes[id % this.#lanes.length];
  }
}
