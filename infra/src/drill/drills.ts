import type { RegisteredProcess } from '@atlasnet/cluster';
import { checkStore } from '@atlasnet/replay';
import { storeKeys } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import { isRunning, pauseProcess, signal } from '../dev-services/process-identity.ts';
import { CutProcess } from './cut-process.ts';
import type { DrillClient } from './drill-client.ts';
import type { Drill } from './drill.ts';
import { killLeader } from './kill-leader.ts';
import { localProcess, refused } from './local-process.ts';

/** What is done to the cluster; resolves when it should be well again. */
export type DrillAction = (drill: Drill, options: DrillOptions) => Promise<void>;

export interface DrillOptions {
  /** kill-shard, pause-shard: the region whose owner is meant; the first by default. */
  readonly region: RegionId | null;
  /** rolling-restart: which roles, in this order. */
  readonly roles: readonly string[];
}

/** Keys of one world that are wiped at most. */
const KEYS_MAX = 100_000;
/** A view in which nothing moves is not waited for any longer than this, milliseconds. */
const VIEW_LIMIT_MS = 5000;

/** In this order: clients first lose nothing, the log, on which all wait, comes last. */
export const RESTART_ROLES = [
  ...['cartograph', 'gateway', 'heuristic', 'worker', 'proxy'],
  // Its shards stay, and are then replaced one by one by children of the next.
  ...['watchdog', 'shard', 'log'],
];

export const DRILLS: Readonly<Record<string, DrillAction>> = {
  'kill-shard': killShard,
  'pause-shard': pauseShard,
  'wipe-store': wipeStore,
  'kill-broker': killBroker,
  'cut-link': cutLink,
  'rolling-restart': rollingRestart,
};

async function killShard(drill: Drill, options: DrillOptions): Promise<void> {
  const { entry, regions } = await ownerOf(drill, options.region);
  drill.parts.print(`SIGKILL for the shard ${entry.id} with regions ${regions.join(', ')}`);
  drill.now();
  signal(localProcess(entry), 'SIGKILL');
  await drill.takenOver(regions);
}

/** Stands still until its regions are somebody else's, and wakes as a zombie: nothing of it may count. */
async function pauseShard(drill: Drill, options: DrillOptions): Promise<void> {
  const { entry, regions } = await ownerOf(drill, options.region);
  const identity = localProcess(entry);
  drill.parts.print(`SIGSTOP for the shard ${entry.id} with regions ${regions.join(', ')}`);
  drill.now();
  try {
    await pauseProcess(identity);
    await drill.takenOver(regions);
  } finally {
    signal(identity, 'SIGCONT');
  }
  await drill.allTickAfter(drill.parts.clock.wallMs());
}

/** Deletes this world's keys, and no other's; the generation last, as a wiped store has none. */
async function wipeStore(drill: Drill): Promise<void> {
  const { store, incarnation, log, world, print, clock } = drill.parts;
  const keys = await store.keys(storeKeys.all(incarnation), KEYS_MAX);
  drill.now();
  await Promise.all(keys.map((key) => store.delete(key)));
  print(`${keys.length} keys of the store are deleted`);
  const whole = await drill.until('the store is as the log says', async () => {
    return (await checkStore(log, world, store)).whole;
  });
  if (whole)
    print(`the store is whole again after ${Math.round(clock.wallMs() - drill.faultMs)} ms`);
  await drill.allTickAfter(clock.wallMs());
  const taken = drill.frames.changes().length;
  if (taken > 0) print(`${taken} regions changed owner meanwhile`);
}

/** The embedded log's process is that cluster's broker; of a Kafka, the leader of a region. */
async function killBroker(drill: Drill, { region }: DrillOptions): Promise<void> {
  const { kafka, registry } = drill.parts;
  if (kafka) return killLeader(drill, kafka, region ?? drill.regions[0]);
  const [broker] = await registry.list('log');
  if (!broker) throw refused('no log process is registered', 'Start the cluster first.');
  const identity = localProcess(broker);
  drill.parts.print(`SIGKILL for the log ${broker.id}`);
  drill.now();
  signal(identity, 'SIGKILL');
  await drill.allTickAfter(drill.faultMs + 1);
}

