import type { Clock } from '@atlasnet/schemas';
import { WALL_START_MS } from './limits.ts';
import type { ProcessGate } from './process-gate.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

/** How a process's clocks begin. */
export interface ClockOptions {
  /** What its monotonic clock shows at the start, milliseconds: real ones begin anywhere. */
  readonly monotonicStartMs?: number;
  /** How far its wall clock is ahead of the world's, milliseconds. */
  readonly wallOffsetMs?: number;
  /** Its seconds per true second; 1.00005 gains 50 ppm. */
  readonly rate?: number;
}

/** A process's view of virtual time: it may drift, and its wall clock may jump. */
export class SimulatedClock implements Clock {
  readonly #kernel: SimulationKernel;
  readonly #gate: ProcessGate;
  #sinceMs: number;
  #monotonicMs: number;
  #wallOffsetMs: number;
  #rate: number;

  constructor(kernel: SimulationKernel, gate: ProcessGate, options: ClockOptions) {
    this.#kernel = kernel;
    this.#gate = gate;
    this.#sinceMs = kernel.nowMs;
    this.#monotonicMs = options.monotonicStartMs ?? 0;
    this.#wallOffsetMs = WALL_START_MS + kernel.nowMs - this.#monotonicMs;
    this.#wallOffsetMs += options.wallOffsetMs ?? 0;
    this.#rate = options.rate ?? 1;
  }

  monotonicMs(): number {
    return this.#monotonicMs + (this.#kernel.nowMs - this.#sinceMs) * this.#rate;
  }

  wallMs(): number {
    return this.monotonicMs() + this.#wallOffsetMs;
  }

  after(delayMs: number, task: () => void): () => void {
    if (this.#gate.state === 'crashed') return () => {};
    let cancelled = false;
    const cancel = this.#kernel.schedule(Math.max(0, delayMs) / this.#rate, () => {
      // Nearly every timer: nobody watches, and the process runs.
      if (this.#gate.isPlain('clock')) {
        task();
        return;
      }
      this.#gate.deliver(() => {
        if (cancelled || !this.#gate.visit('clock', 'timer')) return;
        // A process that was stopped right here runs its timer when it goes on.
        this.#gate.deliver(() => {
          if (!cancelled) task();
          this.#gate.visit('clock', 'timer', 'after');
        });
      });
    });
    return () => {
      cancelled = true;
      cancel();
    };
  }

  /** Fault: from now on the clock runs at this rate. Timers that are set keep their time. */
  setRate(rate: number): void {
    this.#monotonicMs = this.monotonicMs();
    this.#sinceMs = this.#kernel.nowMs;
    this.#rate = rate;
  }

  /** Fault: the wall clock is set forward (or back). */
  stepWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  /** Fault: the monotonic clock leaps, as after a suspend. */
  leap(byMs: number): void {
    this.#monotonicMs += byMs;
  }
}
