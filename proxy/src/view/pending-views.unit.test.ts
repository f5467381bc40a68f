import { expect, test } from '@jest/globals';
import { PendingViews } from './pending-views.ts';

/** Said of message n at tick n × 10: n + 0, n + 1, … */
function put(views: PendingViews, message: number, count: number): void {
  const said = Int32Array.from({ length: count }, (_, i) => message + i);
  views.put(message, message * 10, said, count);
}

function take(views: PendingViews, message: number): [number, number[]] | null {
  const at = views.find(message);
  if (at < 0) return null;
  const said = Array.from({ length: views.count(at) }, (_, i) => views.said(at, i));
  const tick = views.tick(at);
  views.drop(at);
  return [tick, said];
}

test('a message is taken once, and only under its own number', () => {
  const views = new PendingViews();
  put(views, 3, 2);
  expect(take(views, 3 + 16)).toBeNull();
  expect(take(views, 3)).toEqual([30, [3, 4]]);
  expect(take(views, 3)).toBeNull();
});

test('256 on their way are all remembered, and then the oldest is overdue', () => {
  const views = new PendingViews();
  for (let message = 7; message < 7 + 256; message++) {
    expect(views.overdue(message)).toBe(-1);
    put(views, message, message % 5);
  }
  const oldest = views.overdue(7 + 256);
  expect(oldest).toBe(views.find(7));
  views.drop(oldest);
  expect(views.overdue(7 + 256)).toBe(-1);
  for (let message = 8; message < 7 + 256; message++) {
    expect(take(views, message)?.[1]).toHaveLength(message % 5);
  }
});

test('messages are taken in any order while others are put, for ever', () => {
  const views = new PendingViews();
  for (let message = 0; message < 5000; message++) {
    put(views, message, (message * 7) % 40);
    // Each pair is taken with the younger first, a few messages after it was put.
    const pair = message - 9;
    const younger = pair % 2 === 0 ? pair + 1 : pair - 1;
    if (pair < 0) continue;
    expect(take(views, younger)?.[1][0]).toBe((younger * 7) % 40 === 0 ? undefined : younger);
    expect(take(views, younger)).toBeNull();
  }
});

test('after clear() nothing is remembered', () => {
  const views = new PendingViews();
  put(views, 1, 4);
  views.clear();
  expect(take(views, 1)).toBeNull();
});
