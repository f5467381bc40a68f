import type { CommandEntry } from '../command.ts';

/** Every command of `atlasnet`, one line each, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  entry('config', 'print the effective configuration', () => import('./config.ts')),
  entry('cluster', 'run a whole world on this machine', () => import('./cluster.ts')),
  entry('log', 'keep the embedded log and store', () => import('./log.ts')),
  entry('shard', 'own regions and tick them', () => import('./shard.ts')),
  entry('watchdog', 'assign regions, start shards', () => import('./watchdog.ts')),
  entry('proxy', 'carry clients over UDP', () => import('./proxy.ts')),
  entry('gateway', 'let clients in over HTTP', () => import('./gateway.ts')),
  entry('worker', 'run jobs outside the tick', () => import('./worker.ts')),
  entry('heuristic', 'move borders with the load', () => import('./heuristic.ts')),
  entry('example', 'run the program of an example', () => import('./example.ts')),
  entry('bots', 'load a running world with real clients', () => import('./bots.ts')),
  entry('cartograph', 'show the world in a browser', () => import('./cartograph.ts')),
  entry('replay', 'look into a log: state, histories, verify', () => import('./replay.ts')),
  entry('store', 'check, rebuild, ask the transient store', () => import('./store.ts')),
  entry('drill', 'break a running cluster on purpose', () => import('./drill.ts')),
  entry('keys', "make, list and rotate the cluster's keys", () => import('./keys.ts')),
  entry('sim', 'run the cluster under seeded faults', () => import('./sim.ts')),
  entry('fuzz', 'feed readers changed bytes', () => import('./fuzz.ts')),
  entry('chaos', 'run real processes under real faults', () => import('./chaos.ts')),
  entry('bench', 'measure, beside the limits', () => import('./bench.ts')),
  entry(
    'services',
    'bring a real Kafka and Valkey up for development',
    () => import('./services.ts'),
  ),
];

function entry(name: string, summary: string, load: CommandEntry['load']): CommandEntry {
  return { name, summary, load };
}
