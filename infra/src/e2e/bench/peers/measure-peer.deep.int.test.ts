import { expect, test } from '@jest/globals';
import { requireNativeBots } from '../clients/native-bots.ts';
import { CONTENDERS } from './contenders.ts';
import { measurePeer } from './measure-peer.ts';
import type { PeerPlan } from './measure-peer.ts';
import { runPasses } from './peer-run.ts';

function build(): string | null {
  try {
    requireNativeBots();
    return null;
  } catch (error) {
    return String(error);
  }
}

const missing = build();
if (missing !== null) {
  if (process.env.CI === 'true') throw new Error(`peers: ${missing}`);
  console.warn(`SKIPPED: peers: ${missing}`);
}
const measured = missing === null ? test : test.skip;

measured('fifty clients of the bare server get whole updates and answers in time', async () => {
  const run = await measurePeer(CONTENDERS['dgram'].programs, 50, 2);
  expect(run.fault).toBeNull();
  expect(run.clients).toBe(50);
  expect(run.judged).toBeGreaterThan(150);
  expect(run.completeShare).toBe(1);
  // Others may keep the machine busy: the limits themselves are the bench's business.
  expect(run.ticksShare).toBeGreaterThan(0.5);
  expect(run.ageMsP99).toBeGreaterThan(0);
  expect(run.roundTripMsP50).toBeGreaterThan(1);
  expect(run.serverCores).toBeGreaterThan(0);
  expect(runPasses({ ...run, updatesShare: 0 })).toBe(false);
});

measured('an update that tells of less than is in range is not whole', async () => {
  const { servers, clients } = CONTENDERS['dgram'].programs;
  // The server tells of 61 m.
  const demanding = { servers, clients: (plan: PeerPlan) => clients({ ...plan, radiusM: 400 }) };
  const run = await measurePeer(demanding, 50, 1);
  expect(run.fault).toBeNull();
  expect(run.judged).toBeGreaterThan(50);
  expect(run.completeShare).toBe(0);
  expect(runPasses(run)).toBe(false);
});

measured('a server that cannot start fails the run, with what it said', async () => {
  const programs = {
    ...CONTENDERS['dgram'].programs,
    servers: () => [[process.execPath, '-e', 'throw new Error("no such room")'] as const],
  };
  const run = await measurePeer(programs, 5, 1);
  expect(run.fault).toMatch(/did not start.*no such room/s);
  expect(runPasses(run)).toBe(false);
});
