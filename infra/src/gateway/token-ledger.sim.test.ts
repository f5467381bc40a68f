import { expect, test } from '@jest/globals';
import { TokenLedger } from '@atlasnet/proxy';
import { incarnationId, processId, topicNames, topicSpecs } from '@atlasnet/schemas';
import type { AtlasError } from '@atlasnet/schemas';
import { SimulatedWorld } from '../adapters/simulated/index.ts';

const TOPICS = topicNames('arena');
const MINUTE_MS = 60_000;
const LIFETIME_MS = 30_000;

function makeWorld(seed: number): SimulatedWorld {
  const world = new SimulatedWorld(seed);
  const specs = topicSpecs('arena', {
    regionsMax: 1,
    sessionPartitions: 1,
    taskPartitions: 1,
    replicationFactor: 1,
    minInsyncReplicas: 1,
    recordBytesMax: 100_000,
  });
  for (const spec of specs) world.log.ensureTopic(spec);
  return world;
}

class Edge {
  readonly #world: SimulatedWorld;
  readonly #ledger: TokenLedger;
  readonly failures: AtlasError[] = [];

  constructor(world: SimulatedWorld, number: number, wallOffsetMs = 0) {
    this.#world = world;
    const { log, clock } = world.process(`proxy ${number}`, {
      role: 'proxy',
      wallOffsetMs,
    });
    this.#ledger = new TokenLedger({
      log,
      clock,
      topics: TOPICS,
      partitions: 1,
      incarnation: incarnationId('0123456789abcdef0123456789abcdef'),
      process: processId(String(number).repeat(32)),
      failed: (error) => this.failures.push(error),
    });
  }

  /** Uses tokens up that the gateway makes right now. @returns how many were used for the first time */
  async use(from: number, to: number): Promise<number> {
    const { nowMs } = this.#world;
    const expiresMs =
      this.#world.process(`gateway ${from} at ${nowMs}`).clock.wallMs() + LIFETIME_MS;
    const answers: boolean[] = [];
    for (let number = from; number < to; number++) {
      const token = number.toString(16).padStart(48, '0');
      void this.#ledger.consume(token, expiresMs / 1000).then((first) => answers.push(first));
    }
    await this.#world.run(nowMs + 2000);
    expect(answers).toHaveLength(to - from);
    return answers.filter((first) => first).length;
  }
}

test('[L1] records of tokens go long after their expiry, by no clock that is ahead, and the rest holds', async () => {
  const world = makeWorld(1);
  const ahead = new Edge(world, 1, 60 * MINUTE_MS);
  const first = new Edge(world, 2);
  const start = (): number => world.log.bounds(TOPICS.tokens, 0).startOffset;
  for (let batch = 0; batch < 5; batch++) {
    expect(await first.use(batch * 1000, (batch + 1) * 1000)).toBe(1000);
    await world.run(world.nowMs + 2 * MINUTE_MS);
  }
  expect(start()).toBe(0);
  await world.run(world.nowMs + 4 * MINUTE_MS);
  // Of the first two thousand it is over ten minutes, of the others not.
  expect(await first.use(5000, 6000)).toBe(1000);
  expect(start()).toBe(2000);
  const late = new Edge(world, 3);
  await world.run(world.nowMs + 1000);
  for (const edge of [ahead, late]) expect(await edge.use(5000, 6000)).toBe(0);
  expect(await late.use(6000, 6001)).toBe(1);
  expect([ahead, first, late].flatMap(({ failures }) => failures)).toEqual([]);
});
