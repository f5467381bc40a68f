import type { Bench, BenchContext, Figure } from './figure.ts';
import { serviceFlags, withServices } from './real-services.ts';
import { figuresOf, passes, summaryOf } from './clients/arena-figures.ts';
import { ARENA_PLAN } from './clients/arena-plan.ts';
import { measureArena } from './clients/measure-arena.ts';
import type { ArenaRun } from './clients/measure-arena.ts';
import { requireNativeBots } from './clients/native-bots.ts';

/** Tried in this order until one fails. */
const LADDER = [400, 800, 1200, 1600, 2000, 2400, 2800, 3200, 3600];
/** Three times what Colyseus' StateView carries on this workload, and more than hand-packed. */
const TARGET = 2400;
/** Of it on a real Kafka and Valkey beside the cluster. */
const KAFKA_SHARE = 0.6;
/** Bytes an entity update by clients, everything above UDP. */
const BYTES_MOST: Readonly<Record<number, number>> = { 800: 6, 2400: 4.5 };

/**
 * Envelope: a datagram a client and tick; a Node process sends about 115,000 a second when it does
 * nothing else, sealing one costs 3 to 5 µs more, and so half of them remain: 2,400 to 3,000 clients.
 */
export const bench: Bench = {
  what: 'clients of the arena on this machine, cluster and native bots together, sealed and logged',
  run(context) {
    requireNativeBots();
    const { kafka, progress } = context;
    if (!kafka) return climb(context);
    return withServices(progress, (services) => {
      return climb({ ...context, flags: { ...serviceFlags(services), ...context.flags } });
    });
  },
};

async function climb(context: BenchContext): Promise<readonly Figure[]> {
  const runs: ArenaRun[] = [];
  for (const clients of context.clients ?? LADDER) {
    const run = await measureClients(context, clients);
    runs.push(run);
    context.progress(`${clients} clients: ${summaryOf(run)}`);
    if (!passes(run)) break;
  }
  const most = Math.max(0, ...runs.filter(passes).map(({ bots }) => bots));
  const largest: Figure = {
    name: 'largest number of clients that passes',
    value: most,
    unit: 'clients',
    limit: { is: 'at least', value: context.kafka ? TARGET * KAFKA_SHARE : TARGET },
  };
  return [largest, ...runs.flatMap((run) => figuresOf(run, BYTES_MOST[run.bots] ?? null))];
}

/** One number of clients, on one shard process. */
export function measureClients(
  { seconds, warmSeconds = ARENA_PLAN.warmSeconds, flags = {} }: BenchContext,
  clients: number,
): Promise<ArenaRun> {
  const ours = {
    'shards.count': '1',
    'proxy.viewRadiusMetres': String(ARENA_PLAN.viewRadiusM),
    ...flags,
  };
  return measureArena(ours, { ...ARENA_PLAN, clients, seconds, warmSeconds });
}
