import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import { startServices } from '../../dev-services/index.ts';
import { removeFolder } from '../cluster-process.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import { RecoveryCluster } from './recovery-cluster.ts';
import type { RecoveryTimes } from './recovery-cluster.ts';
import { noteStarted } from './started.ts';

/** One way to lose a shard, and the time in which all its entities are to tick again. */
interface Loss {
  readonly name: string;
  readonly entities: number;
  readonly standbys: number;
  readonly checkpointIntervalMs: number;
  readonly longTail?: boolean;
  readonly seenBy: 'parent' | 'lease';
  readonly limitMs: number;
  /** What the limit is held against: from the kill on, or from the new assignment on. */
  readonly from: 'death' | 'detection';
}

const TEN = { entities: 10_000, checkpointIntervalMs: 5000, from: 'death' } as const;
const MANY = { entities: 100_000, seenBy: 'parent', from: 'detection' } as const;

const LOSSES: readonly Loss[] = [
  { ...TEN, name: 'cold', standbys: 0, seenBy: 'parent', limitMs: 1000 },
  { ...TEN, name: 'warm', standbys: 1, seenBy: 'parent', limitMs: 300 },
  { ...TEN, name: 'cold-lease', standbys: 0, seenBy: 'lease', limitMs: 3000 },
  { ...TEN, name: 'warm-lease', standbys: 1, seenBy: 'lease', limitMs: 2000 },
  { ...MANY, name: 'cold-many', standbys: 0, checkpointIntervalMs: 5000, limitMs: 1500 },
  {
    ...{ ...MANY, name: 'warm-many', standbys: 1, limitMs: 300 },
    ...{ checkpointIntervalMs: 60_000, longTail: true },
  },
];

/** From this many kills on the 99th percentile means something; below it is the maximum that counts. */
const PERCENTILE_ROUNDS = 100;

/**
 * Envelope: a look of the watchdog that is ended by the exit, an append and a follow (10 ms), a claim
 * (5 ms); cold a checkpoint of 25 bytes an entity (1 µs each) and, of at most five seconds, the tail at
 * 0.1 µs a change; then up to one tick of 50 ms. By lease there are 1.5 s before that.
 */
export const bench: Bench = {
  what: 'kill -9 of the shard that owns all entities; until all of them tick again, by the log’s clock',
  async run(context) {
    const { only, kafka, progress } = context;
    const losses = LOSSES.filter(({ name }) => only === undefined || name === only);
    if (losses.length === 0) {
      throw new AtlasError('ATLAS_USAGE', `recovery has no measurement ${only}`, {
        hint: `They are ${LOSSES.map(({ name }) => name).join(', ')}.`,
      });
    }
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-bench-'));
    if (kafka) progress('starting Kafka and Valkey');
    const figures: Figure[] = [];
    const forget = noteStarted(() => removeFolder(directory));
    try {
      for (const loss of losses) {
        // Each world is new: a topic of its own name would be another's history.
        const services = kafka
          ? await startServices({ directory: join(directory, loss.name) })
          : undefined;
        try {
          const { kafka: brokers, valkey } = services ?? {};
          const cluster = await RecoveryCluster.start({ ...loss, kafka: brokers, valkey });
          try {
            figures.push(...(await measure(loss, cluster, context)));
          } finally {
            await cluster.stop();
          }
        } finally {
          await services?.stop();
        }
      }
    } finally {
      await removeFolder(directory);
      forget();
    }
    return figures;
  },
};

async function measure(
  loss: Loss,
  cluster: RecoveryCluster,
  { rounds = 30, progress }: BenchContext,
): Promise<Figure[]> {
  const times: RecoveryTimes[] = [];
  for (let round = 1; round <= rounds; round++) {
    const time = await cluster.kill();
    times.push(time);
    const { from, totalMs, detectMs, claimMs, checkpointMs, tailMs, firstTickMs } = time;
    const phases = [detectMs, claimMs, checkpointMs, tailMs, firstTickMs].map(Math.round);
    progress(
      `${loss.name} ${round} of ${rounds}: ${Math.round(totalMs)} ms (${phases.join(' + ')}), from ${from}`,
    );
  }
  return figuresOf(loss, times);
}

function figuresOf(loss: Loss, times: readonly RecoveryTimes[]): Figure[] {
  const high = times.length >= PERCENTILE_ROUNDS ? 0.99 : 1;
  const highName = high === 1 ? `maximum of ${times.length}` : 'p99';
  const ms = (name: string, value: number): Figure => ({
    name: `${loss.name}: ${name}`,
    value,
    unit: 'ms',
  });
  const judged = times.map(({ totalMs, detectMs }) =>
    loss.from === 'death' ? totalMs : totalMs - detectMs,
  );
  const sources = loss.standbys > 0 ? ['standby'] : ['store', 'topic'];
  const expected = times.filter(({ from }) => sources.includes(from)).length;
  const phase = (name: string, of: (time: RecoveryTimes) => number): Figure =>
    ms(`of it ${name} p50`, quantile(times.map(of), 0.5));
  return [
    {
      ...ms(`${loss.entities} entities tick again, ${highName}`, quantile(judged, high)),
      limit: { is: 'at most', value: loss.limitMs },
      note: `since the ${loss.from}; ${expected} of ${times.length} ${loss.standbys > 0 ? 'from the standby' : 'from a checkpoint'}`,
    },
    ms('the same, p50', quantile(judged, 0.5)),
    phase('detect', ({ detectMs }) => detectMs),
    phase('claim', ({ claimMs }) => claimMs),
    phase('checkpoint', ({ checkpointMs }) => checkpointMs),
    phase('tail', ({ tailMs }) => tailMs),
    phase('first tick', ({ firstTickMs }) => firstTickMs),
    {
      name: `${loss.name}: ticks missed p50`,
      value: quantile(
        times.map(({ missedTicks }) => missedTicks),
        0.5,
      ),
      unit: 'ticks',
    },
  ];
}
