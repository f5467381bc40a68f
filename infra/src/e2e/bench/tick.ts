import type { Bench, BenchContext, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import type { Movement } from './movers.ts';
import { moversRegion } from './movers.ts';
import { threadTimeMs } from './processor-time.ts';
import { PauseWatch } from './pauses.ts';

const ENTITIES = 100_000;
const WARM_TICKS = 60;

/**
 * Envelope: 100,000 entities touch about 40 bytes of columns each, which do not fit the caches; at
 * 50 to 100 ns for moving, tracking, sorting, encoding and hashing one entity a tick takes 5 to 10 ms.
 */
export const bench: Bench = {
  what: `one region, ${ENTITIES} moving entities: moved, grouped by cell, in id order, hashed`,
  async run(context) {
    return [
      ...(await measure(context, 'accessors', 20)),
      ...(await measure(context, 'columns', 10)),
    ];
  },
};

async function measure(
  { seconds, progress }: BenchContext,
  movement: Movement,
  limitMs: number,
): Promise<Figure[]> {
  progress(`${movement}: creating ${ENTITIES} entities`);
  const runtime = moversRegion(ENTITIES, movement);
  let tick = 1;
  for (let i = 0; i < WARM_TICKS; i++) runtime.runTick(++tick);
  progress(`${movement}: ticking for ${seconds} s`);
  const pauses = new PauseWatch();
  const times: number[] = [];
  const onProcessor: number[] = [];
  const game: number[] = [];
  const encode: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end || times.length < 100) {
    const processorStart = threadTimeMs();
    const started = performance.now();
    const { frame } = runtime.runTick(++tick);
    times.push(performance.now() - started);
    onProcessor.push(threadTimeMs() - processorStart);
    game.push((frame.timings?.gameMicros ?? 0) / 1000);
    encode.push((frame.timings?.encodeMicros ?? 0) / 1000);
  }
  const longest = Math.max(0, ...(await pauses.stop()));
  const limit = (value: number): Figure['limit'] => ({ is: 'at most', value });
  const of = (name: string, value: number): Figure => ({
    name: `${movement}: ${name}`,
    value,
    unit: 'ms',
  });
  return [
    { ...of('tick p99', quantile(times, 0.99)), limit: limit(limitMs) },
    of('tick p50', quantile(times, 0.5)),
    of('on the processor p99', quantile(onProcessor, 0.99)),
    of('on the processor p50', quantile(onProcessor, 0.5)),
    of('of it the game p50', quantile(game, 0.5)),
    of('of it group and encode p50', quantile(encode, 0.5)),
    { ...of('longest collection pause', longest), limit: limit(5) },
  ];
}
