import {
  AtlasError,
  TASK_DONE,
  TASK_MALFORMED,
  TASK_TEXT_LENGTH_MAX,
  TASK_THREW,
  TASK_TIMED_OUT,
  TASK_UNKNOWN,
  decodePayload,
  encodePayload,
  jobId,
  sleep,
} from '@atlasnet/schemas';
import type { Clock, CompiledTask, Job, TaskResult, WorldSchema } from '@atlasnet/schemas';
import type { TaskContext, TaskFunctions } from '../game/game-api.ts';
import { LIMITS } from '../limits.ts';

export interface RunJobOptions {
  readonly schema: WorldSchema;
  readonly tasks: TaskFunctions;
  readonly clock: Clock;
  /** Of one attempt, milliseconds. */
  readonly timeoutMs: number;
  readonly attemptsMax: number;
  /** An attempt failed, and another follows. */
  readonly retried: (job: Job, text: string) => void;
}

/** What became of a job: the part of a result that a worker finds out. */
export type JobOutcome = Pick<TaskResult, 'status' | 'payload' | 'text'>;

type TaskFunction = (values: Record<string, unknown>, context: TaskContext) => Promise<unknown>;

/**
 * Runs a job: tries again what throws or takes too long, each time after twice the wait. A function that
 * does not heed its signal is left alone; what it returns later is nobody's.
 * @returns null when the signal came first
 */
export async function runJob(
  job: Job,
  options: RunJobOptions,
  signal: AbortSignal,
): Promise<JobOutcome | null> {
  const { schema, clock, attemptsMax } = options;
  const task = schema.tasks.get(job.name);
  const run = (options.tasks as Readonly<Record<string, TaskFunction | undefined>>)[job.name];
  if (!task || !run) return refusal(TASK_UNKNOWN, `this worker has no task ${job.name}`);
  const values = readArguments(task, job);
  if (values instanceof AtlasError) return refusal(TASK_MALFORMED, values.message);
  for (let attempt = 1; ; attempt++) {
    const call = (ending: AbortSignal): Promise<unknown> =>
      run(values, { signal: ending, id: jobId(job) });
    const outcome = await attempted(call, task, options, signal);
    if (signal.aborted) return null;
    const again = outcome.status === TASK_THREW || outcome.status === TASK_TIMED_OUT;
    if (!again || attempt >= attemptsMax) return outcome;
    options.retried(job, outcome.text);
    const waitMs = Math.min(LIMITS.taskRetryMaxMs, LIMITS.taskRetryMs * 2 ** (attempt - 1));
    if (!(await sleep(clock, waitMs, signal))) return null;
  }
}

async function attempted(
  call: (signal: AbortSignal) => Promise<unknown>,
  task: CompiledTask,
  { clock, timeoutMs }: RunJobOptions,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const ending = new AbortController();
  const late = refusal(TASK_TIMED_OUT, `no result within ${timeoutMs} ms`);
  return new Promise((resolve) => {
    const end = (outcome: JobOutcome): void => {
      cancel();
      signal.removeEventListener('abort', stop);
      resolve(outcome);
    };
    const stop = (): void => {
      ending.abort(signal.reason);
      end(late);
    };
    const cancel = clock.after(timeoutMs, () => {
      ending.abort(new Error(late.text));
      end(late);
    });
    signal.addEventListener('abort', stop, { once: true });
    begin(call, ending.signal).then(
      (result) => end(encoded(task, result)),
      (error: unknown) => end(refusal(TASK_THREW, textOf(error))),
    );
  });
}

/** Whatever a function does before it is asynchronous counts as well. */
async function begin(
  call: (signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<unknown> {
  return call(signal);
}

function readArguments(task: CompiledTask, job: Job): Record<string, unknown> | AtlasError {
  try {
    return decodePayload(task.arguments, job.arguments);
  } catch (error) {
    if (error instanceof AtlasError) return error;
    throw error;
  }
}

function encoded(task: CompiledTask, result: unknown): JobOutcome {
  if (typeof result !== 'object' || result === null) {
    return refusal(TASK_MALFORMED, `the result is ${String(result)}`);
  }
  try {
    const payload = encodePayload(task.result, result as Record<string, unknown>);
    decodePayload(task.result, payload);
    return { status: TASK_DONE, payload, text: '' };
  } catch (error) {
    return refusal(TASK_MALFORMED, textOf(error));
  }
}

function refusal(status: number, text: string): JobOutcome {
  return { status, payload: new Uint8Array(), text: text.slice(0, TASK_TEXT_LENGTH_MAX) };
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
