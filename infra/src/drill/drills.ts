import { isWarm } from '@atlasnet/cluster';
import type { RegisteredProcess } from '@atlasnet/cluster';
import { checkStore } from '@atlasnet/replay';
import { AtlasError, sleep, storeKeys } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import { isRunning, parentOf, pauseProcess, signal } from '../dev-services/process-identity.ts';
import type { ProcessIdentity } from '../dev-services/process-identity.ts';
import { CutProcess } from './cut-process.ts';
import type { DrillClient } from './drill-client.ts';
import type { Drill } from './drill.ts';
import { EMBEDDED_LOG_BACK_MS } from './drill-limits.ts';
import type { SeenBy } from './drill-limits.ts';
import { killLeader } from './kill-leader.ts';
import { localProcess, refused } from './local-process.ts';

/** What is done to the cluster; resolves when it should be well again. */
export type DrillAction = (drill: Drill, options: DrillOptions) => Promise<void>;

export interface DrillOptions {
  /** kill-shard, pause-shard: the region whose owner is meant; the first by default. */
  readonly region: RegionId | null;
  /** rolling-restart: which roles, in this order; null: all that are there. */
  readonly roles: readonly string[] | null;
}

/** Between two looks at the registry, milliseconds. */
const LOOK_MS = 100;
/** Keys of one world that are wiped at most. */
const KEYS_MAX = 100_000;
/** A view in which nothing moves is not waited for any longer than this, milliseconds. */
const VIEW_LIMIT_MS = 5000;
/** Standbys that are wanted are waited for before a shard is lost, milliseconds. */
const WARM_LIMIT_MS = 15_000;
/** A region may change its owner for these at any time: the new one ticks it before the old one stops. */
const PLANNED: readonly string[] = ['balance', 'draining'];

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

/** @throws AtlasError ATLAS_USAGE for a role that no process has, or that is never restarted */
export function restartRoles(list: string): readonly string[] {
  const roles = list.split(',').map((role) => role.trim());
  const unknown = roles.find((role) => !RESTART_ROLES.includes(role));
  if (unknown === undefined) return roles;
  throw new AtlasError('ATLAS_USAGE', `--roles names ${unknown}, which is no role`, {
    hint: `It takes ${RESTART_ROLES.join(', ')}, with commas between.`,
  });
}

async function killShard(drill: Drill, options: DrillOptions): Promise<void> {
  const { entry, regions } = await ownerOf(drill, options.region);
  const identity = localProcess(entry);
  const warm = await warmOf(drill, regions, entry);
  const seen = await whoSees(drill, identity);
  drill.parts.print(`SIGKILL for the shard ${entry.id} with regions ${regions.join(', ')}`);
  drill.now();
  signal(identity, 'SIGKILL');
  await drill.takenOver(regions);
  drill.judgeTakeovers(regions, warm, seen);
}

/** Stands still until its regions are somebody else's, and wakes as a zombie: nothing of it may count. */
async function pauseShard(drill: Drill, options: DrillOptions): Promise<void> {
  const { entry, regions } = await ownerOf(drill, options.region);
  const identity = localProcess(entry);
  const warm = await warmOf(drill, regions, entry);
  drill.parts.print(`SIGSTOP for the shard ${entry.id} with regions ${regions.join(', ')}`);
  const wake = drill.parts.mends.note(() => signal(identity, 'SIGCONT'));
  drill.now();
  try {
    await pauseProcess(identity);
    await drill.takenOver(regions);
  } finally {
    await wake();
  }
  drill.judgeTakeovers(regions, warm, 'lease');
  await drill.allTickAfter(drill.nowMs);
}

/**
 * Those of the regions that another process keeps warm. Where that is wanted, it is waited for: a world
 * that has just begun is not judged as one that is well.
 */
async function warmOf(
  drill: Drill,
  regions: readonly RegionId[],
  owner: Pick<RegisteredProcess, 'id'>,
): Promise<ReadonlySet<RegionId>> {
  const { standbys, registry, clock, print } = drill.parts;
  const look = async (): Promise<ReadonlySet<RegionId>> => {
    const shards = await registry.list('shard').catch(() => []);
    const others = shards.filter(({ id, draining }) => id !== owner.id && !draining);
    return new Set(regions.filter((region) => others.some((shard) => isWarm(shard, region))));
  };
  const end = clock.monotonicMs() + WARM_LIMIT_MS;
  let warm = await look();
  while (standbys > 0 && warm.size < regions.length && clock.monotonicMs() < end) {
    await sleep(clock, LOOK_MS);
    warm = await look();
  }
  const cold = regions.filter((region) => !warm.has(region));
  if (standbys > 0 && cold.length > 0) print(`nobody keeps regions ${cold.join(', ')} warm`);
  // What is warm without being asked for is not judged by a standby's limit.
  return standbys > 0 ? warm : new Set();
}

/** The leading watchdog sees a process end that it started; of another's, the lease has to run out. */
async function whoSees(drill: Drill, { pid }: ProcessIdentity): Promise<SeenBy> {
  const parent = parentOf(pid);
  const watchdogs = await drill.parts.registry.list('watchdog');
  const isParent = watchdogs.some(
    ({ extra }) => extra['pid'] === parent && extra['leads'] === true,
  );
  return isParent ? 'parent' : 'lease';
}