/**
 * A shard of the drill's own joins, because only a process that was started behind relays can be cut
 * off without root; once it has regions, nothing reaches it and it reaches nothing: log, store, others.
 */
async function cutLink(drill: Drill): Promise<void> {
  const { processes, print, clock, registry } = drill.parts;
  const others = (await registry.list()).map(({ address }) => address).filter(Boolean);
  const peers = [...new Set([...(await drill.parts.serviceAddresses()), ...others])];
  const shard = await CutProcess.start(processes, peers);
  try {
    print(`the shard ${shard.id} (process ${shard.pid}) starts behind ${peers.length} relays`);
    const owned = (): readonly RegionId[] => drill.frames.control.regionsOf(shard.id);
    const joined = await drill.until('the shard behind the relays has a region', () =>
      Promise.resolve(owned().length > 0),
    );
    if (!joined) return;
    await drill.allTickAfter(clock.wallMs());
    const regions = owned();
    print(`all links of the shard ${shard.id} with regions ${regions.join(', ')} are cut`);
    shard.cut();
    drill.now();
    await drill.takenOver(regions);
    shard.heal();
    await drill.allTickAfter(clock.wallMs());
  } finally {
    await shard.stop();
  }
}

async function rollingRestart(drill: Drill, { roles }: DrillOptions): Promise<void> {
  drill.now();
  for (const role of roles) {
    for (const entry of await drill.parts.registry.list(role)) await restart(drill, entry);
  }
}

async function restart(drill: Drill, entry: RegisteredProcess): Promise<void> {
  const { registry, print, clock, client } = drill.parts;
  const { role, id } = entry;
  const identity = localProcess(entry);
  const before = new Set((await registry.list(role)).map((each) => each.id));
  const [startedMs, askedMs] = [clock.monotonicMs(), clock.wallMs()];
  // A watchdog that is asked like this leaves its shards running.
  signal(identity, role === 'watchdog' ? 'SIGUSR2' : 'SIGTERM');
  await drill.until(`the ${role} ${id} is started again`, async () => {
    const now = await registry.list(role).catch(() => []);
    return !isRunning(identity) && now.some((each) => !before.has(each.id) && !each.draining);
  });
  await drill.allTickAfter(clock.wallMs());
  // A gap that goes on belongs to this process, and not to the next.
  await client?.seesOn(clock, VIEW_LIMIT_MS);
  const gap = client ? gapSince(client, askedMs) : '';
  print(`${role} ${id} restarted in ${Math.round(clock.monotonicMs() - startedMs)} ms${gap}`);
}

/** What a client saw of it: its longest gap, when that began, and when it went on elsewhere. */
function gapSince(client: DrillClient, askedMs: number): string {
  const { ms, fromMs } = client.longestGap(askedMs);
  const after = (atMs: number): string => `${Math.round(atMs - askedMs)} ms`;
  const resumed = client.resumesSince(askedMs).map(after).join(', ');
  const elsewhere = resumed === '' ? '' : `, went on elsewhere after ${resumed}`;
  return `, the client's longest gap ${Math.round(ms)} ms, from ${after(fromMs)} on${elsewhere}`;
}

/** The shard that owns a region, with all its regions. */
async function ownerOf(
  drill: Drill,
  wanted: RegionId | null,
): Promise<{ entry: RegisteredProcess; regions: readonly RegionId[] }> {
  const { control } = drill.frames;
  const region = wanted ?? drill.regions[0];
  const owner = control.assignmentOf(region)?.process ?? null;
  const entry = owner === null ? null : await drill.find(owner);
  if (!entry) {
    throw refused(
      `region ${region} has no owner in the registry`,
      'Name a region of the map: --region N.',
    );
  }
  return { entry, regions: control.regionsOf(entry.id) };
}
