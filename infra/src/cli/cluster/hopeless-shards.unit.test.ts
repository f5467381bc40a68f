import { expect, test } from '@jest/globals';
import type { ProcessControl } from '@atlasnet/schemas';
import { SystemClock } from '../../adapters/system/index.ts';
import { ChildFailures } from './child-failures.ts';
import { HopelessShards } from './hopeless-shards.ts';

const CHANGED = 'ATLAS_WORLD_CHANGED: world w: component hp was removed.';
const TAKEN = 'ATLAS_PORT_IN_USE: port 9 is in use.';

/** Starts shards that end at once, each with what it says; resolves with the outcome, if any. */
async function outcomeOf(said: readonly string[]): Promise<string | null> {
  const failures = new ChildFailures();
  const shards = new HopelessShards(new SystemClock(), failures);
  let pid = 0;
  const control: ProcessControl = {
    spawn: () => ({ pid: ++pid, exited: Promise.resolve({ code: 1, signal: null }), kill() {} }),
  };
  const outcome = shards.run().then(
    () => null,
    (error: Error) => error.message,
  );
  for (const [i, line] of said.entries()) {
    failures.note(`[shard ${i + 1}] ${line}`);
    shards.watch(control).spawn('shard', {});
  }
  await new Promise((resolve) => setTimeout(resolve, 250));
  await shards.stop();
  return outcome;
}

test('a world that changed ends the watchdog at the first shard that says so', async () => {
  expect(await outcomeOf([CHANGED])).toMatch(/the shard .* component hp was removed/);
});

test('a port that is taken is tried again, five times', async () => {
  expect(await outcomeOf(Array.from({ length: 4 }, () => TAKEN))).toBeNull();
  expect(await outcomeOf(Array.from({ length: 5 }, () => TAKEN))).toMatch(/port 9 is in use/);
});

test('shards that say nothing, or that the log is away, are started for ever', async () => {
  const away = 'ATLAS_LOG_UNREACHABLE: no broker answers.';
  expect(await outcomeOf(Array.from({ length: 9 }, (_, i) => (i % 2 ? away : 'bye')))).toBeNull();
});
