import { AtlasError } from '@atlasnet/schemas';
import { ArenaCluster } from './arena-cluster.ts';
import { NativeBots } from './native-bots.ts';
import type { BotPlan, BotReport } from './native-bots.ts';
import { coresBetween, machineBusyMs, readUsage } from './process-usage.ts';

/** One number of clients, measured. */
export interface ArenaRun extends BotReport {
  /** Share of the updates that came in time and held every changed entity in range. */
  readonly updatesShare: number;
  /** From the first bot's start until all had their avatars. */
  readonly joinSeconds: number;
  /** Cores taken, by process. */
  readonly cores: ReadonlyMap<string, number>;
  readonly residentBytes: ReadonlyMap<string, number>;
  /** What others on the machine took meanwhile, and the kernel on nobody's account. */
  readonly otherCores: number;
}

/**
 * The cluster and the bots on this machine, from nothing.
 * @param beside is begun with the window that is measured, and ended before the cluster is
 */
export async function measureArena(
  flags: Readonly<Record<string, string>>,
  plan: BotPlan,
  beside: (cluster: ArenaCluster) => Promise<void> = () => Promise.resolve(),
): Promise<ArenaRun> {
  const cluster = await ArenaCluster.start(flags);
  const bots = NativeBots.start(cluster, plan);
  try {
    const end = bots.reached('W1');
    if (!(await bots.reached('W0'))) await bots.report();
    const other = beside(cluster);
    // It is awaited below, whatever else fails.
    other.catch(() => undefined);
    const started = { busy: machineBusyMs(), at: performance.now(), usage: usageOf(cluster, bots) };
    await end;
    const elapsedMs = performance.now() - started.at;
    const usage = usageOf(cluster, bots);
    const busy = machineBusyMs() - started.busy;
    const report = await bots.report();
    await other;
    const cores = coresBetween(started.usage, usage, elapsedMs);
    const ours = [...cores.values()].reduce((sum, share) => sum + share, 0);
    return {
      ...report,
      joinSeconds: bots.joinSeconds,
      updatesShare: report.ticksShare * report.completeShare,
      cores,
      residentBytes: new Map(usage.map(({ name, residentBytes }) => [name, residentBytes])),
      otherCores: busy / elapsedMs - ours,
    };
  } catch (error) {
    // How many joined says all: no bug is to be looked for.
    if (error instanceof AtlasError) throw error;
    const said = cluster.lastLines;
    throw new Error(`${String(error)}\nthe cluster said:\n${said}`, { cause: error });
  } finally {
    bots.kill();
    await cluster.stop();
  }
}

function usageOf(cluster: ArenaCluster, bots: NativeBots): ReturnType<typeof readUsage> {
  return [...readUsage(cluster.process.pid), ...readUsage(bots.pid)];
}
