import { expect, test } from '@jest/globals';
import { HEURISTIC_DEFAULTS } from '../heuristic-config.ts';
import { MigrationBudget } from './migration-budget.ts';

const TICK_HZ = 20;
const config = {
  ...HEURISTIC_DEFAULTS,
  migrationBudgetPerMinute: 0.05,
  migrationFloorPerMinute: 0,
  migrationBurstMinutes: 2,
};
/** Left of a world of 2,000, at a second. */
const at = (budget: MigrationBudget, second: number): number =>
  budget.refill(second * TICK_HZ, TICK_HZ, 2000, config);

test('the budget is full at first, fills by the minute, and never beyond its burst', () => {
  const budget = new MigrationBudget();
  expect(at(budget, 10)).toBe(200);
  budget.spend(150);
  expect(at(budget, 10)).toBe(50);
  expect(at(budget, 40)).toBe(100);
  expect(at(budget, 1000)).toBe(200);
});

test('what is spent within it leaves nothing behind; an urgent change beyond it a quarter of a minute', () => {
  const budget = new MigrationBudget();
  at(budget, 0);
  budget.spend(200);
  expect(at(budget, 0)).toBe(0);
  // With less than that left, an urgent change does not add to it.
  at(budget, 6);
  budget.spend(900);
  expect(at(budget, 6)).toBeCloseTo(10, 9);
  at(budget, 60);
  budget.spend(900);
  expect(at(budget, 60)).toBeCloseTo(25, 9);
});
