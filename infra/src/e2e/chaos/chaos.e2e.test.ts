import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCli } from '../cli-run.ts';
import type { ChaosRun } from './run-chaos.ts';

/** How long faults go on; minutes are only taken when asked for. */
const MINUTES = Number(process.env['ATLASNET_TEST_CHAOS_MINUTES'] ?? 0);
const CLIENTS = '24';
/** Start, rest and the check of the log come on top, milliseconds. */
const LIMIT_MS = MINUTES * 60_000 + 240_000;

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'atlasnet-chaos-test-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function chaos(log: 'kafka' | 'embedded', minutes: number): Promise<ChaosRun> {
  const report = join(directory, log);
  const flags = { minutes: String(minutes), clients: CLIENTS, seed: '1', log, report };
  const run = await runCli(['chaos'], flags, LIMIT_MS);
  if (run.code !== 0) console.log(run.text);
  expect(run.code).toBe(0);
  return JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')) as ChaosRun;
}

function expectJudged({ verdict, faults }: ChaosRun): void {
  expect(verdict.held).toBe(true);
  const compared = verdict.invariants.filter(({ facts }) => facts > 0);
  expect(compared.map(({ invariant }) => invariant).sort()).toEqual(
    ['I1', 'I10', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'clients'].sort(),
  );
  expect(faults.length).toBeGreaterThan(2);
  expect(verdict.fates.acknowledged).toBeGreaterThan(50);
}

const asked = MINUTES > 0 ? test : test.skip;
const onServices = process.env['ATLASNET_TEST_KAFKA'] ? asked : test.skip;

onServices(
  '[I1–I10] three brokers, a store and every process under faults: nothing is lost, every client goes on',
  async () => expectJudged(await chaos('kafka', MINUTES)),
  LIMIT_MS,
);

asked(
  '[I1–I10] the embedded log under faults: killed, paused, its disk full',
  async () => expectJudged(await chaos('embedded', Math.min(MINUTES, 0.75))),
  LIMIT_MS,
);
