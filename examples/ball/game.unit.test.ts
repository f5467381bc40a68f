import { expect, test } from '@jest/globals';
import { GameBench } from 'atlasnet/server';
import { server } from './game.ts';
import { BALLS, SIZE_M, THROW_M } from './world.ts';

test('three players on a field of four regions never make or lose a ball', () => {
  const bench = new GameBench(server, 4);
  const players = ['ada', 'bob', 'eve'];
  for (const player of players) bench.join(player);
  for (let i = 0; i < 600; i++) {
    for (const [k, player] of players.entries()) {
      const angle = i / 60 + k * 2;
      bench.input(player, 'run', { vx: Math.cos(angle) * 8, vy: Math.sin(angle) * 8 });
    }
    bench.run(1);
  }
  bench.leave('eve');
  bench.run(20);
  bench.settle();
  const balls = bench.entities().map(({ values }) => values.balls ?? 0);
  expect(balls.reduce((sum, each) => sum + each, 0)).toBe(BALLS);
});

test('a ball flies over a border, and who has none is refused', () => {
  const bench = new GameBench(server, 4);
  const [ada, bob] = [bench.join('ada'), bench.join('bob')];
  bench.run(20);
  // On both sides of the border in the middle.
  for (let i = 0; i < 3000 && metres() > THROW_M / 2; i++) {
    walk('ada', SIZE_M / 2 - 3);
    walk('bob', SIZE_M / 2 + 3);
    bench.run(1);
  }
  expect(bench.entity(ada)?.region).not.toBe(bench.entity(bob)?.region);
  const before = bench.entity(bob)?.values.catches ?? 0;
  expect(bench.command('ada', 'throw', { to: bob })).toMatchObject({ result: 'applied' });
  bench.run(5);
  expect(bench.entity(bob)?.values.catches).toBe(before + 1);
  expect(bench.command('ada', 'throw', { to: bob })).toEqual({
    result: 'refused',
    text: 'you have no ball',
  });

  function walk(player: 'ada' | 'bob', x: number): void {
    const at = bench.entity(player === 'ada' ? ada : bob)?.values.position;
    if (at) bench.input(player, 'run', { vx: (x - at.x) * 2, vy: (SIZE_M / 4 - at.y) * 2 });
  }

  function metres(): number {
    const [a, b] = [bench.entity(ada)?.values.position, bench.entity(bob)?.values.position];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : Infinity;
  }
});
