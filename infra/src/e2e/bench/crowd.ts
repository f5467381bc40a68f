import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../../dev-services/launch.ts';
import { measureArena } from './clients/measure-arena.ts';
import type { ArenaRun } from './clients/measure-arena.ts';
import { requireNativeBots } from './clients/native-bots.ts';
import type { BotPlan } from './clients/native-bots.ts';
import { Scraped } from './edge/scrape.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';

const CLIENTS = 1000;
/** 256 kbit/s a client. */
const BYTES_PER_SECOND = 32_000;
const TICK_HZ = 20;
const TICK_MS = 1000 / TICK_HZ;
/** Before the window's end, so that the processes are still there, milliseconds. */
const SCRAPE_EARLY_MS = 700;

/** Everybody is in the hot spot of 200 m by 200 m, and sees all of it. */
const PLAN: Omit<BotPlan, 'clients' | 'seconds'> = {
  warmSeconds: 5,
  connectsPerSecond: 200,
  inputHz: 10,
  commandHz: 1,
  speedMps: 5,
  viewRadiusM: 300,
  radiusM: 290,
  hot: true,
};

/**
 * Envelope: 1,600 bytes a tick tell of about 350 of 1,000 entities at 4.5 bytes each; the rates that are wanted, by turns,
 * are 140 of them a tick. At a quarter of a microsecond each 1,000 views of 140 are 35 ms of a tick of 50, without what takes
 * in acknowledgements and hands over packets: about what one proxy core does, if it has the core to itself.
 */
export const bench: Bench = {
  what: 'a crowd in which everybody sees everybody, at 256 kbit/s a client: rates by rank of distance',
  async run(context) {
    requireNativeBots();
    const figures: Figure[] = [];
    for (const clients of context.clients ?? [CLIENTS]) {
      figures.push(...figuresOf(await measure(context, clients)));
    }
    return figures;
  },
};

interface CrowdRun {
  readonly arena: ArenaRun;
  readonly regionOverruns: number;
  readonly viewOverruns: number;
}

async function measure(context: BenchContext, clients: number): Promise<CrowdRun> {
  const { seconds, flags = {}, progress } = context;
  const [proxy, shard] = await freePorts(2);
  let [regionOverruns, viewOverruns] = [NaN, NaN];
  const overruns = async (): Promise<[number, number]> => [
    (await Scraped.of(shard)).above('atlasnet_shard_round_seconds', TICK_MS / 1000),
    (await Scraped.of(proxy)).above('atlasnet_proxy_views_milliseconds', TICK_MS),
  ];
  progress(`${clients} clients in one place`);
  const arena = await measureArena(
    {
      'shards.count': '1',
      'world.regions.initial': '1',
      'world.regions.min': '1',
      'world.regions.max': '1',
      'proxy.viewRadiusMetres': String(PLAN.viewRadiusM),
      'proxy.bytesPerSecondMax': String(BYTES_PER_SECOND),
      'metrics.ports.proxy': String(proxy),
      'metrics.ports.shard': String(shard),
      ...flags,
    },
    { ...PLAN, clients, seconds },
    async () => {
      const before = await overruns();
      await delay(Math.max(0, seconds * 1000 - SCRAPE_EARLY_MS));
      const after = await overruns();
      [regionOverruns, viewOverruns] = [after[0] - before[0], after[1] - before[1]];
    },
  );
  return { arena, regionOverruns, viewOverruns };
}

function figuresOf({ arena, regionOverruns, viewOverruns }: CrowdRun): Figure[] {
  const of = (name: string, value: number, unit: string, limit?: Figure['limit']): Figure => ({
    ...{ name: `${arena.bots} clients: ${name}`, value, unit },
    ...(limit ? { limit } : {}),
  });
  const least = (value: number): Figure['limit'] => ({ is: 'at least', value });
  const most = (value: number): Figure['limit'] => ({ is: 'at most', value });
  const rate = (fresh: number): number => fresh * arena.ticksShare * TICK_HZ;
  const missing = arena.missing / (arena.judged * arena.inRange);
  return [
    of('entities in sight', arena.inRange, ''),
    of(
      'bytes a client',
      (arena.bytesIn * 8) / arena.seconds / arena.bots / 1000,
      'kbit/s',
      most(256),
    ),
    of('updates of the own avatar', rate(arena.freshSelf), 'Hz', least(TICK_HZ * 0.99)),
    of('updates of the nearest 10', rate(arena.freshTo10), 'Hz', least(10)),
    of('updates of ranks 11 to 100', rate(arena.freshTo100), 'Hz', least(10)),
    of('updates of ranks 101 to 300', rate(arena.freshTo300), 'Hz', least(2)),
    ...(arena.inRange > 300
      ? [of('updates of ranks above 300', rate(arena.freshRest), 'Hz', least(2))]
      : []),
    of('oldest state shown, p99', arena.stalenessMsP99, 'ms', most(500)),
    of('oldest state shown', arena.stalenessMsMax, 'ms'),
    of('in sight but not shown', missing * 100, '%', most(0)),
    of('ticks that came', arena.ticksShare * 100, '%', least(99)),
    of('rounds of the shard over a tick', regionOverruns, '', most(0)),
    of('ticks whose views took over a tick', viewOverruns, '', most(0)),
    of('update age p99', arena.ageMsP99, 'ms'),
    of('connections that ended', arena.ended, '', most(0)),
    ...[...arena.cores]
      .filter(([, share]) => share >= 0.02)
      .map(([name, share]) => of(`CPU of ${name}`, share * 100, '% of core')),
  ];
}
