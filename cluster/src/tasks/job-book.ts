import { jobId } from '@atlasnet/schemas';
import type { Job } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';

/** A job without a result, and until when its region waits for one, on the worker's clock. */
export interface OpenJob {
  readonly job: Job;
  readonly untilMs: number;
}

/** What is known of a job that is asked for. */
export type JobWord =
  | { readonly kind: 'open' }
  /** It has a result, which whoever asks again has missed. */
  | { readonly kind: 'answered'; readonly record: Uint8Array }
  /** Nobody can remember more: the region asks again. */
  | { readonly kind: 'full' };

/**
 * What a worker knows of jobs: those without a result, and the newest results. Both are bounded: what is
 * forgotten is asked for again by the region that waits for it (M4).
 */
export class JobBook {
  readonly #open = new Map<string, OpenJob>();
  readonly #results = new Map<string, Uint8Array>();
  #resultBytes = 0;

  /** In the order in which they were first seen. */
  get open(): ReadonlyMap<string, OpenJob> {
    return this.#open;
  }

  /** A job is asked for, the first time or again. */
  asked(asked: OpenJob): JobWord {
    const id = jobId(asked.job);
    const record = this.#results.get(id);
    if (record) return { kind: 'answered', record };
    if (this.#open.size >= LIMITS.jobsKnown && !this.#open.has(id)) return { kind: 'full' };
    this.#open.set(id, asked);
    return { kind: 'open' };
  }

  /** @param record the result as `task-results` has it. @returns whether it is the first one */
  answered(id: string, record: Uint8Array): boolean {
    this.#open.delete(id);
    if (this.#results.has(id)) return false;
    this.#results.set(id, record);
    this.#resultBytes += record.length;
    for (const [oldest, { length }] of this.#results) {
      const many = this.#results.size > LIMITS.resultsRemembered;
      if (!many && this.#resultBytes <= LIMITS.resultBytesRemembered) break;
      this.#results.delete(oldest);
      this.#resultBytes -= length;
    }
    return true;
  }

  /** Forgets what nobody waits for any more. */
  expire(nowMs: number): void {
    for (const [id, { untilMs }] of this.#open) if (untilMs < nowMs) this.#open.delete(id);
  }
}
