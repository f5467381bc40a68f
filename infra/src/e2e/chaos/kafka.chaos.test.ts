import { test } from '@jest/globals';
import { MINUTES, expectHeld, limitMs } from './expect-held.ts';

test(
  '[I1–I10] three brokers, a store and every process under faults: nothing is lost, every client goes on',
  () => expectHeld('kafka', MINUTES),
  limitMs(MINUTES),
);
