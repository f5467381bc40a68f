/** Time, as a process sees it. The simulator's clock is virtual. */
export interface Clock {
  /** Milliseconds on the process's monotonic clock, with fractions. */
  monotonicMs(): number;
  /** Milliseconds since the Unix epoch on this machine's wall clock. It may step. */
  wallMs(): number;
  /**
   * Milliseconds that this thread was on a processor: what others did there meanwhile is not in it.
   * Not there where nobody tells.
   */
  readonly processorMs?: () => number;
  /** Calls `task` once, `delayMs` from now or later; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** Unpredictable bytes; the simulator's are a function of its seed. */
export interface RandomSource {
  bytes(length: number): Uint8Array;
}

/** Resolves after `delayMs`, or at once (false) when the signal aborts. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve(false);
      return;
    }
    const sleepers = signal && sleepersOf(signal);
    const cancel = clock.after(delayMs, () => {
      sleepers?.delete(wake);
      resolve(true);
    });
    function wake(): void {
      cancel();
      resolve(false);
    }
    sleepers?.add(wake);
  });
}

/** Who sleeps under a signal. A loop sleeps for ever: a listener of its own each time would cost more than the timer. */
const sleepersBySignal = new WeakMap<AbortSignal, Set<() => void>>();

function sleepersOf(signal: AbortSignal): Set<() => void> {
  const known = sleepersBySignal.get(signal);
  if (known) return known;
  const sleepers = new Set<() => void>();
  sleepersBySignal.set(signal, sleepers);
  const wakeAll = (): void => {
    for (const wake of sleepers) wake();
    sleepers.clear();
  };
  signal.addEventListener('abort', wakeAll, { once: true });
  return sleepers;
}

/** Resolves when the signal aborts; at once when it has. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** `length` random bytes as lower-case hex. */
export function randomHex(random: RandomSource, length: number): string {
  return Array.from(random.bytes(length), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
