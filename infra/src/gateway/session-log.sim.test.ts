import { SessionLog, sessionPartitionOf } from '@atlasnet/proxy';
import { incarnationId, topicNames, topicSpecs } from '@atlasnet/schemas';
import type { AtlasError } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { SimulatedWorld } from '../adapters/simulated/index.ts';

const TOPIC = topicNames('arena').sessions;
const PARTITIONS = 3;
const ACCOUNTS = ['ada', 'bob', 'cyd', 'dee', 'eve', 'fay', 'gus', 'hal'];
const OURS = incarnationId('0123456789abcdef0123456789abcdef');
const FOREIGN = incarnationId('ffffffffffffffffffffffffffffffff');

function makeWorld(seed: number): SimulatedWorld {
  const world = new SimulatedWorld(seed);
  const specs = topicSpecs('arena', {
    regionsMax: 1,
    sessionPartitions: PARTITIONS,
    taskPartitions: 1,
    replicationFactor: 1,
    minInsyncReplicas: 1,
    recordBytesMax: 100_000,
  });
  for (const spec of specs) world.log.ensureTopic(spec);
  return world;
}

interface Gateway {
  readonly sessions: SessionLog;
  readonly failures: AtlasError[];
}

function addGateway(world: SimulatedWorld, id: string, incarnation = OURS): Gateway {
  const { log, clock } = world.process(id, { role: 'gateway' });
  const failures: AtlasError[] = [];
  const sessions = new SessionLog({
    log,
    clock,
    topic: TOPIC,
    partitions: PARTITIONS,
    incarnation,
    failed: (error) => failures.push(error),
  });
  void sessions.open();
  return { sessions, failures };
}

test.each([1, 2, 3, 4, 5, 6])(
  '[L3] what was answered is in the log and in every gateway, whatever the log does; seed %i',
  async (seed) => {
    const world = makeWorld(seed);
    const random = world.random('requests');
    world.log.faultRates = {
      ...{ lostAcknowledgement: 0.05, late: 0.05, lost: 0.05, copy: 0.1, refused: 0.1, slow: 0.1 },
      delayMsMax: 800,
    };
    const gateways = ['a', 'b'].map((id) => addGateway(world, id));
    const answered: { account: string; session: number }[] = [];
    const refused: unknown[] = [];
    for (let session = 1; session <= 150; session++) {
      const account = ACCOUNTS[random.integer(ACCOUNTS.length)] ?? '';
      const gateway = gateways[session % 2];
      world.schedule(500 + session * 50, () => {
        const match = { session, account, atMs: session, kind: 1 };
        gateway?.sessions.append(account, [{ match }]).then(
          () => {
            // Read back, so its own directory has it, or a newer one.
            expect(gateway.sessions.directory.sessionOf(account)?.session).toBeGreaterThanOrEqual(
              session,
            );
            answered.push({ account, session });
          },
          (error: unknown) => refused.push(error),
        );
      });
    }
    await world.run(9000);
    world.log.faultRates = {};
    await world.run(30_000);
    expect(answered.length).toBeGreaterThan(75);
    expect(answered.length + refused.length).toBe(150);
    for (const error of refused) {
      expect(error).toMatchObject({ code: 'ATLAS_LOG_UNREACHABLE', retriable: true });
    }

    const late = addGateway(world, 'c');
    await world.run(31_000);
    for (const { sessions, failures } of [...gateways, late]) {
      expect(sessions.isReady).toBe(true);
      expect(failures).toEqual([]);
      expect(sessions.directory.sessions(1000, null)).toHaveLength(
        new Set(answered.map(({ account }) => account)).size,
      );
      for (const { account, session } of answered) {
        expect(sessions.directory.sessionOf(account)?.session).toBeGreaterThanOrEqual(session);
        expect(sessions.directory.sessionOf(account)).toEqual(
          late.sessions.directory.sessionOf(account),
        );
      }
    }
  },
);

test('a log that does not answer is told to the client in time, and the rest goes on', async () => {
  const world = makeWorld(7);
  const { sessions } = addGateway(world, 'a');
  await world.run(500);
  const partition = sessionPartitionOf('ada', PARTITIONS);
  const other = ACCOUNTS.find((name) => sessionPartitionOf(name, PARTITIONS) !== partition) ?? '';
  world.log.appendFault = (append) =>
    append.partition === partition && world.nowMs < 20_000 ? { kind: 'lost' } : null;
  const outcomes: string[] = [];
  const ask = (account: string): void => {
    const match = { session: 1, account, atMs: 1, kind: 1 };
    sessions.append(account, [{ match }]).then(
      () => outcomes.push(`${account} at ${Math.floor(world.nowMs / 1000)}`),
      (error: unknown) =>
        outcomes.push(`${(error as AtlasError).code} at ${Math.floor(world.nowMs / 1000)}`),
    );
  };
  world.schedule(0, () => ask('ada'));
  world.schedule(10, () => ask(other));
  await world.run(10_000);
  expect(outcomes).toEqual([`${other} at 0`, 'ATLAS_LOG_UNREACHABLE at 5']);
  await world.run(30_000);
  expect(sessions.directory.sessionOf('ada')).not.toBeNull();
});

test("[L2] another incarnation's bans and sessions are not ours", async () => {
  const world = makeWorld(8);
  const foreign = addGateway(world, 'a', FOREIGN);
  const ours = addGateway(world, 'b');
  await world.run(500);
  world.schedule(0, () => {
    void foreign.sessions.append('ada', [{ ban: { account: 'ada', reason: 'x', untilMs: 0 } }]);
  });
  await world.run(2000);
  expect(foreign.sessions.directory.banOf('ada', 1)).not.toBeNull();
  expect(ours.sessions.directory.banOf('ada', 1)).toBeNull();
  expect(ours.failures).toEqual([]);
});
