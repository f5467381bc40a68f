import { setTimeout as delay } from 'node:timers/promises';
import { moversRegion } from './movers.ts';

/** Ticks with frames like any region's, so that every buffer has its size. */
const TICKS = 30;

/** Run as a process of its own, so that nothing else is in its memory. */
const count = Number(process.argv[2]);
const runtime = moversRegion(count, 'accessors');
for (let tick = 2; tick < TICKS; tick++) runtime.runTick(tick);
// Buffers are given back by a thread of their own.
for (let i = 0; i < 4; i++) {
  globalThis.gc?.();
  await delay(100);
}
const { rss, heapUsed, external } = process.memoryUsage();
if (runtime.state.table.count !== count) throw new Error('entities are missing');
process.stdout.write(JSON.stringify({ resident: rss, used: heapUsed + external }));
