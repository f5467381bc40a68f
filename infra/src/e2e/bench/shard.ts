import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AtlasNetServer } from '@atlasnet/cluster';
import { compileWorld, processId } from '@atlasnet/schemas';
import { ROOT } from '../../cli/root.ts';
import { SimCluster } from '../sim-cluster.ts';
import { ARENA_PLAN } from './clients/arena-plan.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { threadTimeMs } from './processor-time.ts';
import { StandInProxy } from './shard/stand-in-proxy.ts';

const CLIENTS = 500;
const REGIONS = 4;
/** As by configuration, milliseconds. */
const CHECKPOINT_MS = 30_000;
/** Of the world's time, until everybody has joined and what ticks is compiled. */
const WARM_SECONDS = 20;
/** Of the world's time, for each second that a measurement may take. */
const WORLD_SECONDS = 8;
const LIMIT: Figure['limit'] = { is: 'at most', value: 5000 };
/** Until a watchdog has founded the world and its regions tick, milliseconds. */
const FOUNDED_MS = 5000;

/**
 * Envelope: a client is an entity that moves, half an input a tick, a cell of its own in a frame and a slice. At
 * 2 µs each for simulating, encoding, hashing, publishing and showing it to neighbours a tick of 500
 * takes 5 ms at most, a tenth of a core.
 */
export const bench: Bench = {
  what: `one shard of the arena in ${REGIONS} regions, ${CLIENTS} clients unless told, on a virtual clock, log and network`,
  async run(context) {
    const [clients = CLIENTS] = context.clients ?? [];
    return measure(context, clients);
  },
};

async function measure({ seconds, progress }: BenchContext, clients: number): Promise<Figure[]> {
  const { sim, proxy } = await openStage(clients);
  progress(`${clients} clients join`);
  const warmMs = sim.world.nowMs + WARM_SECONDS * 1000;
  await sim.run(warmMs);
  if (proxy.joined !== clients) throw new Error(`${proxy.joined} of ${clients} joined`);
  const worldSeconds = seconds * WORLD_SECONDS;
  progress(`${worldSeconds} s of the world`);
  const { tally } = proxy;
  const before = { ...tally };
  const usage = process.cpuUsage();
  const threadMs = threadTimeMs();
  await sim.run(warmMs + worldSeconds * 1000);
  const spentMs = threadTimeMs() - threadMs;
  const { user, system } = process.cpuUsage(usage);
  const shardMs = spentMs - (tally.spentMs - before.spentMs);
  const ticks = worldSeconds * sim.options.server.world.tickHz;
  const of = (name: string, value: number, unit: string): Figure => ({ name, value, unit });
  const share = (tally.acknowledged - before.acknowledged) / (tally.commands - before.commands);
  return [
    { ...of('a tick of all regions', (shardMs * 1000) / ticks, 'µs'), limit: LIMIT },
    of('of it a client', (shardMs * 1000) / ticks / clients, 'µs'),
    of('of a core, at the speed of the world', shardMs / worldSeconds / 10, '%'),
    of('other threads beside a tick', (user + system - spentMs * 1000) / ticks, 'µs'),
    of('inputs a second', (tally.inputs - before.inputs) / worldSeconds, ''),
    of('commands acknowledged', share * 100, '%'),
    of('slices a second', (tally.slices - before.slices) / worldSeconds, ''),
    of('to the proxy', (tally.bytes - before.bytes) / worldSeconds / 1000, 'kB/s'),
  ];
}

/** A world that ticks, with all clients on their way in; the watchdog that founded it is gone again (O6). */
async function openStage(clients: number): Promise<{ sim: SimCluster; proxy: StandInProxy }> {
  const server = await loadArena();
  const sim = new SimCluster({
    ...{ seed: 1, server, regions: REGIONS, shards: 1, sessionsMax: clients * 4 },
    checkpointIntervalMs: CHECKPOINT_MS,
    keepsLines: false,
  });
  await sim.run(FOUNDED_MS);
  const { control } = sim;
  const map = control?.mapInForce?.map;
  const homeCount = control?.incarnation?.homeCount ?? 0;
  if (!map) throw new Error('the world was not founded');
  const shard = sim.ownerOf(0);
  sim.watchdogs[0].process.crash();
  const random = sim.world.random('clients');
  const proxy = new StandInProxy({
    process: sim.world.process(processId('e'.repeat(16)), { role: 'proxy' }),
    ...{ schema: compileWorld(server.world), map, homeCount, clients },
    ...{ inputHz: ARENA_PLAN.inputHz, commandHz: ARENA_PLAN.commandHz },
    random: () => random.fraction(),
  });
  await Promise.all([proxy.open(`${shard.id}:1`), sim.run(FOUNDED_MS + 100)]);
  return { sim, proxy };
}

async function loadArena(): Promise<AtlasNetServer> {
  const game = pathToFileURL(join(ROOT, 'examples/dist/arena/game.js')).href;
  return ((await import(game)) as { readonly server: AtlasNetServer }).server;
}
