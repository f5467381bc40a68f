import { expect, test } from '@jest/globals';
import { PendingViews } from './pending-views.ts';
import { Pending } from './view-scratch.ts';

function pendingOf(message: number): Pending {
  const pending = new Pending();
  pending.message = message;
  return pending;
}

test('a message is taken once, and only under its own number', () => {
  const views = new PendingViews();
  views.put(pendingOf(3));
  expect(views.take(3 + 16)).toBeNull();
  expect(views.take(3)?.message).toBe(3);
  expect(views.take(3)).toBeNull();
});

test('256 on their way are all remembered, and then the oldest gives way', () => {
  const views = new PendingViews();
  for (let message = 7; message < 7 + 256; message++) {
    expect(views.put(pendingOf(message))).toBeNull();
  }
  expect(views.put(pendingOf(7 + 256))?.message).toBe(7);
  for (let message = 8; message <= 7 + 256; message++) {
    expect(views.take(message)?.message).toBe(message);
  }
});

test('after clear() nothing is remembered', () => {
  const views = new PendingViews();
  views.put(pendingOf(1));
  views.clear();
  expect(views.take(1)).toBeNull();
});
