import { setImmediate as turn } from 'node:timers/promises';
import { AtlasError } from '@atlasnet/schemas';
import { EmbeddedLogServer } from '../../adapters/embedded/embedded-log-server.ts';
import { RemoteEventLog } from '../../adapters/embedded/remote-event-log.ts';
import { RemoteStateStore } from '../../adapters/embedded/remote-state-store.ts';
import { SystemClock } from '../../adapters/system/index.ts';
import { EmbeddedEventLog } from '../../adapters/embedded/embedded-event-log.ts';
import { VolatileLogFiles } from '../../testing/volatile-log-files.ts';
import { DirectInterlink } from '../direct-interlink.ts';
import type { DirectLink } from '../direct-interlink.ts';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader } from '../fuzz-reader.ts';

const TOPIC = 'fuzz.frames';
const SPEC = {
  ...{ topic: TOPIC, partitions: 2, replicationFactor: 1, minInsyncReplicas: 1 },
  recordBytesMax: 10_000,
};
/** Topics of changed names and appended records are bounded by it. */
const DISK_BYTES_MAX = 4 * 1024 * 1024;
/** A server is begun anew after so many: what changed requests left behind goes with it. */
const REQUESTS_EACH = 2000;

/** What the processes of a cluster ask of `atlasnet log`, each as the first request of its link. */
const LOG_REQUESTS: readonly ((log: RemoteEventLog) => Promise<unknown>)[] = [
  (log) => log.ensureTopic(SPEC),
  (log) => log.append(TOPIC, 1, [Uint8Array.of(1, 2, 3), new Uint8Array(200).fill(7)]),
  (log) => log.bounds(TOPIC, 0),
  (log) => log.read({ topic: TOPIC, partition: 1, fromOffset: 0, bytesMax: 5000 }),
  (log) => log.deleteBefore(TOPIC, 1, 0),
  (log) => log.bounds('no.such.topic', 7),
  (log) => {
    const place = { topic: TOPIC, partition: 1, fromOffset: 0 };
    return new Promise((resolve, reject) => {
      const onError = reject as (error: AtlasError) => void;
      log.follow({ ...place, onRecords: (records) => resolve(records), onError });
    });
  },
];
const STORE_REQUESTS: readonly ((store: RemoteStateStore) => Promise<unknown>)[] = [
  (store) => store.set('world/a', new Uint8Array(100).fill(3)),
  (store) => store.set('world/b', Uint8Array.of(1), { ttlMs: 5000 }),
  (store) => store.get('world/a'),
  (store) => store.getMany(['world/a', 'world/b', 'nothing']),
  (store) => store.compareAndSet('world/a', null, Uint8Array.of(9)),
  (store) => store.keys('world/', 10),
  (store) => store.delete('world/b'),
];

/** Asks over links that nobody but the caller answers. */
interface Asked {
  readonly link: DirectLink;
  readonly answer: Promise<unknown>;
  readonly close: () => Promise<void>;
}

const ASKED: readonly (() => Promise<Asked>)[] = [
  ...LOG_REQUESTS.map((request) => () => ask(RemoteEventLog, request)),
  ...STORE_REQUESTS.map((request) => () => ask(RemoteStateStore, request)),
];

async function ask<Remote extends { close(): Promise<void> }>(
  Remote: new (options: ConstructorParameters<typeof RemoteEventLog>[0]) => Remote,
  request: (remote: Remote) => Promise<unknown>,
): Promise<Asked> {
  const interlink = new DirectInterlink();
  const remote = new Remote({ interlink, clock: new SystemClock(), address: 'direct:1' });
  const answer = request(remote);
  // Whoever waits for it is told; nobody may be waiting yet.
  answer.catch(() => undefined);
  await turn();
  const link = interlink.dialled.at(-1);
  if (!link?.sent[0]) throw new Error('nothing was asked');
  return { link, answer, close: () => remote.close() };
}

interface Serving {
  readonly interlink: DirectInterlink;
  readonly log: EmbeddedEventLog;
  readonly close: () => Promise<void>;
}

async function serve(): Promise<Serving> {
  const interlink = new DirectInterlink();
  const files = new VolatileLogFiles();
  const options = { files, diskBytesMax: DISK_BYTES_MAX, wallMs: () => 1_700_000_000_000 };
  const log = await EmbeddedEventLog.open(options);
  await log.ensureTopic(SPEC);
  const server = new EmbeddedLogServer({ interlink, clock: new SystemClock(), log });
  await server.listen({ host: 'direct', port: 1 });
  return {
    ...{ interlink, log },
    close: async () => {
      await server.stop();
      await log.close();
    },
  };
}

/** Hands a request to the server as its link would, and gives what was answered, when it was. */
async function answersTo({ interlink }: Serving, request: Uint8Array): Promise<DirectLink> {
  const link = interlink.enter();
  link.handlers?.message(request);
  for (let i = 0; i < 20 && link.sent.length === 0 && link.closedWith === null; i++) await turn();
  return link;
}

/** Requests to `atlasnet log` by who holds the cluster's key. */
export const logRequests: FuzzReader = {
  name: 'log-requests',
  doc: 'requests to `atlasnet log`, for the log and for the store',
  authentic: false,
  costs: 20,
  open: async () => {
    const asked = await Promise.all(ASKED.map((each) => each()));
    const corpus = asked.map(({ link }) => link.sent[0]);
    await Promise.all(asked.map(({ close }) => close()));
    let serving = await serve();
    let fed = 0;
    return {
      corpus,
      feed: async (input) => {
        if (++fed % REQUESTS_EACH === 0) {
          await serving.close();
          serving = await serve();
        }
        const link = await answersTo(serving, input);
        const answer = link.sent[0];
        link.handlers?.closed('the end');
        if (link.closedWith !== null) return 'closed';
        if (!answer) return 'unanswered';
        return answer[0] === 0 || answer[0] === 2 ? ACCEPTED : 'failed';
      },
      check: async () => {
        const { endOffset } = await serving.log.bounds(TOPIC, 0);
        if (endOffset > fed * 100) throw new Error(`${endOffset} records of ${fed} requests`);
      },
      close: () => serving.close(),
    };
  },
};

/** Answers of `atlasnet log`, at the processes that asked. */
export const logAnswers: FuzzReader = {
  name: 'log-answers',
  doc: 'answers of `atlasnet log`, at whoever asked',
  authentic: false,
  costs: 20,
  open: async () => {
    const serving = await serve();
    const corpus: Uint8Array[] = [];
    for (const each of ASKED) {
      const { link, close } = await each();
      const answered = await answersTo(serving, link.sent[0]);
      corpus.push(answered.sent[0]);
      answered.handlers?.closed('the end');
      await close();
    }
    await serving.close();
    return { corpus, feed: (input, original) => outcomeOf(ASKED[original], input) };
  },
};

async function outcomeOf(ask: () => Promise<Asked>, input: Uint8Array): Promise<string> {
  const { link, answer, close } = await ask();
  try {
    link.handlers?.message(input);
  } catch (error) {
    // What a link does with it: it ends, and whoever waits is told.
    if (!(error instanceof AtlasError) || error.code !== 'ATLAS_LINK_MALFORMED') throw error;
    await close();
    return 'closed';
  }
  await turn();
  await close();
  try {
    const outcome = (await Promise.race([answer, turn(null)])) as { readonly kind?: string } | null;
    return outcome?.kind === 'unknown' || outcome?.kind === 'refused' ? outcome.kind : ACCEPTED;
  } catch (error) {
    if (error instanceof AtlasError) return error.code;
    throw error;
  }
}
