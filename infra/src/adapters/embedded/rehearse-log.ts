import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, EventLog, Interlink, StateStore } from '@atlasnet/schemas';
import { EmbeddedEventLog } from './embedded-event-log.ts';
import { EmbeddedLogServer } from './embedded-log-server.ts';
import { NodeLogFiles } from './node-log-files.ts';
import { RemoteEventLog } from './remote-event-log.ts';
import { RemoteStateStore } from './remote-state-store.ts';

/** How its folders are called, in the system's for such. */
export const REHEARSAL = 'atlasnet-rehearsal-';
/** How often a log is opened, served and handed over: the engine has compiled the most of it by then. */
const ROUNDS = 3;
/** Connections of a round, each with a handshake, a follower and a writer of its own partition. */
const CLIENTS = 8;
/** Appends of each. */
const APPENDS = 12;
const RECORD = new Uint8Array(2000);
const TOPIC = {
  ...{ topic: 'rehearsal', partitions: CLIENTS },
  ...{ replicationFactor: 1, minInsyncReplicas: 1, recordBytesMax: 100_000 },
};

/**
 * Does for nothing, on a log of its own in the system's folder for such, what a process does first that takes
 * another's log over: shakes hands, opens, serves appends and readers. All wait for it then, and uncompiled it
 * takes several times as long.
 * @param interlink the one that is used then; it listens on a port that the system picks, and connects to it
 * @returns how many records were read again
 */
export async function rehearseLog(
  interlink: Interlink,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), REHEARSAL));
  let followed = 0;
  try {
    for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
      followed += await rehearseOnce(interlink, clock, directory);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return followed;
}

async function rehearseOnce(
  interlink: Interlink,
  clock: Clock,
  directory: string,
): Promise<number> {
  // As a successor: who comes first waits until the log is open.
  const server = new EmbeddedLogServer({ interlink, clock, log: null });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const logs = Array.from({ length: CLIENTS }, () => {
    return new RemoteEventLog({ interlink, clock, address });
  });
  const store = new RemoteStateStore({ interlink, clock, address });
  const early = logs[0]?.ensureTopic(TOPIC);
  const log = await EmbeddedEventLog.open({
    files: new NodeLogFiles(directory),
    diskBytesMax: 2 ** 30,
    wallMs: () => clock.wallMs(),
  });
  try {
    server.begin(log);
    await early;
    const followed = await Promise.all(logs.map((each, i) => useLog(each, i)));
    await useStore(store);
    server.endService();
    return followed.reduce((sum, count) => sum + count, 0);
  } finally {
    for (const each of [...logs, store]) await each.close();
    await log.close();
    await server.stop();
  }
}

/** Appends and follows as a region and its readers do. @returns records that were pushed */
async function useLog(log: EventLog, partition: number): Promise<number> {
  const { topic } = TOPIC;
  const { endOffset } = await log.bounds(topic, partition);
  let followed = 0;
  let all = (): void => undefined;
  const seen = new Promise<void>((resolve) => (all = resolve));
  const following = log.follow({
    ...{ topic, partition, fromOffset: endOffset, onError: all },
    onRecords: (records) => {
      followed += records.length;
      if (followed >= APPENDS) all();
    },
  });
  for (let i = 0; i < APPENDS; i++) await log.append(topic, partition, [RECORD]);
  await log.read({ topic, partition, fromOffset: endOffset, bytesMax: APPENDS * RECORD.length });
  await seen;
  following.stop();
  return followed;
}

async function useStore(store: StateStore): Promise<void> {
  for (let i = 0; i < APPENDS; i++) await store.set(`rehearsal/${i}`, RECORD, { ttlMs: 1000 });
  const keys = await store.keys('rehearsal/', APPENDS);
  await store.getMany(keys);
  for (const key of keys) await store.delete(key);
}
