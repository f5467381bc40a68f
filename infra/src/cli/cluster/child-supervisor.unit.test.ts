import { describe, expect, test } from '@jest/globals';
import type { ChildHandle, Clock, Logger, ProcessControl } from '@atlasnet/schemas';
import { SystemClock } from '../../adapters/system/index.ts';
import { ChildFailures } from './child-failures.ts';
import { ChildSupervisor } from './child-supervisor.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Children that end at once with the given exit codes, one after another. */
function children(codes: (number | null)[]): { control: ProcessControl; started: () => number } {
  let started = 0;
  const control: ProcessControl = {
    spawn(): ChildHandle {
      const code = codes[started++] ?? 0;
      return { pid: started, exited: Promise.resolve({ code, signal: null }), kill() {} };
    },
  };
  return { control, started: () => started };
}

function supervise(codes: (number | null)[], lines: readonly string[] = []) {
  const failures = new ChildFailures();
  for (const line of lines) failures.note(line);
  const { control, started } = children(codes);
  const role = { role: 'example', overrides: {}, finite: true };
  const supervisor = new ChildSupervisor(control, new SystemClock(), silent, role, failures);
  return { supervisor, started };
}

/** A clock that notes each wait and passes it at once; each life is as long as its look is far from the next. */
function countedClock(): { clock: Clock; waits: number[] } {
  const waits: number[] = [];
  let nowMs = 0;
  const clock: Clock = {
    monotonicMs: () => (nowMs += 60_000),
    wallMs: () => nowMs,
    after(delayMs, task) {
      waits.push(delayMs);
      queueMicrotask(task);
      return () => undefined;
    },
  };
  return { clock, waits };
}

describe('the supervisor of a process', () => {
  test('starts it again after an end that may not come again', async () => {
    const { supervisor, started } = supervise([4, 70, 0]);
    await supervisor.run();
    expect(started()).toBe(3);
  });

  test('tells it what it is told only when it is started again', async () => {
    const told: Readonly<Record<string, string>>[] = [];
    const control: ProcessControl = {
      spawn(_, overrides): ChildHandle {
        told.push(overrides);
        const exit = { code: told.length < 3 ? 70 : 0, signal: null };
        return { pid: 1, exited: Promise.resolve(exit), kill() {} };
      },
    };
    const role = { role: 'log', overrides: { a: '1' }, again: { b: '2' }, finite: true };
    const failures = new ChildFailures();
    await new ChildSupervisor(control, new SystemClock(), silent, role, failures).run();
    expect(told).toEqual([{ a: '1' }, { a: '1', b: '2' }, { a: '1', b: '2' }]);
  });

  test('fills a place at once that was left in order, and waits after any other end', async () => {
    const { clock, waits } = countedClock();
    const { control, started } = children([0, 0, 70, 0]);
    const role = { role: 'proxy', overrides: {} };
    const supervisor = new ChildSupervisor(control, clock, silent, role, new ChildFailures());
    const running = supervisor.run();
    while (started() < 4) await Promise.resolve();
    const waited = waits.length;
    await supervisor.stop();
    await running;
    expect(waited).toBe(2);
    expect(Math.max(...waits.slice(0, 2))).toBe(300);
  });

  test('starts again no earlier than its role wants, which is asked whether another is up by then', async () => {
    const { clock, waits } = countedClock();
    const { control, started } = children([0, 0, 70, 0]);
    const ups: boolean[] = [];
    const againAfterMs = (): number => {
      ups.push(supervisor.isUp);
      return started() === 2 ? 0 : 5000;
    };
    const role = { role: 'log', overrides: {}, againAfterMs };
    const supervisor = new ChildSupervisor(control, clock, silent, role, new ChildFailures());
    const running = supervisor.run();
    while (started() < 4) await Promise.resolve();
    const waited = [...waits];
    await supervisor.stop();
    await running;
    // After the third life its last words are waited for first.
    expect(waited).toEqual([5000, 100, 5000]);
    expect(ups.slice(0, 3)).toEqual([false, false, false]);
  });

  test('gives up at once when the exit code says that it cannot go on, with that code', async () => {
    const { supervisor, started } = supervise([8, 0]);
    await expect(supervisor.run()).rejects.toMatchObject({
      code: 'ATLAS_TRACE_INVALID',
      exitCode: 8,
      message: 'the example process failed',
    });
    expect(started()).toBe(1);
  });

  test('ends with what the child said, which its exit code alone does not tell', async () => {
    const said = '[example 1] ATLAS_LOG_LOCKED: the log in /d belongs to process 9. End it.';
    const { supervisor, started } = supervise([4, 0], [said]);
    await expect(supervisor.run()).rejects.toMatchObject({
      code: 'ATLAS_LOG_LOCKED',
      exitCode: 4,
      message: 'the example process cannot go on: the log in /d belongs to process 9. End it.',
    });
    expect(started()).toBe(1);
  });

  test('starts a child again whose orderly stop took too long: its next life need not', async () => {
    const said = '[example 1] ATLAS_STOP_TIMEOUT: the orderly stop took longer than 10000 ms.';
    const { supervisor, started } = supervise([10, 0], [said]);
    await supervisor.run();
    expect(started()).toBe(2);
  });

  test('waits for what may pass, however often the child ended of it', async () => {
    const away = (pid: number) => `[example ${pid}] ATLAS_LOG_UNREACHABLE: no broker answers.`;
    const { supervisor, started } = supervise([4, 4, 0], [away(1), away(2)]);
    await supervisor.run();
    expect(started()).toBe(3);
  });
});
