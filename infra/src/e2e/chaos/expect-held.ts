import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { runCli } from '../cli-run.ts';
import type { ChaosOptions, ChaosRun } from './run-chaos.ts';

/** How long faults go on. */
export const MINUTES = Number(process.env['ATLASNET_TEST_CHAOS_MINUTES'] ?? 3);
/** Which they are. */
const SEED = process.env['ATLASNET_TEST_CHAOS_SEED'] ?? '1';
const CLIENTS = '40';
/** Start, rest, copies that catch up and the check of the log come on top, milliseconds. */
const MORE_MS = 600_000;

/** How long expectHeld() may take, milliseconds. */
export function limitMs(minutes: number): number {
  return minutes * 60_000 + MORE_MS;
}

/** Runs `atlasnet chaos`; everything has to hold, every invariant is compared, and there were faults. */
export async function expectHeld(log: ChaosOptions['log'], minutes: number): Promise<void> {
  const report = mkdtempSync(join(tmpdir(), 'atlasnet-chaos-test-'));
  try {
    const flags = { minutes: String(minutes), clients: CLIENTS, seed: SEED, log, report };
    const run = await runCli(['chaos'], flags, limitMs(minutes));
    console.log(run.text);
    expect(run.code).toBe(0);
    expectJudged(JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')) as ChaosRun);
  } finally {
    rmSync(report, { recursive: true, force: true });
  }
}

function expectJudged({ verdict, faults }: ChaosRun): void {
  expect(verdict.held).toBe(true);
  const compared = verdict.invariants.filter(({ facts }) => facts > 0);
  const found = compared.map(({ invariant }) => invariant);
  const numbered = Array.from({ length: 10 }, (_, i) => `I${i + 1}`);
  expect(found).toEqual(expect.arrayContaining([...numbered, 'clients']));
  expect(faults.length).toBeGreaterThan(2);
  expect(verdict.fates.acknowledged).toBeGreaterThan(50);
}
