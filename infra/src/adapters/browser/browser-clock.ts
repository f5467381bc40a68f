import type { Clock, RandomSource } from '@atlasnet/schemas';

/** A browser's clocks. A tab in the background may be given no timers for a second and more. */
export const browserClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The browser's unpredictable bytes. */
export const browserRandom: RandomSource = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
