import { processId } from '@atlasnet/schemas';
import type { ChildHandle, Clock, Logger, ProcessId } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { ShardChildren } from './shard-children.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

interface Started {
  readonly id: ProcessId;
  readonly signals: string[];
  readonly exit: () => Promise<void>;
}

/** Children that end when they are told to here, by a clock that is set by hand. */
function nursery(): { children: ShardChildren; started: Started[]; at: (ms: number) => void } {
  const started: Started[] = [];
  let nowMs = 0;
  const spawn = (_: string, overrides: Readonly<Record<string, string>>): ChildHandle => {
    const signals: string[] = [];
    let end: (how: { code: number; signal: null }) => void = () => undefined;
    const exited = new Promise<{ code: number; signal: null }>((resolve) => (end = resolve));
    const exit = async (): Promise<void> => {
      end({ code: 0, signal: null });
      await exited;
    };
    started.push({ id: processId(overrides['process.id']), signals, exit });
    return { pid: started.length, exited, kill: (name) => void signals.push(name) };
  };
  const clock: Clock = {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs,
    after: () => () => undefined,
  };
  let drawn = 0;
  const random = { bytes: (length: number) => new Uint8Array(length).fill(++drawn) };
  const children = new ShardChildren({
    ...{ control: { spawn }, clock, random, logger: quiet, respawnDelayMs: 100 },
    onExit: () => undefined,
  });
  return { children, started, at: (ms) => (nowMs = ms) };
}

const of = (...ids: readonly ProcessId[]): { id: ProcessId; draining: boolean }[] =>
  ids.map((id) => ({ id, draining: false }));

test('[C3] in the place of a child that drains another is started at once, and one only', async () => {
  const { children, started, at } = nursery();
  children.keepUp(2, []);
  const [one, two] = started;
  expect(started).toHaveLength(2);
  at(20_000);
  children.keepUp(2, of(one.id, two.id));
  expect(started).toHaveLength(2);
  const leaving = { id: one.id, draining: true };
  children.keepUp(2, [leaving, ...of(two.id)]);
  expect(started).toHaveLength(3);
  // It is not in the store yet.
  children.keepUp(2, [leaving, ...of(two.id)]);
  children.keepUp(2, [leaving, ...of(two.id, started[2].id)]);
  await one.exit();
  children.keepUp(2, of(two.id, started[2].id));
  expect(started).toHaveLength(3);
});

test('a child that drains was there: it is not taken for one that never registered', () => {
  const { children, started, at } = nursery();
  children.keepUp(1, []);
  children.keepUp(1, [{ id: started[0].id, draining: true }]);
  at(40_000);
  children.keepUp(1, []);
  expect(started[0].signals).toEqual([]);
  expect(started[1].signals).toEqual(['SIGKILL']);
});

test('without the store, what died here alone is replaced', async () => {
  const { children, started, at } = nursery();
  children.keepUp(2, null);
  expect(started).toHaveLength(0);
  children.keepUp(2, []);
  at(20_000);
  await started[0].exit();
  children.keepUp(2, null);
  expect(started).toHaveLength(3);
});
