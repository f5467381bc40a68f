import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AtlasNetClient } from 'atlasnet/client';
import { ROWS_PER_COMMAND, packRows } from './rows.ts';
import type { Row } from './rows.ts';
import { readTrace } from './trace.ts';
import type { TraceRow } from './trace.ts';
import type { trafficWorld } from './world.ts';

type Client = AtlasNetClient<typeof trafficWorld>;

/** Between two writes of where the feeder is, trace seconds. */
const SAVE_SECONDS = 5;
/** The world's ticks a second. */
const TICK_HZ = 20;
/** Commands under way at once; beyond it the feeder waits, and says so by being late. */
const COMMANDS_MAX = 400;

export interface FeederOptions {
  readonly client: Client;
  readonly trace: string;
  /** How many times faster than recorded. */
  readonly speed: number;
  /** At its end the trace starts over. */
  readonly loop: boolean;
  /** Where the feeder remembers what it needs to go on after a restart. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly sleep: (delayMs: number) => Promise<void>;
}

interface Saved {
  readonly trace: string;
  readonly second: number;
  readonly vehicles: [number, number][];
}

/**
 * Plays a trace into the world, from outside: departures, rows and arrivals as commands of one session
 * without an avatar. A row carries only where the vehicle should be next.
 */
export class Feeder {
  readonly #options: FeederOptions;
  /** Trace id → entity. */
  readonly #vehicles = new Map<number, number>();
  readonly #departing = new Set<number>();
  #inFlight = 0;
  #second = -1;
  /** Commands that were refused, or that failed. */
  failures = 0;
  rows = 0;

  constructor(options: FeederOptions) {
    this.#options = options;
    this.#load();
  }

  get vehicles(): number {
    return this.#vehicles.size;
  }

  /** Runs until the signal, or until the trace ends and does not loop. */
  async run(): Promise<void> {
    const { loop, signal } = this.#options;
    do {
      await this.#playOnce();
      if (!signal.aborted) this.#arriveAll();
      this.#second = -1;
    } while (loop && !signal.aborted);
    this.#save();
  }

  async #playOnce(): Promise<void> {
    const { trace, speed, signal, sleep } = this.#options;
    let batch: TraceRow[] = [];
    let startedMs = Number.NaN;
    let firstS = 0;
    for await (const row of readTrace(trace)) {
      if (signal.aborted) return;
      if (row.timeS <= this.#second) continue;
      if (batch.length > 0 && row.timeS !== batch[0].timeS) {
        if (Number.isNaN(startedMs)) {
          startedMs = performance.now();
          firstS = batch[0].timeS;
        }
        const dueMs = startedMs + ((batch[0].timeS - firstS) / speed) * 1000;
        await sleep(Math.max(0, dueMs - performance.now()));
        await this.#play(batch, row.timeS - batch[0].timeS);
        batch = [];
      }
      batch.push(row);
    }
    if (batch.length > 0 && !signal.aborted) await this.#play(batch, 1);
  }

  /** One moment of the trace; `stepS` until the next. */
  async #play(batch: readonly TraceRow[], stepS: number): Promise<void> {
    const ticks = Math.max(1, Math.round((stepS * TICK_HZ) / this.#options.speed));
    const there = new Set(batch.map(({ id }) => id));
    for (const [id, vehicle] of Array.from(this.#vehicles)) {
      if (!there.has(id)) await this.#arrive(id, vehicle);
    }
    const rows: Row[] = [];
    for (const row of batch) {
      const vehicle = this.#vehicles.get(row.id);
      if (vehicle !== undefined) rows.push({ vehicle, x: row.x, y: row.y, ticks });
      else if (!this.#departing.has(row.id)) await this.#depart(row);
    }
    for (let i = 0; i < rows.length; i += ROWS_PER_COMMAND) {
      const packed = packRows(rows.slice(i, i + ROWS_PER_COMMAND));
      await this.#command(() => this.#options.client.command('rows', { packed }));
    }
    this.rows += batch.length;
    this.#second = batch[0].timeS;
    if (this.#second % SAVE_SECONDS === 0) this.#save();
  }

  async #depart({ id, x, y, headingDeg }: TraceRow): Promise<void> {
    this.#departing.add(id);
    // A trace's heading is clockwise from north, the world's counter-clockwise from east.
    const heading = ((((90 - headingDeg) % 360) + 360) % 360) * (Math.PI / 180);
    const values = { traceId: id, x, y, heading };
    await this.#command(async () => {
      const outcome = await this.#options.client.command('depart', values);
      this.#departing.delete(id);
      if (outcome.result === 'applied') this.#vehicles.set(id, Number(outcome.text));
      return outcome;
    });
  }

  async #arrive(id: number, vehicle: number): Promise<void> {
    this.#vehicles.delete(id);
    const values = { vehicle: vehicle as never };
    await this.#command(() => this.#options.client.command('arrive', values));
  }

  #arriveAll(): void {
    for (const [id, vehicle] of Array.from(this.#vehicles)) void this.#arrive(id, vehicle);
  }

  /** Sends a command without waiting for its answer, unless too many are under way. */
  async #command(send: () => Promise<{ readonly result: string }>): Promise<void> {
    while (this.#inFlight >= COMMANDS_MAX && !this.#options.signal.aborted) {
      await this.#options.sleep(5);
    }
    this.#inFlight++;
    send()
      .then(({ result }) => {
        if (result !== 'applied') this.failures++;
      })
      .catch(() => {
        this.failures++;
      })
      .finally(() => {
        this.#inFlight--;
      });
  }

  get #file(): string {
    return join(this.#options.directory, 'traffic-feeder.json');
  }

  #save(): void {
    const { trace } = this.#options;
    const saved: Saved = { trace, second: this.#second, vehicles: Array.from(this.#vehicles) };
    writeFileSync(`${this.#file}.new`, JSON.stringify(saved));
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Goes on where the last run stopped, with the vehicles that are in the world. */
  #load(): void {
    if (!existsSync(this.#file)) return;
    const saved = JSON.parse(readFileSync(this.#file, 'utf8')) as Saved;
    if (saved.trace !== this.#options.trace) return;
    this.#second = saved.second;
    for (const [id, vehicle] of saved.vehicles) this.#vehicles.set(id, vehicle);
  }
}
