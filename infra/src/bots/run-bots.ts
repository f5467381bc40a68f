import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientTransport } from '@atlasnet/proxy';
import { AtlasError, aborted } from '@atlasnet/schemas';
import type { WorldDeclaration } from '@atlasnet/schemas';
import type { Behaviour } from './behaviour.ts';
import type { BotsReport } from './bots-report.ts';
import type { Entrance } from './entrance.ts';
import { Latencies } from './latencies.ts';
import { BOT_LIMITS } from './limits.ts';
import { LoadBot, count } from './load-bot.ts';
import type { BotTally } from './load-bot.ts';
import type { ProcessorSides } from './processor-sides.ts';

export interface RunBotsOptions {
  readonly world: WorldDeclaration;
  readonly entrance: Entrance;
  readonly transport: () => ClientTransport;
  readonly behaviour: Behaviour;
  readonly count: number;
  /** How long is measured, once all are in. */
  readonly seconds: number;
  /** Connects a second. */
  readonly ramp: number;
  /** Metres; 0: the server's default. */
  readonly viewRadiusM: number;
  readonly accountPrefix: string;
  /** The wall clock at the world's tick 0; null: not known. */
  readonly originMs: number | null;
  /** What the cluster's processes take meanwhile; null: it cannot be asked. */
  readonly sides: ProcessorSides | null;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/**
 * Lets so many bots in, measures for a while, and lets them go.
 * @throws AtlasError what the first one met, when nobody got in
 */
export async function runBots(options: RunBotsOptions): Promise<BotsReport> {
  const tally: BotTally = {
    measuring: false,
    originMs: options.originMs ?? Infinity,
    originKnown: options.originMs !== null,
    ageMs: new Latencies(),
    roundTripMs: new Latencies(),
    ticks: 0,
    inputs: 0,
    outcomes: new Map(),
    unsent: 0,
    ended: new Map(),
  };
  const bots = Array.from({ length: options.count }, (_, index) => makeBot(options, tally, index));
  const turns = takeTurns(bots);
  try {
    const startedMs = performance.now();
    const refused = await letIn(bots, options);
    const joinSeconds = (performance.now() - startedMs) / 1000;
    const joined = bots.filter(({ playing }) => playing).length;
    options.progress(`${joined} of ${options.count} joined in ${joinSeconds.toFixed(1)} s`);
    const measured = await measure(bots, tally, options);
    return { bots: options.count, joined, refused, joinSeconds, tally, ...measured };
  } finally {
    clearInterval(turns);
    await Promise.all(bots.map((bot) => bot.leave()));
  }
}

function makeBot(options: RunBotsOptions, tally: BotTally, index: number): LoadBot {
  const { world, behaviour, viewRadiusM, accountPrefix } = options;
  return new LoadBot({
    ...{ index, world, behaviour, viewRadiusM, tally },
    account: `${accountPrefix}${index}`,
    transport: options.transport(),
    random: Math.random,
  });
}

/** Everybody thinks ten times a second, spread evenly over the time between. */
function takeTurns(bots: readonly LoadBot[]): NodeJS.Timeout {
  const { thinkMs, turnMs } = BOT_LIMITS;
  const startedMs = performance.now();
  let done = 0;
  return setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) * bots.length) / thinkMs);
    // Thoughts that a busy process missed are not made up for.
    done = Math.max(done, due - bots.length);
    for (; done < due; done++) bots[done % bots.length].think();
  }, turnMs);
}

/** @returns how many were not let in, by code */
async function letIn(
  bots: readonly LoadBot[],
  { entrance, ramp, signal, progress }: RunBotsOptions,
): Promise<ReadonlyMap<string, number>> {
  const refused = new Map<string, number>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(joinLimitMs(bots.length, ramp))]);
  const startedMs = performance.now();
  let first: unknown = null;
  let saidMs = startedMs;
  const underWay = new Set<Promise<void>>();
  for (const [index, bot] of bots.entries()) {
    const waitMs = startedMs + (index * 1000) / ramp - performance.now();
    if (waitMs > 1) await delay(waitMs, undefined, { signal: limit }).catch(() => undefined);
    if (underWay.size >= BOT_LIMITS.connectsUnderWay) await Promise.race(underWay);
    if (limit.aborted) break;
    const entering: Promise<void> = bot
      .enter(entrance, limit)
      .catch((error: unknown) => {
        first ??= error;
        count(refused, error instanceof AtlasError ? error.code : String(error));
      })
      .finally(() => underWay.delete(entering));
    underWay.add(entering);
    if (performance.now() - saidMs > 2000) {
      saidMs = performance.now();
      progress(`${index + 1} of ${bots.length} connect`);
    }
  }
  await Promise.race([Promise.all(underWay), aborted(limit)]);
  const nobody = bots.every(({ playing }) => !playing);
  if (nobody && first !== null && !signal.aborted) throw first;
  return refused;
}

function joinLimitMs(bots: number, ramp: number): number {
  return BOT_LIMITS.joinMs + (bots * 1000) / ramp;
}

async function measure(
  bots: readonly LoadBot[],
  tally: BotTally,
  { seconds, signal, progress, sides }: RunBotsOptions,
): Promise<Omit<BotsReport, 'bots' | 'joined' | 'refused' | 'joinSeconds' | 'tally'>> {
  await sides?.begin();
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const before = { cpu: process.cpuUsage(), at: performance.now(), seen: seen(bots) };
  tally.measuring = true;
  for (let second = 0; second < seconds && !signal.aborted; second++) {
    if (second % 10 === 0 && second > 0) progress(`${seconds - second} s to go`);
    await delay(Math.min(1, seconds - second) * 1000, undefined, { signal }).catch(() => undefined);
  }
  tally.measuring = false;
  lag.disable();
  const elapsedMs = performance.now() - before.at;
  const cpu = process.cpuUsage(before.cpu);
  const after = seen(bots);
  return {
    seconds: elapsedMs / 1000,
    bytesReceived: after.bytes - before.seen.bytes,
    updates: after.updates - before.seen.updates,
    cpuShare: (cpu.user + cpu.system) / 1000 / elapsedMs,
    lagMsP99: lag.percentile(99) / 1e6,
    cluster: (await sides?.end()) ?? null,
  };
}

function seen(bots: readonly LoadBot[]): { readonly bytes: number; readonly updates: number } {
  let [bytes, updates] = [0, 0];
  for (const { client } of bots) {
    const { statistics } = client;
    bytes += statistics.bytesReceived;
    updates += statistics.updates;
  }
  return { bytes, updates };
}
