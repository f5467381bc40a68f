import { jobId } from '@atlasnet/schemas';
import type { AskedJob, Clock, Frame, Job } from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';

/** A job without a result is sent again after this, ms, and then after twice as long each time (M4). */
const RESEND_MS = 4000;
const RESEND_MAX_MS = 60_000;

export interface JobCourierOptions {
  readonly clock: Clock;
  readonly state: RegionState;
  /** A job without a result for so many ticks is given up. */
  readonly jobLimitTicks: number;
  readonly send: (asked: AskedJob) => void;
}

/**
 * Carries a region's jobs to the task workers (rule M4): each once the frame that asks for it counts, and
 * again until a tick took its result. A new owner sends all that its state waits for.
 */
export class JobCourier {
  readonly #options: JobCourierOptions;
  readonly #sent = new Map<string, { readonly atMs: number; readonly patienceMs: number }>();

  constructor(options: JobCourierOptions) {
    this.#options = options;
    // Whoever hands a region over had sent them: their results may have been missed.
    for (const id of options.state.jobs.keys())
      this.#sent.set(id, { atMs: -Infinity, patienceMs: 0 });
  }

  /** A frame counts: its jobs go. */
  counted(frame: Frame): void {
    for (const job of frame.jobs) this.#send(jobId(job), job, RESEND_MS);
  }

  /** Called every few ticks: sends again what waited too long. */
  maintain(): void {
    const { clock, state } = this.#options;
    for (const [id, { atMs, patienceMs }] of this.#sent) {
      const job = state.jobs.get(id);
      if (!job) this.#sent.delete(id);
      else if (clock.monotonicMs() - atMs >= patienceMs) {
        this.#send(id, job, Math.min(RESEND_MAX_MS, Math.max(RESEND_MS, patienceMs * 2)));
      }
    }
  }

  #send(id: string, job: Job, patienceMs: number): void {
    const { clock, send, state, jobLimitTicks } = this.#options;
    const waitTicks = Math.max(0, job.tick + jobLimitTicks - state.tick);
    this.#sent.set(id, { atMs: clock.monotonicMs(), patienceMs });
    send({ job, waitMs: Math.round(waitTicks * state.schema.tickMs) });
  }
}
