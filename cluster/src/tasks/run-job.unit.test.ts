import { expect, test } from '@jest/globals';
import {
  TASK_DONE,
  TASK_MALFORMED,
  TASK_THREW,
  TASK_TIMED_OUT,
  TASK_UNKNOWN,
  compileWorld,
  decodePayload,
  encodePayload,
} from '@atlasnet/schemas';
import type { Clock, Job } from '@atlasnet/schemas';
import { defineTasks, defineWorld, field } from '../server.ts';
import type { TaskContext, TaskFunctions } from '../server.ts';
import { LIMITS } from '../limits.ts';
import { runJob } from './run-job.ts';

const number = { value: field.integer({ min: 0, max: 100 }) };
const world = defineWorld({
  name: 'sums',
  dimensions: 2,
  bounds: { min: [0, 0], max: [1, 1] },
  tickHz: 10,
  components: {},
  tasks: { double: { arguments: number, result: number }, gone: { arguments: {}, result: {} } },
});
const schema = compileWorld(world);

/** Time passes when everybody waits for it. */
function steppingClock(): Clock & { waits: number[] } {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    monotonicMs: () => now,
    wallMs: () => now,
    after(delayMs, run) {
      let cancelled = false;
      const timer = setTimeout(() => {
        if (cancelled) return;
        waits.push(delayMs);
        now += delayMs;
        run();
      }, delayMs / 20);
      return () => {
        cancelled = true;
        clearTimeout(timer);
      };
    },
  };
}

type Double = TaskFunctions<typeof world>['double'];

function run(double: Double, more: Partial<Job> = {}, signal = new AbortController().signal) {
  const clock = steppingClock();
  const kind = schema.tasks.get('double')?.arguments ?? schema.kinds[0];
  const job: Job = {
    ...{ region: 1, epoch: 2, n: 3, index: 0, name: 'double', entity: 0, tick: 1 },
    arguments: encodePayload(kind, { value: 21 }),
    worldSchemaHash: schema.hash,
    ...more,
  };
  const gone = (): Promise<object> => Promise.resolve({});
  const tasks = defineTasks(world, { double, gone }) as unknown as TaskFunctions;
  const retried: string[] = [];
  const options = {
    ...{ schema, tasks, clock, timeoutMs: 2000, attemptsMax: 3 },
    retried: (_: Job, text: string) => void retried.push(text),
  };
  return { clock, retried, outcome: runJob(job, options, signal) };
}

test('[M4] a task gets its arguments and the name of its job, and its result is encoded', async () => {
  const seen: string[] = [];
  const { outcome } = run(({ value }, { id }) => {
    seen.push(id);
    return Promise.resolve({ value: value * 2 });
  });
  const { status, payload } = (await outcome) ?? { status: -1, payload: new Uint8Array() };
  const kind = schema.tasks.get('double')?.result ?? schema.kinds[0];
  expect([status, decodePayload(kind, payload)]).toEqual([TASK_DONE, { value: 42 }]);
  expect(seen).toEqual(['1.2.3.0']);
});

test('one that throws is tried again after twice the wait each time, and refused in the end', async () => {
  let calls = 0;
  const { clock, retried, outcome } = run(() => {
    calls += 1;
    throw new Error(`no ${'!'.repeat(400)}`);
  });
  const found = await outcome;
  expect(found).toMatchObject({ status: TASK_THREW, text: expect.stringMatching(/^Error: no !/) });
  expect(found?.text).toHaveLength(256);
  expect([calls, retried.length]).toEqual([3, 2]);
  expect(clock.waits).toEqual([LIMITS.taskRetryMs, LIMITS.taskRetryMs * 2]);
  const second = run(
    () => Promise[retried.push('') < 4 ? 'reject' : 'resolve']({ value: 1 }) as never,
  );
  expect(await second.outcome).toMatchObject({ status: TASK_DONE });
});

test('one that takes too long is told by its signal, and what it returns then is nobody’s', async () => {
  const contexts: TaskContext[] = [];
  const { outcome } = run((_, context) => {
    contexts.push(context);
    return new Promise((resolve) => {
      context.signal.addEventListener('abort', () => setTimeout(() => resolve({ value: 1 }), 5));
    });
  });
  expect(await outcome).toMatchObject({
    status: TASK_TIMED_OUT,
    text: 'no result within 2000 ms',
  });
  expect(contexts.map(({ signal }) => signal.aborted)).toEqual([true, true, true]);
});

test('arguments and results that are not as declared are refusals, and are not tried again', async () => {
  let calls = 0;
  const give = (result: unknown) => () => {
    calls += 1;
    return Promise.resolve(result as object);
  };
  const damaged = run(give({ value: 1 }), { arguments: Uint8Array.of(1) });
  expect(await damaged.outcome).toMatchObject({ status: TASK_MALFORMED });
  expect(calls).toBe(0);
  for (const result of [{ value: 'x' }, { value: 1e9 }, null, 7]) {
    expect(await run(give(result)).outcome).toMatchObject({ status: TASK_MALFORMED });
  }
  expect(calls).toBe(4);
  const unknown = run(give({}), { name: 'triple' });
  expect(await unknown.outcome).toMatchObject({
    status: TASK_UNKNOWN,
    text: 'this worker has no task triple',
  });
});

test('a worker that stops ends what runs, without an outcome', async () => {
  const ending = new AbortController();
  let heard = false;
  const { outcome } = run(
    (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => (heard = true))),
    {},
    ending.signal,
  );
  ending.abort();
  expect([await outcome, heard]).toEqual([null, true]);
});
