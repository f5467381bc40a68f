import { expect, test } from '@jest/globals';
import type { AppendOutcome } from '@atlasnet/schemas';
import { Appender } from './appender.ts';
import { BROKER_ERRORS, isDefiniteRefusal } from './broker-error-codes.ts';
import { ClusterView } from './cluster-view.ts';
import type { ScriptedBroker } from './scripted-broker.ts';
import { makeScriptedBroker } from './scripted-broker.ts';

const record = [Uint8Array.of(1)];

async function setUp(partitions = 4): Promise<{ broker: ScriptedBroker; appender: Appender }> {
  const broker = makeScriptedBroker(partitions);
  const view = new ClusterView(['scripted:1'], broker.connect);
  await view.refresh(['t']);
  return { broker, appender: new Appender(view, broker.connect) };
}

function kinds(outcomes: readonly AppendOutcome[]): string[] {
  return outcomes.map(({ kind }) => kind);
}

test('[L3] appends of one turn share a request', async () => {
  const { broker, appender } = await setUp();
  const all = [0, 1, 2].map((partition) => appender.append('t', partition, record));
  expect(kinds(await Promise.all(all))).toEqual(Array(3).fill('acknowledged'));
  expect(broker.requests).toEqual([[0, 1, 2]]);
});

test('[L3] each partition of a request has its own outcome, and one not mentioned is unknown', async () => {
  const { broker, appender } = await setUp();
  const codes = [0, BROKER_ERRORS.notEnoughReplicas, BROKER_ERRORS.notEnoughReplicasAfterAppend];
  broker.produce = (parts) =>
    parts
      .filter(({ partition }) => partition < 3)
      .map((part) => ({ ...part, errorCode: codes[part.partition] ?? 0, baseOffset: 7 }));
  const all = [0, 1, 2, 3].map((partition) => appender.append('t', partition, record));
  const outcomes = await Promise.all(all);
  expect(kinds(outcomes)).toEqual(['acknowledged', 'refused', 'unknown', 'unknown']);
  expect(outcomes[0]).toEqual({ kind: 'acknowledged', baseOffset: 7 });
});

test('[L3] after a failure a partition goes on alone until it is acknowledged', async () => {
  const { broker, appender } = await setUp();
  const healthy = broker.produce;
  broker.produce = () => Promise.reject(new Error('connection reset'));
  const lost = await Promise.all([0, 1].map((p) => appender.append('t', p, record)));
  expect(kinds(lost)).toEqual(['unknown', 'unknown']);
  broker.produce = healthy;
  const again = await Promise.all([0, 1, 2].map((p) => appender.append('t', p, record)));
  expect(kinds(again)).toEqual(Array(3).fill('acknowledged'));
  const after = await Promise.all([0, 1, 2].map((p) => appender.append('t', p, record)));
  expect(kinds(after)).toEqual(Array(3).fill('acknowledged'));
  expect(broker.requests[0]).toEqual([0, 1]);
  expect(new Set(broker.requests.slice(1, 4).map(String))).toEqual(new Set(['0', '1', '2']));
  expect(broker.requests[4]).toEqual([0, 1, 2]);
});

test('[L3] a partition that hangs does not stop others', async () => {
  const { broker, appender } = await setUp();
  const healthy = broker.produce;
  broker.produce = (parts) =>
    parts.some(({ partition }) => partition === 0) ? new Promise(() => {}) : healthy(parts);
  const hanging = appender.append('t', 0, record);
  // On its way alone: after a pause of the process a timer of few milliseconds is over before that.
  while (broker.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  for (let round = 0; round < 20; round++) {
    const others = await Promise.all([1, 2, 3].map((p) => appender.append('t', p, record)));
    expect(kinds(others)).toEqual(Array(3).fill('acknowledged'));
  }
  expect((await hanging).kind).toBe('unknown');
});

test('[L3] what waits behind an append that was not acknowledged is not sent', async () => {
  const { broker, appender } = await setUp();
  broker.produce = () => Promise.reject(new Error('connection reset'));
  const outcomes = await Promise.all([1, 2, 3].map(() => appender.append('t', 0, record)));
  expect(kinds(outcomes)).toEqual(['unknown', 'refused', 'refused']);
  expect(broker.requests).toEqual([[0]]);
});

test('without a connection nothing was sent: that is a refusal', async () => {
  const { broker, appender } = await setUp();
  broker.refuseConnections = true;
  const outcome = await appender.append('t', 0, record);
  expect(outcome.kind).toBe('refused');
  expect(broker.requests).toEqual([]);
});

test('a closed log refuses new appends, and what is under way is unknown', async () => {
  const { broker, appender } = await setUp();
  const requests: ((error: Error) => void)[] = [];
  broker.produce = () => new Promise((_, reject) => requests.push(reject));
  const underWay = appender.append('t', 0, record);
  const waiting = appender.append('t', 0, record);
  while (broker.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  appender.close();
  requests[0]?.(new Error('the connection was closed'));
  expect(kinds(await Promise.all([underWay, waiting]))).toEqual(['unknown', 'refused']);
  expect((await appender.append('t', 0, record)).kind).toBe('refused');
});

test('[L3] an answer that a leader may give after it appended is no definite refusal', () => {
  const { notLeader, requestTimedOut, notEnoughReplicasAfterAppend, kafkaStorageError } =
    BROKER_ERRORS;
  for (const code of [
    notLeader,
    requestTimedOut,
    notEnoughReplicasAfterAppend,
    kafkaStorageError,
  ]) {
    expect(isDefiniteRefusal(code)).toBe(false);
  }
  expect(isDefiniteRefusal(-1)).toBe(false);
  expect(isDefiniteRefusal(BROKER_ERRORS.notEnoughReplicas)).toBe(true);
});
