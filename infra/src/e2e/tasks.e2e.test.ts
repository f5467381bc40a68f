import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { verifyLog } from '@atlasnet/replay';
import { EmbeddedEventLog, NodeLogFiles } from '../adapters/embedded/index.ts';
import { eventually } from '../testing/contract-tools.ts';
import { Scraped } from './bench/edge/scrape.ts';
import type { ClusterProcess } from './cluster-process.ts';
import { ClusterFolder } from './cluster-process.ts';

const BOTS = 30;
/** So many are run after the worker's death: a few seconds' worth, on a busy machine a minute's. */
const JOBS = 5;
const JOBS_MS = 60_000;
const folder = new ClusterFolder('tasks');

afterEach(() => folder.close());

/** Pids of the worker processes that were started, oldest first. */
function workerPids({ lines }: ClusterProcess): number[] {
  const found = lines.map((line) => Number(/\[worker (\d+)\]/.exec(line)?.[1] ?? 0));
  return Array.from(new Set(found.filter((pid) => pid > 0)));
}

/** Jobs that the workers that live have run, by their metrics. */
async function jobsRun({ lines }: ClusterProcess): Promise<number> {
  const ports = lines.map((line) => /\[worker \d+\].*:(\d+)\/metrics/.exec(line)?.[1] ?? '');
  const told = ports.filter((port) => port !== '').map((port) => Scraped.of(Number(port)));
  const answered = (await Promise.allSettled(told)).flatMap((answer) =>
    answer.status === 'fulfilled' ? answer.value.sum('atlasnet_tasks_jobs_total') : [],
  );
  return answered.reduce((sum, jobs) => sum + jobs, 0);
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
  await eventually(() => workerPids(cluster).length === 3, 'another worker', 40_000);
  const before = await jobsRun(cluster);
  for (const end = Date.now() + JOBS_MS; (await jobsRun(cluster)) < before + JOBS;) {
    if (Date.now() > end) throw new Error(`no ${JOBS} jobs in ${JOBS_MS} ms: ${cluster.lastLine}`);
    await delay(500);
  }
  expect(await cluster.stop()).toBe(0);
  const { jobs, held } = await facts();
  expect(held).toBe(true);
  expect(jobs).toBeGreaterThanOrEqual(JOBS);
}, 180_000);
