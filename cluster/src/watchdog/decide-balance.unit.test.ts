import { expect, test } from '@jest/globals';
import { A, B, C, Scene, settled } from './testing/scene.ts';

/** Runs on, with every shard warm at once and every new owner claiming at once. */
function runWarm(scene: Scene, forMs: number): string[] {
  const said: string[] = [];
  const regions = Array.from(scene.watches.keys());
  for (let ms = 0; ms < forMs; ms += 250) {
    for (const { id } of scene.shards) scene.warm(id, ...regions);
    for (const spelt of scene.run(250)) {
      said.push(spelt);
      scene.claim(parseInt(spelt, 10));
      scene.frame(parseInt(spelt, 10));
    }
  }
  return said;
}

test('a new shard gets regions one by one, once it is warm, until a move would not pay', () => {
  const scene = settled();
  scene.live(A, B, C);
  expect(scene.run(10_000)).toEqual([]);
  const [region] = scene.memory.moves.keys();
  expect(runWarm(scene, 60_000)).toEqual([`${region}→c balance`]);
  expect(scene.memory.balance.hold).toBe('even');
});

test.each([4, 8, 16])(
  'who comes after a death gets its half of %d equal regions, of which none gains much alone',
  (count) => {
    const scene = new Scene(count);
    scene.live(A, B);
    for (let region = 0; region < count; region++) scene.own(region, region % 2 === 0 ? A : B);
    scene.warm(A, ...scene.watches.keys());
    scene.dead.add(B);
    expect(runWarm(scene, 250)).toHaveLength(count / 2);
    scene.live(A, C);
    const said = runWarm(scene, 60_000);
    expect(said.every((spelt) => spelt.endsWith('→c balance'))).toBe(true);
    // Even enough is when the fuller one could be relieved of a quarter of the mean, or less.
    expect(said.length).toBeGreaterThanOrEqual(count * 0.375);
    expect(said.length).toBeLessThanOrEqual(count / 2);
  },
);

test('one region that costs more than all others is not thrown to and fro', () => {
  const scene = new Scene(4);
  scene.live(A, B);
  for (let region = 0; region < 4; region++) scene.own(region, A);
  scene.heavy.set(0, 50_000);
  const said = runWarm(scene, 120_000);
  expect(said).toEqual(['0→b balance']);
});

test('a watchdog that would move a region and may not says what holds it up', () => {
  const scene = settled();
  scene.own(2, A);
  scene.own(3, A);
  scene.watch(5000);
  expect(scene.memory.balance.hold).toBe('interval');
  scene.storeAnswers = false;
  scene.watch(250);
  expect(scene.memory.balance.hold).toBe('store-away');
  scene.storeAnswers = true;
  scene.judges = false;
  scene.watch(250);
  expect(scene.memory.balance.hold).toBe('not-judging');
  scene.judges = true;
  scene.alive.delete(0);
  scene.watch(2000);
  expect(scene.memory.balance.hold).toBe('region-silent');
  scene.alive.add(0);
  scene.watch(5000);
  expect(scene.memory.balance.hold).toBe('warming-up');
});

test('while a shard drains its regions move, and none for balance', () => {
  const scene = settled();
  scene.live(A, B, C);
  scene.run(10_000);
  const [[planned, { reason }]] = scene.memory.moves;
  expect(reason).toBe('balance');
  scene.drain(B);
  const said = runWarm(scene, 20_000);
  expect(said.map((spelt) => spelt.split(' ')[1])).toEqual(['draining', 'draining']);
  expect(scene.memory.moves.has(planned)).toBe(false);
  expect(scene.memory.balance.hold).toBe('draining');
});

test('a move for balance whose target does not warm up is given up', () => {
  const scene = settled();
  scene.live(A, B, C);
  scene.run(10_000);
  expect(scene.memory.moves.size).toBe(1);
  const [move] = scene.memory.moves;
  const givenUp: unknown[] = [];
  for (let look = 0; look < 38; look++) {
    expect(scene.run(250)).toEqual([]);
    givenUp.push(...scene.memory.balance.givenUp);
  }
  expect(givenUp).toEqual([move]);
  expect(scene.memory.moves.size).toBe(0);
});
