import { expect, test } from '@jest/globals';
import { FailedConnections } from './failed-connections.ts';

test('the first failure is told of at once, those of ten seconds in one line', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const failures = new FailedConnections(
    () => nowMs,
    (line) => lines.push(line),
  );
  const gone = new Error('the server does not answer');
  for (let i = 0; i < 20; i++) failures.note(`walker-${i}`, gone);
  expect(lines).toEqual([
    'warn: walker-0 could not connect: the server does not answer; it is tried again',
  ]);
  nowMs = 10_000;
  failures.note('walker-3', gone);
  expect(lines[1]).toContain('walker-3 and 19 before it could not connect');
  failures.note('walker-4', gone);
  expect(lines).toHaveLength(2);
});
