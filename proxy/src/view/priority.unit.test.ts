import { expect, test } from '@jest/globals';
import { EntityTable, compileWorld, defineWorld } from '@atlasnet/schemas';
import { ViewBenchWorld } from '../testing/view-bench-world.ts';
import { chooseByPriority } from './priority.ts';
import { CrowdRounds, NEAR_MOST } from './crowd-rounds.ts';
import { HandleSet } from './handle-set.ts';
import { AVATAR_HANDLE } from './view-format.ts';
import { ViewHandles } from './view-handles.ts';
import { ViewSource } from './view-source.ts';

const TICK = 100;
const CENTRE_M = 100;

/**
 * Which of handles 0, 1, 2 … are kept.
 * @param metres how far each is from the centre
 * @param ages how many ticks ago each was last sent
 */
function choose(most: number, metres: readonly number[], ages = metres.map(() => 1)): number[] {
  const world = new ViewBenchWorld(1, 2 * CENTRE_M);
  for (const [i, away] of metres.entries()) world.spawn(i + 1, CENTRE_M + away, CENTRE_M);
  const source = new ViewSource(world.table, 60);
  source.update(TICK);
  const handles = new ViewHandles();
  for (const [i, age] of ages.entries()) {
    handles.take(i + 1, world.table.slotOf(i + 1), 1, i);
    handles.setSent(i, TICK - age);
  }
  const list = Int32Array.from(metres.keys());
  const centre = CENTRE_M / source.schema.world.positionViewQuantumM;
  const kept = chooseByPriority(source, handles, list, list.length, most, [centre, centre]);
  return Array.from(list.subarray(0, kept));
}

test('what is near goes before what is far, in the order of handles', () => {
  expect(choose(3, [0, 40, 3, 30, 2])).toEqual([0, 2, 4]);
});

test('the avatar is always kept, though it is the farthest', () => {
  expect(choose(1, [59, 1, 1])).toEqual([AVATAR_HANDLE]);
});

test('who was not told of for half a second goes before nearer ones', () => {
  expect(choose(2, [0, 1, 55, 2], [1, 1, 12, 1])).toEqual([0, 2]);
});

test('of equals the first are kept, and exactly as many as there is room for', () => {
  const equals = Array.from({ length: 40 }, () => 10);
  expect(choose(4, equals)).toEqual([0, 1, 2, 3]);
  expect(choose(4, [0, 9, 5, 9, 9])).toEqual([0, 1, 2, 3]);
});

/** Everybody at so many metres above the centre and so many beside it, known to the client as of the tick before. */
function inTheAir(places: readonly { readonly beside: number; readonly above: number }[]) {
  const max = [2 * CENTRE_M, 2 * CENTRE_M, 2 * CENTRE_M] as const;
  const bounds = { min: [0, 0, 0], max } as const;
  const table = new EntityTable(
    compileWorld(defineWorld({ name: 'air', dimensions: 3, bounds, tickHz: 20, components: {} })),
  );
  const source = new ViewSource(table, 60);
  const handles = new ViewHandles();
  for (const tick of [TICK - 1, TICK]) {
    for (const [i, { beside, above }] of places.entries()) {
      const slot = tick < TICK ? table.add(i + 1) : table.slotOf(i + 1);
      const x = CENTRE_M + beside + (TICK - tick);
      table.writeValue(slot, 0, { x, y: CENTRE_M, z: CENTRE_M + above });
      if (tick === TICK) continue;
      handles.take(i + 1, slot, tick, i === AVATAR_HANDLE ? AVATAR_HANDLE : null);
      handles.setBase(i, tick);
      handles.setSent(i, tick);
    }
    source.update(tick);
  }
  const centre = CENTRE_M / source.schema.world.positionViewQuantumM;
  return { source, handles, at: [centre, centre, centre] };
}

test('who is high above goes after who is as far beside', () => {
  const away = [0, 1, 2, 3].map((i) => ({ beside: i, above: i === 1 ? 50 : 0 }));
  const { source, handles, at } = inTheAir(away);
  const list = Int32Array.from([0, 1, 2, 3]);
  expect(chooseByPriority(source, handles, list, list.length, 3, at)).toBe(3);
  expect(Array.from(list.subarray(0, 3))).toEqual([0, 2, 3]);
});

test('in a crowd who is high above is not among the nearest', () => {
  const high = Array.from({ length: NEAR_MOST }, () => ({ beside: 1, above: 50 }));
  const low = Array.from({ length: NEAR_MOST }, () => ({ beside: 10, above: 0 }));
  const { source, handles, at } = inTheAir([{ beside: 0, above: 0 }, ...high, ...low]);
  const rounds = new CrowdRounds();
  rounds.rank(source, handles, at);
  const picked = new HandleSet();
  rounds.pick(source, handles, NEAR_MOST, picked);
  let lowPicked = 0;
  for (let handle = picked.from(NEAR_MOST + 1); handle >= 0; handle = picked.from(handle + 1)) {
    lowPicked++;
  }
  expect(picked.size).toBe(NEAR_MOST);
  expect(lowPicked).toBeGreaterThan(NEAR_MOST / 2);
});
