import { expect, test } from '@jest/globals';
import { failRequestsInPart } from './log-faults.ts';
import type { PortCall } from './process-gate.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedWorld } from './simulated-world.ts';

const TOPIC = {
  topic: 'w.frames',
  partitions: 4,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  recordBytesMax: 1000,
};

async function worldWithTopic() {
  const world = new SimulatedWorld(3);
  const process = world.process('p');
  void process.log.ensureTopic(TOPIC);
  await world.run(100);
  return { world, process };
}

test('[L3] of a request to several partitions all but one can fail, with and without an answer', async () => {
  const { world, process } = await worldWithTopic();
  world.log.appendFault = failRequestsInPart(new SeededRandom(3, 'part'));
  const outcomes: string[][] = [];
  for (let at = 0; at < 10; at++) {
    world.schedule(at * 3000, () => {
      const appends = [0, 1, 2, 3].map((partition) =>
        process.log.append(TOPIC.topic, partition, [Uint8Array.of(at)]),
      );
      void Promise.all(appends).then((all) => outcomes.push(all.map(({ kind }) => kind)));
    });
  }
  await world.run(40_000);
  expect(outcomes).toHaveLength(10);
  const failed = new Set<string>();
  for (const kinds of outcomes) {
    expect(kinds.filter((kind) => kind === 'acknowledged')).toHaveLength(1);
    for (const kind of kinds) failed.add(kind);
  }
  expect(Array.from(failed).sort()).toEqual(['acknowledged', 'refused', 'unknown']);
});

test('[L3] an append by itself is a request that does not fail in part', async () => {
  const { world, process } = await worldWithTopic();
  world.log.appendFault = failRequestsInPart(new SeededRandom(3, 'part'));
  const outcomes: string[] = [];
  for (let at = 0; at < 10; at++) {
    world.schedule(at * 100, () => {
      const append = process.log.append(TOPIC.topic, at % 4, [Uint8Array.of(at)]);
      void append.then(({ kind }) => outcomes.push(kind));
    });
  }
  await world.run(5000);
  expect(outcomes).toEqual(Array.from({ length: 10 }, () => 'acknowledged'));
});

/** A process that starts another, and one that sends and hears datagrams, dies or stops at a call. */
async function strike(operation: string, phase: PortCall['phase'], blow: 'crash' | 'pause') {
  const world = new SimulatedWorld(4);
  let started = 0;
  world.program('shard', () => (started += 1));
  const [process, other] = [world.process('p'), world.process('other')];
  const heard: number[] = [];
  const answered: number[] = [];
  const here = { host: '10.0.0.1', port: 1 };
  const there = { host: '10.0.0.2', port: 1 };
  const socket = process.datagrams.bind(here, (bytes) => heard.push(bytes[0]));
  const peer = other.datagrams.bind(there, (bytes) => answered.push(bytes[0]));
  await world.run(100);
  const send = async (from: typeof socket, to: typeof here): Promise<void> =>
    (await from).send(Uint8Array.of(7), 0, 1, to);
  process.onPortCall = (call) => {
    if (call.operation === operation && call.phase === phase) process[blow]();
  };
  if (operation === 'spawn') process.processControl.spawn('shard', {});
  else void (operation === 'send' ? send(socket, there) : send(peer, here));
  await world.run(1000);
  const before = { started, heard: heard.length, answered: answered.length, state: process.state };
  process.onPortCall = null;
  process.resume();
  await world.run(2000);
  return { ...before, heardLater: heard.length };
}

test('a process can die right before and right after it starts another, sends or hears a datagram', async () => {
  expect(await strike('spawn', 'before', 'crash')).toMatchObject({ started: 0, state: 'crashed' });
  expect(await strike('spawn', 'after', 'crash')).toMatchObject({ started: 1, state: 'crashed' });
  expect(await strike('send', 'before', 'crash')).toMatchObject({ answered: 0, state: 'crashed' });
  expect(await strike('send', 'after', 'crash')).toMatchObject({ answered: 1, state: 'crashed' });
  expect(await strike('receive', 'before', 'crash')).toMatchObject({ heard: 0, state: 'crashed' });
  expect(await strike('receive', 'after', 'crash')).toMatchObject({ heard: 1, state: 'crashed' });
});

test('a process that was stopped as a datagram came takes it when it goes on', async () => {
  const stopped = await strike('receive', 'before', 'pause');
  expect(stopped).toMatchObject({ heard: 0, state: 'paused', heardLater: 1 });
});
