import type { Counter, Gauge, Histogram, Metrics } from '@atlasnet/schemas';
import { TASK_STATUSES } from '../core/command-results.ts';

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** A task worker's metrics. */
export class TaskMeters {
  readonly #jobs: Counter;
  readonly #retries: Counter;
  readonly #answeredAgain: Counter;
  readonly #seconds: Histogram;
  readonly #running: Gauge;
  readonly #waiting: Gauge;

  constructor(metrics: Metrics) {
    this.#jobs = metrics.counter('atlasnet_tasks_jobs_total', 'Jobs run, by what became of them', [
      'task',
      'status',
    ]);
    this.#retries = metrics.counter('atlasnet_tasks_retries_total', 'Attempts that failed', [
      'task',
    ]);
    this.#answeredAgain = metrics.counter(
      'atlasnet_tasks_answered_again_total',
      'Results that were sent again, since their region had missed them',
    );
    this.#seconds = metrics.histogram(
      'atlasnet_tasks_seconds',
      'From the start of a job to its outcome, all attempts',
      SECONDS,
      ['task'],
    );
    this.#running = metrics.gauge('atlasnet_tasks_running', 'Jobs that this worker runs');
    this.#waiting = metrics.gauge('atlasnet_tasks_waiting', 'Jobs that wait for a place here');
  }

  ended(task: string, status: number, elapsedMs: number): void {
    this.#jobs.add(1, { task, status: TASK_STATUSES[status] });
    this.#seconds.observe(elapsedMs / 1000, { task });
  }

  retried(task: string): void {
    this.#retries.add(1, { task });
  }

  answeredAgain(): void {
    this.#answeredAgain.add();
  }

  update(running: number, waiting: number): void {
    this.#running.set(running);
    this.#waiting.set(waiting);
  }
}
