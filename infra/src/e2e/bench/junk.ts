import { freePorts } from '../../dev-services/launch.ts';
import { ARENA_PLAN } from './clients/arena-plan.ts';
import { measureArena } from './clients/measure-arena.ts';
import type { ArenaRun } from './clients/measure-arena.ts';
import { requireNativeBots } from './clients/native-bots.ts';
import { EdgeLoad } from './edge/edge-load.ts';
import type { JunkReport } from './edge/edge-load.ts';
import { Scraped } from './edge/scrape.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';

const CLIENTS = 1000;
const JUNK_PER_SECOND = 50_000;
/** Sockets that it comes from, each with an address of its own. */
const SOURCES = 2000;
const GOODPUT_LEAST = 70;

/**
 * Envelope: receiving 50,000 datagrams takes 3 µs each, 15 % of a core; of 25,000 forged tokens 20,000
 * are opened, at 10 µs each another fifth. So a third of the proxy's core goes, where 1,000 clients need
 * less than half of one.
 */
export const bench: Bench = {
  what: `${JUNK_PER_SECOND} junk packets a second, half of them requests with forged tokens, beside clients`,
  async run(context) {
    requireNativeBots();
    const clients = context.clients?.[0] ?? CLIENTS;
    const calm = await measure(context, clients, 0);
    context.progress(`without junk: ${summary(calm)}`);
    const attacked = await measure(context, clients, JUNK_PER_SECOND);
    context.progress(`with junk: ${summary(attacked)}`);
    return figures(calm, attacked);
  },
};

interface JunkRun {
  readonly arena: ArenaRun;
  readonly junk: JunkReport | null;
  /** Packets that the proxy dropped meanwhile, as it counts them. */
  readonly refused: number;
}

async function measure(context: BenchContext, clients: number, rate: number): Promise<JunkRun> {
  const { seconds, flags = {} } = context;
  const [port] = await freePorts(1);
  let junk: JunkReport | null = null;
  let refused = 0;
  const arena = await measureArena(
    { 'shards.count': '1', 'metrics.ports.proxy': String(port), ...flags },
    { ...ARENA_PLAN, clients, seconds },
    async (cluster) => {
      if (rate === 0) return;
      const server = { host: '127.0.0.1', port: cluster.config.proxy.port };
      const load = EdgeLoad.start({ protocolId: cluster.protocolId, server, tokens: [] });
      try {
        junk = await load.junk(rate, seconds, SOURCES);
        const refusals = 'atlasnet_proxy_packets_refused_total';
        refused = (await Scraped.of(port)).sum(refusals);
      } finally {
        load.stop();
      }
    },
  );
  return { arena, junk, refused };
}

function figures(calm: JunkRun, attacked: JunkRun): Figure[] {
  const { arena, junk, refused } = attacked;
  const clients = `${arena.bots} clients`;
  const sent = junk?.sent ?? 0;
  return [
    {
      ...{ name: `${clients}: goodput with junk`, value: 100 * goodput(arena), unit: '%' },
      limit: { is: 'at least', value: GOODPUT_LEAST },
      note: 'whole updates or answered commands, the lesser, of all that were due',
    },
    { name: `${clients}: goodput without junk`, value: 100 * goodput(calm.arena), unit: '%' },
    {
      ...{ name: `${clients}: connections that ended`, value: arena.ended, unit: '' },
      limit: { is: 'at most', value: 0 },
    },
    {
      ...{ name: 'junk sent', value: sent / (junk?.seconds ?? 1), unit: '/s' },
      limit: { is: 'at least', value: JUNK_PER_SECOND * 0.99 },
    },
    {
      ...{
        name: 'junk that the proxy counted as dropped',
        value: (100 * refused) / sent,
        unit: '%',
      },
      note: 'the rest was lost in the kernel, in a full socket',
    },
    { name: 'whole updates without junk', value: calm.arena.updatesShare * 100, unit: '%' },
    { name: 'whole updates with junk', value: arena.updatesShare * 100, unit: '%' },
    { name: 'update age p99 without junk', value: calm.arena.ageMsP99, unit: 'ms' },
    { name: 'update age p99 with junk', value: arena.ageMsP99, unit: 'ms' },
    { name: 'command round trip p99 without', value: calm.arena.roundTripMsP99, unit: 'ms' },
    { name: 'command round trip p99 with junk', value: arena.roundTripMsP99, unit: 'ms' },
    ...cores('without junk', calm.arena),
    ...cores('with junk', arena),
  ];
}

/** Share of what the clients should have got. */
function goodput({ updatesShare, roundTrips, seconds, bots }: ArenaRun): number {
  return Math.min(updatesShare, roundTrips / (seconds * bots * ARENA_PLAN.commandHz));
}

function cores(when: string, { cores: taken }: ArenaRun): Figure[] {
  return [...taken]
    .filter(([, share]) => share >= 0.02)
    .map(([name, share]) => {
      return { name: `CPU of ${name} ${when}`, value: share * 100, unit: '% of core' };
    });
}

function summary({ arena }: JunkRun): string {
  return (
    `updates ${(arena.updatesShare * 100).toFixed(1)} %, age p99 ${arena.ageMsP99.toFixed(0)} ms, ` +
    `round trip p99 ${arena.roundTripMsP99.toFixed(0)} ms, ${arena.ended} ended`
  );
}
