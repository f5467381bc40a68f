import { expect, test } from '@jest/globals';
import { compileWorld, defineWorld } from '@atlasnet/schemas';
import { LoadHistogram } from './load-histogram.ts';
import type { Histogram, Positions } from './load-histogram.ts';

const QUANTUM_M = 1 / 64;

function histogram(edgeM: number): LoadHistogram {
  const bounds = { min: [-100, 0], max: [edgeM - 100, 50] };
  const world = { name: 'load', dimensions: 2, bounds, tickHz: 20, components: {} } as const;
  return new LoadHistogram(compileWorld(defineWorld({ ...world, positionQuantumM: QUANTUM_M })));
}

/** Entities in rows of so many, a step apart, in slots that come in another order. */
function stand(count: number, columns: number, stepM: number): Positions {
  const lanes = [new Int32Array(count), new Int32Array(count)];
  for (let i = 0; i < count; i++) {
    lanes[0][i] = (-100 + (i % columns) * stepM) / QUANTUM_M;
    lanes[1][i] = (Math.floor(i / columns) * stepM) / QUANTUM_M;
  }
  return {
    lanes,
    slots: Int32Array.from({ length: count }, (_, i) => count - 1 - i),
    length: count,
  };
}

const total = ({ cells }: Histogram): number =>
  cells.reduce((sum, { entities }) => sum + entities, 0);

test('[P0] few entities are told apart by three metres, counted from the lower corner', () => {
  const { cellSizeM, cells } = histogram(4000).count(stand(4, 2, 4));
  expect(cellSizeM).toBe(3.125);
  expect(cells.map(({ x, y }) => [x, y])).toEqual([
    [1, 1],
    [0, 1],
    [1, 0],
    [0, 0],
  ]);
  expect(cells.map(({ entities }) => entities)).toEqual([1, 1, 1, 1]);
});

test('[P0] many are counted in larger cells, of 25 m at most, and in small ones again when few are left', () => {
  const load = histogram(4000);
  const many = Array.from({ length: 4 }, () => load.count(stand(4000, 1000, 4)));
  expect(many.map(({ cellSizeM }) => cellSizeM)).toEqual([3.125, 6.25, 12.5, 12.5]);
  expect(many.map(total)).toEqual([4000, 4000, 4000, 4000]);
  expect(many[3].cells.length).toBeLessThanOrEqual(1024);
  const few = Array.from({ length: 3 }, () => load.count(stand(100, 100, 4)));
  expect(few.map(({ cellSizeM }) => cellSizeM)).toEqual([12.5, 6.25, 3.125]);
});

test('a region that is full at once begins with large cells; a dense crowd keeps small ones', () => {
  const restored = histogram(4000);
  expect(restored.count(stand(20_000, 2000, 2)).cellSizeM).toBe(25);
  expect(restored.count(stand(20_000, 2000, 2)).cellSizeM).toBe(12.5);
  const dense = histogram(4000);
  const sizes = Array.from({ length: 6 }, () => dense.count(stand(9000, 100, 0.5)).cellSizeM);
  expect(sizes).toEqual([25, 12.5, 6.25, 3.125, 3.125, 3.125]);
});

test('a world of a thousand kilometres has no cell that is taken for another', () => {
  const load = histogram(1_000_000);
  const { cellSizeM, cells } = load.count(stand(1000, 1000, 999));
  expect(cellSizeM).toBe(12.5);
  expect(new Set(cells.map(({ x, y }) => `${x},${y}`)).size).toBe(1000);
  expect(cells).toHaveLength(1000);
});
