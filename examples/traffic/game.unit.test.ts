import { describe, expect, test } from '@jest/globals';
import { GameBench } from 'atlasnet/server';
import type { EntityId } from 'atlasnet/server';
import { feederAccount, server } from './game.ts';
import { packRows } from './rows.ts';
import type { PackedRow } from './rows.ts';

const FEEDER = feederAccount(0);
type Bench = GameBench<typeof server.world>;

function city(regions = 4): Bench {
  const bench = new GameBench(server, regions);
  expect(bench.join(FEEDER)).toBe(0);
  return bench;
}

function depart(bench: Bench, traceId: number, x: number, y: number): EntityId {
  const outcome = bench.command(FEEDER, 'depart', { traceId, x, y, heading: 0 });
  expect(outcome.result).toBe('applied');
  bench.run(4);
  bench.settle();
  return Number(outcome.text) as EntityId;
}

function say(bench: Bench, rows: PackedRow[], ticks = 20): void {
  const packed = packRows({ ticks, rows });
  expect(bench.command(FEEDER, 'rows', { packed })).toEqual({ result: 'applied', text: '' });
}

describe('the city', () => {
  test('a departure makes the vehicle where it stands, and is answered with its id', () => {
    const bench = city();
    const id = depart(bench, 77, 3000, 2500);
    const vehicle = bench.entity(id);
    expect(vehicle?.values).toMatchObject({ kind: 'vehicle', traceId: 77, odometer: 0 });
    expect(vehicle?.values.position.x).toBeCloseTo(3000, 2);
    expect(bench.entities()).toHaveLength(1);
  });

  test('a vehicle is where its row wants it when the next one is due', () => {
    const bench = city(1);
    const id = depart(bench, 1, 500, 500);
    say(bench, [{ vehicle: id, at: { x: 512.5, y: 500 } }]);
    bench.run(21);
    const { position, odometer } = bench.entity(id)?.values ?? {};
    expect(position?.x).toBeCloseTo(512.5, 2);
    expect(odometer).toBeCloseTo(12.5, 1);
  });

  test('[I4] odometer and tick counter go on across borders', () => {
    const bench = city(4);
    const id = depart(bench, 1, 1600, 400);
    const first = bench.entity(id);
    const regions = new Set<number>();
    const began = bench.tick - (first?.values.ticks ?? 0);
    for (let x = 1620; x <= 1800; x += 20) {
      say(bench, [{ vehicle: id, at: { x, y: 400 } }]);
      for (let i = 0; i < 20; i++) {
        bench.run(1);
        const vehicle = bench.entity(id);
        if (vehicle) regions.add(vehicle.region);
      }
    }
    bench.run(10);
    const { position, odometer, ticks } = bench.entity(id)?.values ?? {};
    expect(regions.size).toBe(2);
    expect(position?.x).toBeCloseTo(1800, 1);
    expect(Math.abs((odometer ?? 0) - 200)).toBeLessThan(0.2);
    expect(ticks).toBe(bench.tick - began);
  });

  test('an arrival takes the vehicle out of the world, wherever it is', () => {
    const bench = city();
    const id = depart(bench, 1, 3000, 3000);
    expect(bench.command(FEEDER, 'arrive', { vehicle: id }).result).toBe('applied');
    bench.run(5);
    expect(bench.entities()).toEqual([]);
  });

  test('a row for a vehicle that is not there spawns nothing', () => {
    const bench = city();
    say(bench, [{ vehicle: 12_345, at: { x: 100, y: 100 } }]);
    bench.run(10);
    expect(bench.entities()).toEqual([]);
  });

  test('a vehicle that the trace forgot removes itself; one that stands does not', () => {
    const bench = city(1);
    const forgotten = depart(bench, 1, 500, 500);
    const stands = depart(bench, 2, 600, 500);
    for (let i = 0; i < 16; i++) {
      say(bench, [{ vehicle: stands, at: null }]);
      bench.run(20);
    }
    expect(bench.entity(forgotten)).toBeUndefined();
    expect(bench.entity(stands)?.values.position.x).toBeCloseTo(600, 2);
  });

  test('vehicles that pass too close count it, also on two sides of a border', () => {
    const bench = city(4);
    const left = depart(bench, 1, 1699.5, 400);
    const right = depart(bench, 2, 1700.5, 400);
    expect(bench.entity(left)?.region).not.toBe(bench.entity(right)?.region);
    say(bench, [
      { vehicle: left, at: { x: 1699.5, y: 420 } },
      { vehicle: right, at: { x: 1700.5, y: 420 } },
    ]);
    bench.run(20);
    expect(bench.entity(left)?.values.nearMisses).toBeGreaterThan(0);
    expect(bench.entity(right)?.values.nearMisses).toBeGreaterThan(0);
  });

  test('only the feeder plays the trace, and what does not unpack is refused', () => {
    const bench = city();
    bench.join('walker-0');
    const stranger = bench.command('walker-0', 'depart', { traceId: 1, x: 5, y: 5, heading: 0 });
    expect(stranger.result).toBe('refused');
    const garbage = bench.command(FEEDER, 'rows', { packed: new Uint8Array([1, 2, 3]) });
    expect(garbage).toEqual({ result: 'refused', text: 'the rows do not unpack' });
  });

  test('walkers go where they are steered, no faster than they can', () => {
    const bench = city(1);
    const id = bench.join('walker-0');
    bench.run(3);
    const before = bench.entity(id)?.values.position;
    bench.input('walker-0', 'steer', { x: 0, y: (before?.y ?? 0) > 1700 ? -100 : 100 });
    bench.run(20);
    const after = bench.entity(id)?.values.position;
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeCloseTo(12, 1);
  });
});
