import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import type { RegisteredProcess } from '@atlasnet/cluster';
import { AtlasError, processId } from '@atlasnet/schemas';
import { ProcessorSides, sideLines } from './processor-sides.ts';

/** Metrics of processes, by path; each answer says that a tenth of a second more was used. */
async function withMetrics(use: (url: string, asked: string[]) => Promise<void>): Promise<void> {
  const used = new Map<string, number>();
  const asked: string[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push(headers.authorization ?? '');
    if (url === '/broken') return void response.end('# nothing of the processor\n');
    const seconds = (used.get(url) ?? 5) + 0.1;
    used.set(url, seconds);
    response.end(`# TYPE a counter\nprocess_cpu_seconds_total{role="x"} ${seconds}\nother 1\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function entry(role: string, number: number, metrics?: string): RegisteredProcess {
  const id = processId(number.toString(16).padStart(16, '0'));
  return { id, role, address: '', draining: false, extra: metrics ? { metrics } : {} };
}

test('each side is the sum of what its processes used meanwhile; who says nothing is named', async () => {
  await withMetrics(async (url, asked) => {
    const processes = [
      entry('proxy', 1, `${url}/proxy`),
      entry('shard', 2, `${url}/one`),
      entry('shard', 3, `${url}/other`),
      entry('log', 4),
      entry('worker', 5, `${url}/broken`),
      entry('gateway', 6, 'http://127.0.0.1:1/metrics'),
    ];
    const sides = new ProcessorSides({ processes: async () => processes, token: 'secret' });
    const beganMs = performance.now();
    await sides.begin();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const left = processes.shift();
    processes.push(entry('proxy', 7, `${url}/late`), ...(left ? [left] : []));
    const use = await sides.end();
    const elapsedS = (performance.now() - beganMs) / 1000;
    const shares = new Map(use.sides.map(({ role, cpuShare }) => [role, cpuShare]));
    expect([...shares.keys()].toSorted()).toEqual(['proxy', 'shard']);
    // A tenth of a second each, in no more than the time that passed.
    expect(shares.get('shard')).toBeGreaterThanOrEqual(0.2 / elapsedS);
    expect(shares.get('proxy')).toBeGreaterThanOrEqual(0.1 / elapsedS);
    expect(shares.get('proxy')).toBeLessThan(0.1 / 0.04);
    expect(use.sides.map(({ role, processes: many }) => `${many} ${role}`).toSorted()).toEqual([
      '1 proxy',
      '2 shard',
    ]);
    expect(use.silent).toEqual(['gateway', 'log', 'proxy', 'worker']);
    expect(new Set(asked)).toEqual(new Set(['Bearer secret']));
  });
});

test('a store that is away costs the figures, not the run', async () => {
  const away = new AtlasError('ATLAS_STORE_UNREACHABLE', 'the store is away');
  const sides = new ProcessorSides({ processes: () => Promise.reject(away), token: '' });
  await sides.begin();
  expect(await sides.end()).toEqual({ sides: [], silent: [] });
});

test('the lines name each side’s share of a core, and what is not known', () => {
  const sides = [
    { role: 'shard', processes: 2, cpuShare: 1.234 },
    { role: 'log', processes: 1, cpuShare: 0.05 },
  ];
  expect(sideLines({ sides, silent: ['worker'] }).map((line) => line.trim())).toEqual([
    '123 % of a core for shard, 2 of them',
    '5 % of a core for log',
    'no metrics of worker',
  ]);
  expect(sideLines(null)).toHaveLength(1);
  expect(sideLines({ sides: [], silent: [] }).join()).toContain('nobody');
});
