import { expect, test } from '@jest/globals';
import { evaluateTrace } from './evaluate-trace.ts';
import { formatEvaluations } from './format-evaluation.ts';
import type { TraceRow } from './trace-row.ts';

const world = { min: [0, 0], max: [3320, 3320] };
const STEP_S = 90;

/** 2,000 walkers at 10 m/s; after a while 40 % of them are in one disc of 300 m. */
function* hotDisc(seconds: number): Generator<TraceRow> {
  let seed = 7;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const walkers = Array.from({ length: 2000 }, () => ({
    x: random() * 3300,
    y: random() * 3300,
    heading: random() * 2 * Math.PI,
  }));
  for (let timeS = 0; timeS < seconds; timeS++) {
    for (const [id, walker] of walkers.entries()) {
      const hot = timeS >= STEP_S && id < 800;
      if (timeS === STEP_S && hot) {
        const radius = 300 * Math.sqrt(random());
        const angle = random() * 2 * Math.PI;
        walker.x = 2000 + radius * Math.cos(angle);
        walker.y = 1300 + radius * Math.sin(angle);
      }
      const x = walker.x + 10 * Math.cos(walker.heading);
      const y = walker.y + 10 * Math.sin(walker.heading);
      const out = x < 0 || y < 0 || x > 3300 || y > 3300;
      if (out || (hot && Math.hypot(x - 2000, y - 1300) > 300)) walker.heading += Math.PI;
      else Object.assign(walker, { x, y });
      yield { timeS, id, xM: walker.x, yM: walker.y };
    }
  }
}

test('a crowd that forms at once is spread within ten seconds, and calm borders stay', async () => {
  const result = await evaluateTrace(hotDisc(STEP_S + 40), { world, regions: 8 });
  const at = (timeS: number): number => result.perSecond[timeS].imbalance;
  expect(at(STEP_S)).toBeGreaterThan(2);
  for (let timeS = STEP_S + 10; timeS < STEP_S + 40; timeS++) expect(at(timeS)).toBeLessThan(1.25);
  // A second one, decided while the first was under way, would move a fifth of them again.
  const urgent = result.perSecond.filter(({ proposal }) => proposal?.startsWith('urgent'));
  expect(urgent.map(({ timeS }) => timeS)).toEqual([STEP_S + 1]);
  expect(formatEvaluations(new Map([['disc', result]]))).toMatch(/\| disc \| 130 \| 2000 \| 1\./);
});

test('the grid never moves a border', async () => {
  const options = { world, regions: 8, config: { kind: 'grid' } } as const;
  const result = await evaluateTrace(hotDisc(STEP_S + 10), options);
  expect([result.proposals, result.movedPerMinute]).toEqual([0, 0]);
  expect(result.imbalance.max).toBeGreaterThan(2);
});

/** 1,000 who stand still, three of four in the west, where regions are full at once. */
function* standing(seconds: number): Generator<TraceRow> {
  for (let timeS = 0; timeS < seconds; timeS++) {
    for (let id = 0; id < 1000; id++) {
      const xM = (id % 4 === 0 ? 1660 : 0) + ((id * 7919) % 1660);
      yield { timeS, id, xM, yM: (id * 104_729) % 3320 };
    }
  }
}

test('moved are all whom a border takes from their region, as a running cluster counts them', async () => {
  const { perSecond } = await evaluateTrace(standing(30), { world, regions: 8 });
  const moved = perSecond.reduce((total, each) => total + each.moved, 0);
  const crossed = perSecond.reduce((total, each) => total + each.crossed, 0);
  const expected = perSecond.reduce((total, { proposal }) => {
    return total + Number(/moves (\d+)/.exec(proposal ?? '')?.[1] ?? 0);
  }, 0);
  expect(moved).toBeGreaterThan(100);
  expect(Math.abs(moved - expected)).toBeLessThan(0.1 * expected);
  expect(crossed).toBe(0);
});

test('a trace whose time goes back, or without rows, is refused', async () => {
  const row = { id: 1, xM: 1, yM: 1 };
  const back = [
    { ...row, timeS: 5 },
    { ...row, timeS: 4 },
  ];
  const options = { world, regions: 2 };
  await expect(evaluateTrace(back, options)).rejects.toMatchObject({ code: 'ATLAS_TRACE_INVALID' });
  await expect(evaluateTrace([], options)).rejects.toMatchObject({ code: 'ATLAS_TRACE_INVALID' });
});
