import { expect, test } from '@jest/globals';
import type { ChildHandle, Clock, ProcessControl } from '@atlasnet/schemas';
import { KeptProcess, endLine } from './kept-process.ts';

type End = Awaited<ChildHandle['exited']>;

/** A process whose children end as they are told to here; they are started again at once. */
function kept(): {
  process: KeptProcess;
  lines: string[];
  signals: string[];
  end: (how: Partial<End>) => Promise<void>;
} {
  const lines: string[] = [];
  const signals: string[] = [];
  let endNow: (end: End) => void = () => undefined;
  const control: ProcessControl = {
    spawn(): ChildHandle {
      const exited = new Promise<End>((resolve) => (endNow = resolve));
      return { pid: 0, exited, kill: (name) => void signals.push(name) };
    },
  };
  const clock: Clock = {
    monotonicMs: () => 0,
    wallMs: () => 0,
    after(_, task) {
      queueMicrotask(task);
      return () => undefined;
    },
  };
  const ports = { control, clock };
  const process = new KeptProcess('shard-0', 'shard', ports, {}, (end) => lines.push(endLine(end)));
  process.start();
  const end = async (how: Partial<End>): Promise<void> => {
    endNow({ code: null, signal: null, ...how });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { process, lines, signals, end };
}

test('an orderly end after SIGTERM, and an end by the signal itself, are expected', async () => {
  const { process, lines, end } = kept();
  process.signal('SIGTERM');
  await end({ code: 0 });
  process.signal('SIGTERM');
  await end({ signal: 'SIGTERM' });
  process.signal('SIGKILL');
  await end({ signal: 'SIGKILL' });
  expect(lines).toEqual([]);
});

test('an error after SIGTERM is none, nor is an end that nobody asked for', async () => {
  const { process, lines, end } = kept();
  process.signal('SIGTERM');
  await end({ code: 70 });
  // What was asked of the one before it says nothing of the next.
  await end({ code: 0 });
  process.signal('SIGTERM');
  await end({ signal: 'SIGSEGV' });
  expect(lines).toEqual([
    'shard-0 ended wrongly after SIGTERM: code 70, signal null',
    'shard-0 ended by itself: code 0, signal null',
    'shard-0 ended wrongly after SIGTERM: code null, signal SIGSEGV',
  ]);
});

test('the last stop is judged like any other', async () => {
  const { process, lines, end } = kept();
  const stopped = process.stop(60_000);
  await end({ code: 10 });
  await stopped;
  expect(lines).toEqual(['shard-0 ended wrongly after SIGTERM: code 10, signal null']);
});

test('a process that is stopping is not asked twice: that would end it at once', async () => {
  const { process, signals, end } = kept();
  process.signal('SIGTERM');
  process.signal('SIGTERM');
  const stopped = process.stop(60_000);
  await end({ code: 0 });
  await stopped;
  expect(signals.filter((name) => name === 'SIGTERM')).toHaveLength(1);
});
