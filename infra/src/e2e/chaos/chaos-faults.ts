import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../../adapters/simulated/index.ts';
import type { ChaosStage } from './chaos-stage.ts';
import type { KeptProcess } from './kept-process.ts';
import type { Link } from '../../drill/link.ts';

/** One disturbance of a running cluster. */
export interface ChaosFault {
  readonly kind: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  /** Faults of one class never overlap: two of three brokers away would be an outage, by design. */
  readonly exclusive?: string;
  /** Does it to something that `random` picks, undoes it, and says to what. */
  readonly strike: (stage: ChaosStage, random: SeededRandom, began: Began) => Promise<void>;
}

/** Told once the fault is in effect. */
export type Began = (target: string) => void;

/** Pauses last so long, milliseconds: under, about and over a lease and the run-ahead. */
export const PAUSE_MS = [300, 4500] as const;
export const CUT_MS = [500, 5000] as const;

/** What can be done to the processes of a world and to the links between them. */
export const PROCESS_FAULTS: readonly ChaosFault[] = [
  { kind: 'kill-shard', weight: 4, strike: kill(({ shards }) => shards) },
  { kind: 'pause-shard', weight: 4, strike: pause(({ shards }) => shards) },
  { kind: 'stop-shard', weight: 2, strike: kill(({ shards }) => shards, 'SIGTERM') },
  { kind: 'kill-proxy', weight: 2, strike: kill(({ proxies }) => proxies) },
  { kind: 'pause-proxy', weight: 2, strike: pause(({ proxies }) => proxies) },
  { kind: 'stop-proxy', weight: 1, strike: kill(({ proxies }) => proxies, 'SIGTERM') },
  { kind: 'kill-watchdog', weight: 2, strike: kill(({ watchdogs }) => watchdogs) },
  { kind: 'pause-watchdog', weight: 1, strike: pause(({ watchdogs }) => watchdogs) },
  { kind: 'kill-other', weight: 1, strike: kill(({ others }) => others) },
  { kind: 'cut-shard-link', weight: 2, strike: cut(({ shardLinks }) => shardLinks) },
  { kind: 'slow-shard-link', weight: 1, strike: slow(({ shardLinks }) => shardLinks) },
  { kind: 'cut-clients', weight: 1, strike: cut(({ clientLinks }) => clientLinks) },
  { kind: 'slow-clients', weight: 1, strike: slow(({ clientLinks }) => clientLinks) },
  { kind: 'lossy-clients', weight: 2, strike: lossyClients },
];

type Strike = ChaosFault['strike'];
type Pick<T> = (stage: ChaosStage) => readonly T[];

export function kill(targets: Pick<KeptProcess>, name: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Strike {
  return (stage, random, began) => {
    const target = random.pick(targets(stage));
    target.signal(name);
    began(target.name);
    return Promise.resolve();
  };
}

export function pause(targets: Pick<KeptProcess>): Strike {
  return async (stage, random, began) => {
    const target = random.pick(targets(stage));
    if (!(await target.pause())) return;
    began(target.name);
    await delay(random.between(...PAUSE_MS));
    target.signal('SIGCONT');
  };
}

export function cut(links: Pick<Link>): Strike {
  return async (stage, random, began) => {
    const all = links(stage);
    const link = random.pick(all);
    const heal = link.cut();
    began(`link ${all.indexOf(link)}`);
    await delay(random.between(...CUT_MS));
    heal();
  };
}

function slow(links: Pick<Link>): Strike {
  return async (stage, random, began) => {
    const all = links(stage);
    const link = random.pick(all);
    const delayMs = Math.round(random.between(50, 400));
    const heal = link.slow(delayMs);
    began(`link ${all.indexOf(link)}, ${delayMs} ms`);
    await delay(random.between(...CUT_MS));
    heal();
  };
}

async function lossyClients(stage: ChaosStage, random: SeededRandom, began: Began): Promise<void> {
  const link = random.pick(stage.clientLinks);
  const part = random.between(0.05, 0.4);
  const heal = link.lose(part);
  began(`link ${stage.clientLinks.indexOf(link)}, ${Math.round(part * 100)} % lost`);
  await delay(random.between(...CUT_MS));
  heal();
}
