import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityId } from 'atlasnet/server';
import { trafficWorld } from './world.ts';

/** Between two writes, milliseconds. */
const SAVE_MS = 1000;

interface Saved {
  readonly trace: string;
  readonly timeS: number;
  readonly tick: number;
  readonly vehicles: readonly (readonly [number, number])[];
}

/**
 * Where the feeder is in its trace and which entity each vehicle is: a file, so that a restart goes on
 * with the same world.
 */
export class FeederMemory {
  /** Trace id → entity. */
  readonly vehicles = new Map<number, EntityId>();
  /** The moment of the trace that was played last; −1 before the first. */
  timeS = -1;
  readonly #file: string;
  readonly #trace: string;
  #firstTick = 0;
  #firstMs = 0;
  readonly #warn: (line: string) => void;
  #savedMs = -Infinity;
  #fails = false;

  constructor(directory: string, trace: string, warn: (line: string) => void) {
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, 'traffic-feeder.json');
    this.#trace = trace;
    this.#warn = warn;
  }

  /**
   * Takes up what was saved, unless it is about another trace or another world: one that is at an
   * earlier tick than the file cannot be the one that the file is about.
   */
  begin(tick: number, nowMs: number): void {
    this.#firstTick = tick;
    this.#firstMs = nowMs;
    const saved = this.#read();
    if (!saved || saved.trace !== this.#trace || saved.tick > tick) return;
    this.timeS = saved.timeS;
    for (const [id, vehicle] of saved.vehicles) this.vehicles.set(id, vehicle as EntityId);
  }

  /** Writes the file if it is time; whole or not at all. A disk that takes nothing is told of once. */
  save(nowMs: number): void {
    if (nowMs - this.#savedMs < SAVE_MS) return;
    this.#savedMs = nowMs;
    const { timeS } = this;
    // A lower bound: a slow world's ticks are fewer.
    const ticks = ((nowMs - this.#firstMs) / 1000) * trafficWorld.tickHz;
    const tick = this.#firstTick + Math.floor(ticks / 2);
    const saved: Saved = { trace: this.#trace, timeS, tick, vehicles: Array.from(this.vehicles) };
    try {
      writeFileSync(`${this.#file}.new`, JSON.stringify(saved));
      renameSync(`${this.#file}.new`, this.#file);
      this.#fails = false;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!this.#fails) this.#warn(`where the trace is cannot be kept in ${this.#file}: ${why}`);
      this.#fails = true;
    }
  }

  #read(): Saved | null {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as Saved;
    } catch {
      // No file, or one that a crash of the machine left half written: the trace starts over.
      return null;
    }
  }
}
