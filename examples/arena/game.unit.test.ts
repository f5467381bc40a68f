import { describe, expect, test } from '@jest/globals';
import { GameBench } from 'atlasnet/server';
import type { EntityId } from 'atlasnet/server';
import { server } from './game.ts';
import { COINS_AT_START, COINS_TOTAL, HOT_SPOT } from './world.ts';

const BANK = 1 as EntityId;
type Bench = GameBench<typeof server.world>;

function coins(bench: Bench): number {
  return bench.entities().reduce((sum, { values }) => sum + (values.coins ?? 0), 0);
}

/** Nothing is on its way any more: entities settle, and messages take a few ticks. */
function rest(bench: Bench): void {
  bench.run(8);
  bench.settle();
}

/** Two fighters that stand beside each other, on both sides of the border at x = 1000. */
function faceToFace(bench: Bench): [EntityId, EntityId] {
  const pair: [EntityId, EntityId] = [bench.join('left-1'), bench.join('right-1')];
  rest(bench);
  const goals = [
    { x: 997.6, y: 400 },
    { x: 1002.4, y: 400 },
  ];
  for (let i = 0; i < 8000; i++) {
    const far = pair.filter((id, k) => !walk(bench, ['left-1', 'right-1'][k], id, goals[k]));
    if (far.length === 0) return pair;
    bench.run(1);
  }
  throw new Error('they never met');
}

/** Steers towards a goal; true when it is there and stands. */
function walk(
  bench: Bench,
  account: string,
  id: EntityId,
  goal: { readonly x: number; readonly y: number },
): boolean {
  const at = bench.entity(id)?.values.position;
  if (!at) return false;
  const dx = goal.x - at.x;
  const dy = goal.y - at.y;
  const far = Math.hypot(dx, dy);
  const speed = far < 0.2 ? 0 : Math.min(10, far * 2);
  bench.input(account, 'steer', { vx: (dx / (far || 1)) * speed, vy: (dy / (far || 1)) * speed });
  return far < 0.2;
}

