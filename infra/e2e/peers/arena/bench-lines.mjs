// What a server of the arena tells the bench: READY, a line a second of how long its ticks took, and
// where everybody was in each tick, in a file that updates are compared with.
import { openSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { TICK_HZ } from './world.mjs';

// One clock for all processes: CLOCK_MONOTONIC. performance.timeOrigin is of the wall clock, read once
// a process, so two may differ.
const originMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();
export const now = () => originMs + performance.now();

export const say = (line) => process.stdout.write(`${line}\n`);

/** Ticks done, and the milliseconds that they took. */
export class TickLines {
  #ticks = 0;
  #busyMs = 0;

  constructor() {
    setInterval(() => this.#say(), 1000).unref();
  }

  done(startedMs) {
    this.#ticks++;
    this.#busyMs += now() - startedMs;
  }

  #say() {
    say(`S ${JSON.stringify({ atMs: now(), ticks: this.#ticks, busyMs: this.#busyMs })}`);
  }
}

/** A record a tick, the first of tick 1: f64 ms of the clock when it began, u16 x and y of each client. */
export class Notes {
  #file;
  #record;
  #stamp;
  #units;

  constructor(path, clients) {
    this.#file = openSync(path, 'w');
    this.#record = Buffer.alloc(8 + 4 * clients);
    this.#stamp = new DataView(this.#record.buffer, this.#record.byteOffset);
    this.#units = this.#record.subarray(8);
  }

  write(tick, startedMs, { units }) {
    this.#stamp.setFloat64(0, startedMs, true);
    this.#units.set(new Uint8Array(units.buffer));
    writeSync(this.#file, this.#record, 0, this.#record.length, (tick - 1) * this.#record.length);
  }
}

/** Ticks without drift; a late one is not made up for. */
export function runTicks(tick) {
  let next = now();
  const run = () => {
    tick();
    next += 1000 / TICK_HZ;
    const at = now();
    if (next < at) next = at;
    setTimeout(run, next - at);
  };
  run();
}
