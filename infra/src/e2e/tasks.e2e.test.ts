import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { verifyLog } from '@atlasnet/replay';
import { EmbeddedEventLog, NodeLogFiles } from '../adapters/embedded/index.ts';
import type { ClusterProcess } from './cluster-process.ts';
import { ClusterFolder } from './cluster-process.ts';

const BOTS = 30;
const folder = new ClusterFolder('tasks');

afterEach(() => folder.close());

/** Pids of the worker processes that were started, oldest first. */
function workerPids({ lines }: ClusterProcess): number[] {
  const found = lines.map((line) => Number(/\[worker (\d+)\]/.exec(line)?.[1] ?? 0));
  return Array.from(new Set(found.filter((pid) => pid > 0)));
}

async function facts(): Promise<{ readonly jobs: number; readonly held: boolean }> {
  const log = await EmbeddedEventLog.open({
    files: new NodeLogFiles(join(folder.path, 'arena', 'log')),
    diskBytesMax: 2 ** 32,
    wallMs: () => Date.now(),
  });
  const conserved = [{ component: 'coins', carriedBy: { coins: 'amount' } }];
  const report = await verifyLog(log, 'arena', { conserved });
  await log.close();
  const tasks = report.invariants.find(({ invariant }) => invariant === 'M4');
  return { jobs: tasks?.facts ?? 0, held: report.held };
}

test('[M4, I5] bounties that workers reckon are paid, though one worker is killed and comes back', async () => {
  const flags = { 'example.bots': String(BOTS), 'shards.count': '2', 'tasks.workers': '2' };
  const cluster = await folder.start(flags, 'arena');
  await cluster.until(({ clients }) => clients >= BOTS, 60_000);
  await cluster.untilLine(/jobs are shared anew/, 30_000);
  process.kill(workerPids(cluster)[0], 'SIGKILL');
  const end = Date.now() + 40_000;
  while (workerPids(cluster).length < 3 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(workerPids(cluster)).toHaveLength(3);
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  expect(await cluster.stop()).toBe(0);
  const { jobs, held } = await facts();
  expect(held).toBe(true);
  expect(jobs).toBeGreaterThan(4);
}, 180_000);