describe('the arena', () => {
  test('[I5] newcomers borrow from the bank, and what they have goes back when they leave', () => {
    const bench = new GameBench(server, 4);
    rest(bench);
    expect(coins(bench)).toBe(COINS_TOTAL);
    const fighters = Array.from({ length: 12 }, (_, i) => bench.join(`bot-${i}`));
    rest(bench);
    for (const id of fighters) expect(bench.entity(id)?.values.coins).toBe(COINS_AT_START);
    expect(coins(bench)).toBe(COINS_TOTAL);
    for (let i = 0; i < 12; i += 2) bench.leave(`bot-${i}`);
    rest(bench);
    expect(bench.entities()).toHaveLength(7);
    expect(coins(bench)).toBe(COINS_TOTAL);
  });

  test('every fourth fighter lives in the hot spot and cannot leave it', () => {
    const bench = new GameBench(server, 4);
    const hot = bench.join('bot-8');
    const cold = bench.join('bot-9');
    rest(bench);
    for (let i = 0; i < 60; i++) {
      bench.input('bot-8', 'steer', { vx: 500, vy: 0 });
      bench.input('bot-9', 'steer', { vx: 500, vy: 0 });
      bench.run(1);
    }
    bench.settle();
    const { position } = bench.entity(hot)?.values ?? {};
    expect(position?.x).toBeGreaterThan(HOT_SPOT.min);
    expect(position?.x).toBeLessThanOrEqual(HOT_SPOT.max);
    expect(bench.entity(cold)?.values.hot).toBe(false);
  });

  test('steering is clamped to the fastest that a fighter runs', () => {
    const bench = new GameBench(server, 1);
    const id = bench.join('runner-1');
    rest(bench);
    const before = bench.entity(id)?.values.position.x ?? 0;
    const towards = before > 1000 ? -1 : 1;
    bench.input('runner-1', 'steer', { vx: 400 * towards, vy: 0 });
    bench.run(20);
    const after = bench.entity(id)?.values.position.x ?? 0;
    expect(Math.abs(after - before)).toBeCloseTo(10, 1);
  });

  test('what is out of reach, oneself, the bank, or more than the purse is refused', () => {
    const bench = new GameBench(server, 1);
    const a = bench.join('bot-1');
    const b = bench.join('bot-2');
    rest(bench);
    const far = bench.command('bot-1', 'hit', { target: b });
    expect(far).toEqual({ result: 'refused', text: 'out of reach' });
    expect(bench.command('bot-1', 'hit', { target: a }).result).toBe('refused');
    expect(bench.command('bot-1', 'hit', { target: 999_999 as EntityId }).result).toBe('refused');
    expect(coins(bench)).toBe(COINS_TOTAL);
  });

  test('[I5] blows and gifts across a border: health falls, coins change hands, none vanishes', () => {
    const bench = new GameBench(server, 4);
    const [a, b] = faceToFace(bench);
    expect(bench.entity(a)?.region).not.toBe(bench.entity(b)?.region);
    for (let i = 0; i < 3; i++) {
      expect(bench.command('left-1', 'hit', { target: b }).result).toBe('applied');
    }
    expect(bench.command('left-1', 'give', { to: b, coins: 7 }).result).toBe('applied');
    const rich = bench.command('left-1', 'give', { to: b, coins: COINS_AT_START });
    expect(rich).toEqual({ result: 'refused', text: 'you have 13 coins' });
    rest(bench);
    expect(bench.entity(b)?.values.health).toBe(70);
    expect(bench.entity(b)?.values.coins).toBe(COINS_AT_START + 7);
    for (let i = 0; i < 7; i++) bench.command('left-1', 'hit', { target: b });
    rest(bench);
    expect(bench.entity(b)?.values).toMatchObject({ health: 100, knockouts: 1, coins: 14 });
    expect(bench.entity(a)?.values).toMatchObject({ hits: 10, coins: 26 });
    expect(coins(bench)).toBe(COINS_TOTAL);
  });

  test('[I5] coins given to somebody who leaves in that tick come back, and go to the bank', () => {
    const bench = new GameBench(server, 4);
    const [a, b] = faceToFace(bench);
    const bankBefore = bench.entity(BANK)?.values.coins ?? 0;
    bench.leave('right-1', 0);
    // Its neighbour still sees it beyond the border: the coins set out, and find nobody.
    expect(bench.command('left-1', 'give', { to: b, coins: 5 }).result).toBe('applied');
    rest(bench);
    expect(bench.entity(b)).toBeUndefined();
    expect(bench.entity(a)?.values.coins).toBe(COINS_AT_START - 5);
    expect(bench.entity(BANK)?.values.coins).toBe(bankBefore + COINS_AT_START + 5);
    expect(coins(bench)).toBe(COINS_TOTAL);
  });

  test('[M4, I5] the bank pays the bounty that a worker reckons, for a knockout across a border', () => {
    const asked: number[] = [];
    const bounty = ({ hits }: { hits: number }): { coins: number } => {
      asked.push(hits);
      return { coins: 7 };
    };
    const bench = new GameBench(server, 4, { bounty });
    rest(bench);
    const [left, right] = faceToFace(bench);
    const bank = bench.entity(BANK)?.values.coins ?? 0;
    bench.command('right-1', 'hit', { target: left });
    for (let i = 0; i < 10; i++) bench.command('left-1', 'hit', { target: right });
    rest(bench);
    expect(bench.entity(right)?.values.knockouts).toBe(1);
    // Asked every tick until its frame counts, for one and the same blow.
    expect(new Set(asked)).toEqual(new Set([1]));
    expect(bench.entity(left)?.values.coins).toBe(COINS_AT_START + COINS_AT_START / 2 + 7);
    expect([bench.entity(BANK)?.values.coins, coins(bench)]).toEqual([bank - 7, COINS_TOTAL]);
  });
});
