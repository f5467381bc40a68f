import { expect, test } from '@jest/globals';
import { SERVICE_LIMITS } from './limits.ts';
import { ViewAllowance } from './view-allowance.ts';

const TICK_HZ = 20;
const TICK_MS = 50;

/** Rounds of clients who would each have `wanted` bytes, at a cost for each view and each of its bytes. */
function run(rounds: number, clients: number, wanted: number, perView: number, perByte: number) {
  const allowance = new ViewAllowance(TICK_HZ);
  let roundMs = 0;
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    bytes = Math.min(wanted, allowance.bytes);
    for (let i = 0; i < clients; i++) allowance.sent(bytes);
    roundMs = clients * (perView + bytes * perByte);
    allowance.took(roundMs);
  }
  return { allowance, roundMs, bytes };
}

test('a crowd whose views would take three ticks is told less in each, within a few rounds, and no more than it must be', () => {
  const { roundMs, bytes } = run(40, 500, 2700, 0.02, 0.00005);
  expect(roundMs).toBeLessThan(TICK_MS);
  expect(roundMs).toBeGreaterThan(TICK_MS / 2);
  expect(bytes).toBeLessThan(2700);
});

test('it has all of it again when there is room', () => {
  const { allowance } = run(40, 500, 2700, 0.02, 0.00005);
  for (let round = 0; round < 40; round++) {
    allowance.sent(100);
    allowance.took(5);
  }
  expect(allowance.bytes).toBe(SERVICE_LIMITS.viewBytesPerTick);
});

test('however slow a round is, a view has room for the avatar and those nearest', () => {
  const { allowance } = run(10, 5000, 2700, 0.1, 0.0002);
  expect(allowance.bytes).toBe(SERVICE_LIMITS.viewBytesLeast);
});

test('rounds that keep up change nothing', () => {
  const { allowance } = run(100, 900, 400, 0.035, 0);
  expect(allowance.bytes).toBe(SERVICE_LIMITS.viewBytesPerTick);
});
