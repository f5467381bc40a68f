import { expect, test } from '@jest/globals';
import { standBack } from './stand-back.ts';

test('a process stands back when told to, and goes on where the system does not let it', () => {
  const set: number[] = [];
  const said: string[] = [];
  const logger = { debug: (message: string) => void said.push(message) };
  standBack(0, logger, (nice) => set.push(nice));
  standBack(7, logger, (nice) => set.push(nice));
  expect([set, said]).toEqual([[7], []]);
  standBack(7, logger, () => {
    throw new Error('EACCES');
  });
  expect(said).toEqual(['the system does not let this process stand back']);
});
