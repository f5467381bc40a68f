import { test } from '@jest/globals';
import { MINUTES, expectHeld, limitMs } from './expect-held.ts';

/** Less happens to a log in one process. */
const OF_THEM = Math.min(MINUTES, 0.75);

test(
  '[I1–I10] the embedded log under faults: killed, paused, its disk full',
  () => expectHeld('embedded', OF_THEM),
  limitMs(OF_THEM),
);
