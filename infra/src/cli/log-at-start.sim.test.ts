import { expect, test } from '@jest/globals';
import { HEURISTIC_DEFAULTS, HeuristicService } from '@atlasnet/heuristic';
import { processId } from '@atlasnet/schemas';
import type { Logger } from '@atlasnet/schemas';
import { SimulatedWorld } from '../adapters/simulated/index.ts';
import { untilTopics } from './cluster-ports.ts';
import { loadConfig } from './config/index.ts';

const SELF = processId('aaaaaaaaaaaaaaaa');
const metric = { add() {}, set() {}, observe() {} };
const metrics = { counter: () => metric, gauge: () => metric, histogram: () => metric };

/** A process whose log does not answer for `awayMs`, what it says, and how its wait ended. */
function start(awayMs: number, endWithParent: boolean) {
  const world = new SimulatedWorld(1);
  const process = world.process(SELF);
  world.network.cutBoth(SELF, 'log');
  world.schedule(awayMs, () => world.network.healAll());
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const logger: Logger = { debug() {}, info: say, warn: say, error: say };
  const flags = { 'process.endWithParent': String(endWithParent), 'world.name': 'city' };
  const { config } = loadConfig({ flags, env: {} });
  const topics = () => untilTopics(config, process.log, { clock: process.clock, logger });
  return { world, process, logger, said, topics };
}

/** How a promise stands: its value, its error's code, or pending. */
function outcomeOf(promise: Promise<unknown>): () => unknown {
  let outcome: unknown = 'pending';
  promise.then(
    (value) => (outcome = value),
    (error: unknown) => (outcome = (error as { code?: string }).code),
  );
  return () => outcome;
}

test('[O6] started by another, a process waits for the log until it answers, and says so again', async () => {
  const { world, said, topics } = start(150_000, true);
  const outcome = outcomeOf(topics());
  await world.run(149_000);
  expect(outcome()).toBe('pending');
  expect(said.length).toBeGreaterThan(3);
  expect(new Set(said)).toEqual(new Set(['the log is waited for']));
  await world.run(170_000);
  expect(outcome()).toBe(true);
  expect(said.at(-1)).toBe('the log answers');
});

test('started by hand, it ends after half a minute: the address may be wrong', async () => {
  const { world, topics } = start(150_000, false);
  const outcome = outcomeOf(topics());
  await world.run(25_000);
  expect(outcome()).toBe('pending');
  await world.run(60_000);
  expect(outcome()).toBe('ATLAS_LOG_UNREACHABLE');
});

test('[O6] a heuristic that starts while the log is away goes on when it answers', async () => {
  const { world, process, logger, said, topics } = start(60_000, true);
  const made = outcomeOf(topics());
  const heuristic = new HeuristicService({
    world: 'city',
    process: SELF,
    log: process.log,
    clock: process.clock,
    logger,
    metrics,
    config: { ...HEURISTIC_DEFAULTS, regionsMin: 2, regionsMax: 4 },
  });
  const ended = outcomeOf(heuristic.run());
  await world.run(59_000);
  expect(said).toContain('the log is waited for');
  await world.run(90_000);
  expect([made(), ended()]).toEqual([true, 'pending']);
  await drive(world, heuristic.stop());
  expect(ended()).toBe(undefined);
});

/** Lets the world go on until the promise is settled. */
async function drive(world: SimulatedWorld, promise: Promise<unknown>): Promise<void> {
  const outcome = outcomeOf(promise.then(() => true));
  for (let i = 0; i < 50 && outcome() === 'pending'; i++) await world.run(world.nowMs + 100);
}
