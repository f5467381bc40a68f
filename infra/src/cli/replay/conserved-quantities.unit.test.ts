import { expect, test } from '@jest/globals';
import { conservedQuantities } from './conserved-quantities.ts';

test('[I5] a quantity is a component and what carries it: messages and tasks', () => {
  expect(conservedQuantities('')).toEqual([]);
  expect(conservedQuantities('coins:pay.amount:tip.coins:appraise.stake>prize, gems')).toEqual([
    {
      component: 'coins',
      carriedBy: { pay: 'amount', tip: 'coins' },
      carriedByTasks: { appraise: { asked: 'stake', result: 'prize' } },
    },
    { component: 'gems', carriedBy: {}, carriedByTasks: {} },
  ]);
});

test.each([':pay.amount', 'coins:pay', 'coins:pay.', 'coins:pay.amount>', 'coins pay', 'coins,'])(
  '%s is refused with what may be written',
  (text) => {
    expect(() => conservedQuantities(text)).toThrow(/is no conserved quantity/);
  },
);
