import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkStore } from '@atlasnet/replay';
import { storeKeys } from '@atlasnet/schemas';
import { findValkey, startServices } from '../../dev-services/index.ts';
import { KeptValkey } from '../chaos/kept-valkey.ts';
import { removeFolder } from '../cluster-process.ts';
import type { StampedTick } from '../takeover-gaps.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import { RecoveryCluster, WORLD } from './recovery-cluster.ts';
import { noteStarted } from './started.ts';

const ENTITIES = 100_000;
const CHECKPOINT_MS = 5000;
/** Ticks of so long before a wipe are compared with those of as long after it: a checkpoint is in each. */
const WINDOW_MS = CHECKPOINT_MS;
const POLL_MS = 20;
/** A store that is not whole within this long never will be, milliseconds. */
const LIMIT_MS = 30_000;
const KEYS_MAX = 10_000;

const WHOLE_MS = 3000;
const LONGER_MS = 5;

/** What one wipe cost. */
interface Wipe {
  readonly wholeMs: number;
  /** The longest tick after it beyond the longest before, on a processor and by the clock, milliseconds. */
  readonly processorMs: number;
  readonly clockMs: number;
}

/**
 * Envelope: a look at the mark every half a second, a heartbeat at every third of a lease (500 ms); 100,000
 * entries of a directory and a checkpoint of 25 bytes an entity are encoded in slices beside the ticks, at
 * 1 µs an entity, and Valkey takes 4 MB in 6 ms.
 */
export const bench: Bench = {
  what: 'FLUSHALL of a real Valkey under a world of 100,000; until every key is there again, and its ticks',
  async run(context) {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-bench-'));
    const forget = noteStarted(() => removeFolder(directory));
    const { kafka, progress } = context;
    if (kafka) progress('starting Kafka');
    const services = kafka ? await startServices({ directory: join(directory, 'kafka') }) : null;
    try {
      const valkey = await KeptValkey.start(findValkey(), directory);
      const forgetValkey = noteStarted(() => valkey.stop());
      try {
        return await measure(valkey, services?.kafka, context);
      } finally {
        await valkey.stop();
        forgetValkey();
      }
    } finally {
      await services?.stop();
      await removeFolder(directory);
      forget();
    }
  },
};

async function measure(
  valkey: KeptValkey,
  kafka: readonly string[] | undefined,
  { rounds = 30, progress }: BenchContext,
): Promise<Figure[]> {
  const ticks: StampedTick[] = [];
  const cluster = await RecoveryCluster.start({
    ...{ entities: ENTITIES, standbys: 1, checkpointIntervalMs: CHECKPOINT_MS, seenBy: 'parent' },
    ...{ kafka, valkey: valkey.address, ticked: (tick) => void ticks.push(tick) },
  });
  try {
    await cluster.calm();
    const takeovers = cluster.takeovers;
    const wipes: Wipe[] = [];
    for (let round = 1; round <= rounds; round++) {
      await cluster.calm();
      ticks.length = 0;
      const wipe = await wipeOnce(valkey, cluster, ticks);
      wipes.push(wipe);
      const { wholeMs, processorMs, clockMs } = wipe;
      const longer = `${processorMs.toFixed(1)} and ${clockMs.toFixed(1)}`;
      progress(`${round} of ${rounds}: whole after ${wholeMs} ms, longest tick by ${longer} ms`);
    }
    return figuresOf(wipes, cluster.takeovers - takeovers);
  } finally {
    await cluster.stop();
  }
}

async function wipeOnce(
  valkey: KeptValkey,
  cluster: RecoveryCluster,
  ticks: readonly StampedTick[],
): Promise<Wipe> {
  const { store, log } = cluster.ports;
  const { incarnation } = cluster;
  if (incarnation === null) throw new Error('the world is founded');
  await delay(WINDOW_MS);
  const prefix = storeKeys.all(incarnation);
  const before = await store.keys(prefix, KEYS_MAX);
  const beforeTicks = ticks.slice();
  const wipedMs = Date.now();
  await valkey.flush();
  await until('every key is there again', async () => {
    const now = new Set(await store.keys(prefix, KEYS_MAX));
    return before.every((key) => now.has(key));
  });
  const wholeMs = Date.now() - wipedMs;
  await delay(Math.max(0, WINDOW_MS - wholeMs));
  const afterTicks = ticks.slice(beforeTicks.length);
  // Not before: to compare 100,000 entities takes a core for a while.
  await until('the store is as the log says', async () => {
    return (await checkStore(log, WORLD, store)).whole;
  });
  const longest = (of: readonly StampedTick[], each: (tick: StampedTick) => number): number =>
    of.length === 0 ? NaN : Math.max(...of.map(each));
  const longer = (each: (tick: StampedTick) => number): number =>
    longest(afterTicks, each) - longest(beforeTicks, each);
  return {
    wholeMs,
    processorMs: longer((tick) => tick.processorMs),
    clockMs: longer((tick) => tick.clockMs),
  };
}

function figuresOf(wipes: readonly Wipe[], changes: number): Figure[] {
  const most = `maximum of ${wipes.length}`;
  const ms = (name: string, p: number, of: (wipe: Wipe) => number, limitMs?: number): Figure => ({
    ...{ name, value: quantile(wipes.map(of), p), unit: 'ms' },
    ...(limitMs === undefined ? {} : { limit: { is: 'at most', value: limitMs } }),
  });
  return [
    ms(`the store is whole again, ${most}`, 1, ({ wholeMs }) => wholeMs, WHOLE_MS),
    ms('the same, p50', 0.5, ({ wholeMs }) => wholeMs),
    ms(
      `longest tick longer on a processor, ${most}`,
      1,
      ({ processorMs }) => processorMs,
      LONGER_MS,
    ),
    ms('the same, p50', 0.5, ({ processorMs }) => processorMs),
    ms(`longest tick longer by the clock, ${most}`, 1, ({ clockMs }) => clockMs, LONGER_MS),
    ms('the same, p50', 0.5, ({ clockMs }) => clockMs),
    {
      ...{ name: 'changes of owner', value: changes, unit: '' },
      limit: { is: 'at most', value: 0 },
    },
  ];
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (Date.now() > endMs) throw new Error(`not within ${LIMIT_MS} ms: ${what}`);
    await delay(POLL_MS);
  }
}
