import { jobId } from '@atlasnet/schemas';
import type { Frame, Job } from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import { InvariantCheck } from './invariant-check.ts';
import type { Place } from './invariant-check.ts';

/** M4: every job that a counted frame asks for has at most one result, in the region that asked. */
export class TaskLedger extends InvariantCheck {
  readonly #pending = new Map<string, Job>();
  asked = 0;
  /** By what became of them. */
  readonly settled = new Map<number, number>();

  constructor() {
    super('M4', 'a job has one result');
  }

  /** Whether a world has jobs at all. */
  get any(): boolean {
    return this.asked > 0;
  }

  /** Jobs without a result. */
  get pending(): ReadonlyMap<string, Job> {
    return this.#pending;
  }

  /** Begins a region at a cut. */
  begin(state: RegionState): void {
    for (const [id, job] of state.jobs) this.#pending.set(id, job);
    this.asked += state.jobs.size;
  }

  frame(region: number, frame: Frame, place: Place): void {
    for (const { job, status } of frame.inputs?.results ?? []) {
      const pending = this.#pending.get(job);
      this.expect(pending?.region === region, place, () => {
        return `job ${job} has a result, and region ${region} does not wait for one`;
      });
      this.#pending.delete(job);
      this.settled.set(status, (this.settled.get(status) ?? 0) + 1);
    }
    for (const [index, job] of frame.jobs.entries()) {
      const { epoch, n } = frame;
      const named = jobId(job) === jobId({ region, epoch, n, index });
      this.expect(named, place, () => `job ${jobId(job)} does not have its frame's name`);
      this.#pending.set(jobId(job), job);
      this.asked += 1;
    }
  }
}
