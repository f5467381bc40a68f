import { expect, test } from '@jest/globals';
import { AtlasError } from '@atlasnet/schemas';
import { chosenOf } from '../peers.ts';
import { faultyRun, peerRunOf, runPasses } from './peer-run.ts';
import type { LoadReport, PeerRun } from './peer-run.ts';
import { figuresOfPeers, tableOf } from './peer-table.ts';

const CORES = { serverCores: 0.5, generatorCores: 0.25, otherCores: 0 };
const GROUP: LoadReport = {
  ...{ bots: 32, seconds: 10, tickHz: 20, ticks: 6400, judged: 800, complete: 800 },
  ...{ ageMsP50: 20, ageMsP99: 100, roundTripMsP50: 60, roundTripMsP99: 150 },
  ...{ updates: 64_000, bytesIn: 640_000 },
};
const PASSING = peerRunOf([GROUP], CORES);

/** The run of one group that differs from one that just passes. */
const runOf = (differing: Partial<LoadReport>): PeerRun =>
  peerRunOf([{ ...GROUP, ...differing }], CORES);

test('a run passes at its limits and fails beyond each', () => {
  expect(runPasses(PASSING)).toBe(true);
  expect(runPasses(runOf({ ageMsP99: 100.1 }))).toBe(false);
  expect(runPasses(runOf({ roundTripMsP99: 150.1 }))).toBe(false);
  expect(runPasses(runOf({ ticks: 6400 * 0.949 }))).toBe(false);
  expect(runPasses(runOf({ complete: 759 }))).toBe(false);
  expect(runPasses({ ...PASSING, ended: 1 })).toBe(false);
  expect(runPasses({ ...PASSING, fault: 'it fell' })).toBe(false);
});

test('nothing measured is nothing passed', () => {
  expect(runPasses(runOf({ ageMsP99: -1 }))).toBe(false);
  expect(runPasses(runOf({ roundTripMsP99: -1 }))).toBe(false);
  expect(runPasses(runOf({ judged: 0, complete: 0 }))).toBe(false);
});

test('updates of all clients count, and are whole in the share that the decoding ones found', () => {
  const blind = { ...GROUP, bots: 96, ticks: 6400 * 3 * 0.9, judged: 0, complete: 0, updates: 0 };
  const run = peerRunOf([{ ...GROUP, complete: 600 }, blind], CORES);
  expect(run.clients).toBe(128);
  expect(run.ticksShare).toBeCloseTo((1 + 3 * 0.9) / 4, 10);
  expect(run.updatesShare).toBeCloseTo(run.ticksShare * 0.75, 10);
  expect(run.bytesPerUpdate).toBe(10);
  expect(run.bytesPerClientAndSecond).toBeCloseTo((2 * 640_000) / 10 / 128, 6);
});

const late = { ...PASSING, roundTripMsP99: 201 };
const RESULTS = [
  {
    name: 'one',
    version: '1',
    rungs: [
      { clients: 1000, runs: [{ ...PASSING, roundTripMsP99: 90 }, PASSING] },
      { clients: 1200, runs: [late, PASSING] },
    ],
  },
  { name: 'two', version: '2', rungs: [{ clients: 50, runs: [faultyRun(50, 10, 'it fell')] }] },
];

test('the table shows the slower run of what is carried, and why more is not', () => {
  const rows = tableOf(RESULTS).map((line) => line.split('|').map((cell) => cell.trim()));
  const [, name, clients, runs, share, age, roundTrip, bytes, server, generator, next] = rows[2];
  expect([name, clients, runs, share]).toEqual(['one', '1,000', '2 of 2', '100.0 %']);
  expect([age, roundTrip, bytes]).toEqual(['100 ms', '150 ms', '10.0']);
  expect([server, generator]).toEqual(['50 %', '25 %']);
  expect(next).toBe('1,200 (once of two: round trip 201 ms)');
  expect(rows[3].slice(1, 3)).toEqual(['two', '0']);
  expect(rows[3].at(-2)).toBe('50 (1 of 1: came to no end)');
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([rows[0].length]));
});

test('the figures say what is carried, and nothing more of a server that carries nobody', () => {
  const figures = figuresOfPeers(RESULTS);
  expect(figures[0]).toMatchObject({ name: 'one: clients carried', value: 1000 });
  expect(figures.find(({ name }) => name.includes('round trip'))?.value).toBe(150);
  expect(figures.filter(({ name }) => name.startsWith('two'))).toEqual([
    { name: 'two: clients carried', value: 0, unit: 'clients' },
  ]);
});

test('servers are chosen by name: each once, all of none, and an unknown one is refused', () => {
  expect(chosenOf('dgram,atlasnet,dgram')).toEqual(['dgram', 'atlasnet']);
  expect(chosenOf(undefined)).toContain('atlasnet');
  expect(chosenOf(undefined)).toContain('dgram');
  expect(() => chosenOf('dgram,nobody')).toThrow(AtlasError);
  expect(() => chosenOf('dgram,nobody')).toThrow(/no server nobody/);
});