/** Deletes this world's keys, and no other's; the generation last, as a wiped store has none. */
async function wipeStore(drill: Drill): Promise<void> {
  const { store, incarnation, log, world, print, limits } = drill.parts;
  const keys = await store.keys(storeKeys.all(incarnation), KEYS_MAX);
  if (keys.length === 0) return drill.fails('the store holds no key of this world');
  drill.now();
  const generation = storeKeys.generation(incarnation);
  await Promise.all(keys.filter((key) => key !== generation).map((key) => store.delete(key)));
  await store.delete(generation);
  print(`${keys.length} keys of the store are deleted`);
  const whole = await drill.until('the store is as the log says', async () => {
    return (await checkStore(log, world, store)).whole;
  });
  if (whole) {
    const ms = drill.nowMs - drill.faultMs;
    drill.judge('the store is whole again', ms, limits.wholeMs, limits.wholeMs);
  }
  await drill.allTickAfter(drill.nowMs);
  const taken = drill.frames
    .changes()
    .filter(({ from, to, reason }) => from !== null && from !== to && !PLANNED.includes(reason));
  const named = taken.map(({ region, reason }) => `${region} (${reason})`).join(', ');
  drill.expect(taken.length === 0, `regions changed owner because of the store: ${named}`);
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
  // What it had taken before is in the log with moments of before.
  const goneMs = drill.nowMs;
  if (!(await drill.allTickAfter(goneMs))) return;
  const lastMs = drill.lastOfFirstTicks(goneMs);
  drill.judge('every region ticks again', lastMs - drill.faultMs, EMBEDDED_LOG_BACK_MS);
}

/**
 * A shard of the drill's own joins, because only a process that was started behind relays can be cut
 * off without root; once it has regions, nothing reaches it and it reaches nothing: log, store, others.
 */
async function cutLink(drill: Drill): Promise<void> {
  const { processes, print, registry } = drill.parts;
  const others = (await registry.list()).map(({ address }) => address).filter(Boolean);
  const peers = [...new Set([...(await drill.parts.serviceAddresses()), ...others])];
  const shard = await CutProcess.start(processes, peers);
  const end = drill.parts.mends.note(() => shard.stop());
  try {
    print(`the shard ${shard.id} (process ${shard.pid}) starts behind ${peers.length} relays`);
    const owned = (): readonly RegionId[] => drill.frames.control.regionsOf(shard.id);
    const joined = await drill.until('the shard behind the relays has a region', () =>
      Promise.resolve(owned().length > 0),
    );
    if (!joined) return;
    await drill.allTickAfter(drill.nowMs);
    const regions = owned();
    const warm = await warmOf(drill, regions, shard);
    print(`all links of the shard ${shard.id} with regions ${regions.join(', ')} are cut`);
    shard.cut();
    drill.now();
    await drill.takenOver(regions);
    shard.heal();
    drill.judgeTakeovers(regions, warm, 'lease');
    await drill.allTickAfter(drill.nowMs);
  } finally {
    await end();
  }
}

async function rollingRestart(drill: Drill, { roles }: DrillOptions): Promise<void> {
  const { registry, client, clock, limits } = drill.parts;
  const beganMs = clock.wallMs();
  drill.now();
  for (const role of roles ?? RESTART_ROLES) {
    const entries = await registry.list(role);
    if (entries.length === 0 && roles !== null) drill.fails(`there is no ${role} to restart`);
    for (const entry of entries) await restart(drill, entry);
  }
  if (!client) return;
  if (client.updatesSince(beganMs) === 0) return drill.fails('the client saw nothing that moves');
  const { ms } = client.longestGap(beganMs, clock.wallMs());
  drill.judge("the client's longest gap", ms, limits.gapMs, limits.gapMs);
}

async function restart(drill: Drill, entry: RegisteredProcess): Promise<void> {
  const { registry, print, clock, client } = drill.parts;
  const { role, id } = entry;
  const identity = localProcess(entry);
  const before = new Set((await registry.list(role)).map((each) => each.id));
  const [startedMs, askedMs] = [clock.monotonicMs(), clock.wallMs()];
  // A watchdog that is asked like this leaves its shards running.
  signal(identity, role === 'watchdog' ? 'SIGUSR2' : 'SIGTERM');
  const again = await drill.until(`the ${role} ${id} is started again`, async () => {
    const now = await registry.list(role).catch(() => []);
    return !isRunning(identity) && now.some((each) => !before.has(each.id) && !each.draining);
  });
  drill.expect(again, `the ${role} ${id} was not started again`);
  await drill.allTickAfter(drill.nowMs);
  // A gap that goes on belongs to this process, and not to the next.
  await client?.seesOn(clock, VIEW_LIMIT_MS);
  const gap = client ? gapSince(client, askedMs, clock.wallMs()) : '';
  print(`${role} ${id} restarted in ${Math.round(clock.monotonicMs() - startedMs)} ms${gap}`);
}

/** What a client saw of it: its longest gap, when that began, and when it went on elsewhere. */
function gapSince(client: DrillClient, askedMs: number, untilMs: number): string {
  const { ms, fromMs } = client.longestGap(askedMs, untilMs);
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
