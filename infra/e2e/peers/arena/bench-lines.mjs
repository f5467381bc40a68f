// What a server of the arena tells the bench on its standard output: READY, and a line a second of how
// long its ticks took.
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
