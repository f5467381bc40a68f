import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type { Clock } from '@atlasnet/schemas';
import { processorMs } from './processor-time.ts';

/** Node's longest timer, milliseconds; a longer wait is made of several. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** This machine's clocks. */
export class SystemClock implements Clock {
  readonly processorMs = processorMs;

  /** Since the process began, from the kernel's monotonic clock. */
  monotonicMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  after(delayMs: number, task: () => void): () => void {
    if (delayMs <= 0) {
      // As soon as what has arrived was looked at; a timer would wait a millisecond.
      const immediate = setImmediate(task);
      return () => clearImmediate(immediate);
    }
    let timer: NodeJS.Timeout;
    const arm = (restMs: number): void => {
      timer =
        restMs > TIMER_MS_MAX
          ? setTimeout(() => arm(restMs - TIMER_MS_MAX), TIMER_MS_MAX)
          : setTimeout(task, restMs);
    };
    arm(delayMs);
    return () => clearTimeout(timer);
  }
}
