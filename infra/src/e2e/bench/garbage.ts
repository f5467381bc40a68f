import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../../dev-services/launch.ts';
import { ARENA_PLAN } from './clients/arena-plan.ts';
import { measureArena } from './clients/measure-arena.ts';
import { requireNativeBots } from './clients/native-bots.ts';
import { readUsage } from './clients/process-usage.ts';
import { Scraped } from './edge/scrape.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';

const CLIENTS = 1000;
/** Between two looks at the proxy's memory, milliseconds. */
const LOOK_MS = 5000;
/** Before the window's end, so that the processes are still there, milliseconds. */
const EARLY_MS = 1000;
/** Of prom-client's histogram: the bound that a pause may not be above, seconds. */
const PAUSE_S = 0.01;
/** Above it, between the middle third and the last, memory is not flat, %. */
const GROWTH_MOST = 5;

/**
 * Envelope: 30,000 datagrams a second of a few short-lived objects each fill the young space of 16 MiB several times a
 * second; what lives through it is a millisecond's work. Old objects are collected piece by piece.
 */
export const bench: Bench = {
  what: 'the proxy with clients of the arena: pauses of its collector, and its memory',
  seconds: 600,
  async run(context) {
    requireNativeBots();
    return figures(await measure(context, context.clients?.[0] ?? CLIENTS));
  },
};

interface GarbageRun {
  readonly clients: number;
  readonly pauses: number;
  readonly collections: number;
  /** Of the proxy, one after the other. */
  readonly residentBytes: readonly number[];
  readonly updatesShare: number;
}

async function measure(context: BenchContext, clients: number): Promise<GarbageRun> {
  const { seconds, warmSeconds = 40, flags = {} } = context;
  const [port] = await freePorts(1);
  const name = 'nodejs_gc_duration_seconds';
  const residentBytes: number[] = [];
  let [pauses, collections] = [NaN, NaN];
  const arena = await measureArena(
    { 'shards.count': '1', 'metrics.ports.proxy': String(port), ...flags },
    { ...ARENA_PLAN, clients, seconds, warmSeconds },
    async (cluster) => {
      const before = await Scraped.of(port);
      const endMs = performance.now() + seconds * 1000 - EARLY_MS;
      while (performance.now() < endMs) {
        const usage = readUsage(cluster.process.pid);
        residentBytes.push(usage.find((each) => each.name === 'proxy')?.residentBytes ?? NaN);
        await delay(Math.min(LOOK_MS, Math.max(0, endMs - performance.now())));
      }
      const after = await Scraped.of(port);
      pauses = after.above(name, PAUSE_S) - before.above(name, PAUSE_S);
      collections = after.sum(`${name}_count`) - before.sum(`${name}_count`);
    },
  );
  const { updatesShare } = arena;
  return { clients, pauses, collections, residentBytes, updatesShare };
}

function figures({ clients, pauses, collections, residentBytes, ...run }: GarbageRun): Figure[] {
  const third = Math.floor(residentBytes.length / 3);
  const middle = mean(residentBytes.slice(third, 2 * third));
  const last = mean(residentBytes.slice(2 * third));
  const of = (name: string, value: number, unit: string, most?: number): Figure => ({
    ...{ name: `${clients} clients: ${name}`, value, unit },
    ...(most === undefined ? {} : { limit: { is: 'at most', value: most } as const }),
  });
  return [
    of(`collection pauses above ${PAUSE_S * 1000} ms`, pauses, '', 0),
    of('collections', collections, ''),
    of('memory, last third over the middle one', 100 * (last / middle - 1), '%', GROWTH_MOST),
    of('memory in the last third', last / 1e6, 'MB'),
    of('whole updates', 100 * run.updatesShare, '%'),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
