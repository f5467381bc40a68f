import { ChannelEndpoint } from '@atlasnet/proxy';
import type { ChannelEndpointOptions } from '@atlasnet/proxy';
import { topicNames } from '@atlasnet/schemas';
import type { IncarnationId } from '@atlasnet/schemas';
import { StrollStage } from '../../e2e/stroll-stage.ts';

const SEED = 1;
/** Virtual time that is recorded: joins, views, commands, inputs, a checkpoint. */
const RECORDED_MS = 4000;
const STEP_MS = 100;
/** More packets than anybody of the recording sent. */
const SAID = 600;
/** Of each kind, at most; more of the same finds nothing new. */
const KEPT_MAX = 200;

/** What a small cluster and its clients said and wrote: honest inputs for whoever reads such bytes. */
export interface Recording {
  readonly incarnation: IncarnationId;
  /** Packets of the channel layer. */
  readonly packets: readonly Uint8Array[];
  readonly clientMessages: readonly Uint8Array[];
  readonly inputs: readonly Uint8Array[];
  readonly serverMessages: readonly Uint8Array[];
  /** In the order in which one client got them. */
  readonly views: readonly Uint8Array[];
  /** Records of the log, by topic. */
  readonly frames: readonly Uint8Array[];
  readonly map: readonly Uint8Array[];
  readonly load: readonly Uint8Array[];
  readonly sessions: readonly Uint8Array[];
  readonly checkpoints: readonly Uint8Array[];
}

let made: Promise<Recording> | null = null;

/** The same for every reader and seed; made once. */
export function recording(): Promise<Recording> {
  made ??= record();
  return made;
}

async function record(): Promise<Recording> {
  const stage = await StrollStage.open(SEED, { checkpointIntervalMs: 1000 });
  const heard = new Map<string, Uint8Array[]>();
  stage.cipher.payload = (key, plain) => {
    const name = Buffer.from(key).toString('hex');
    const list = heard.get(name) ?? [];
    heard.set(name, list);
    list.push(new Uint8Array(plain));
  };
  const clients = [await stage.addClient('a', 101), await stage.addClient('b', 102)];
  for (let ms = 0; ms < RECORDED_MS; ms += STEP_MS) {
    for (const client of clients) {
      client.input('steer', { x: 1, y: -0.5 });
      client.command('greet', { times: 1 }).catch(() => undefined);
      client.command('whisper', { text: 'pst' }).catch(() => undefined);
    }
    await stage.run(STEP_MS);
  }
  stage.cipher.payload = null;
  const incarnation = stage.sim.control?.incarnationId;
  if (!incarnation) throw new Error('the world was not founded');
  const topics = topicNames(stage.sim.name);
  const written = (topic: string, partitions: number): Uint8Array[] =>
    Array.from({ length: partitions }, (_, partition) =>
      stage.sim.world.log.records(topic, partition).map(({ value }) => value),
    ).flat();
  return {
    incarnation,
    ...conversations([...heard.values()]),
    frames: spread(written(topics.frames, 4)),
    map: spread(written(topics.map, 1)),
    load: spread(written(topics.load, 1)),
    sessions: spread([...written(topics.sessions, 1), ...written(topics.tokens, 1)]),
    checkpoints: spread(written(topics.checkpoints, 4)),
  };
}

/** Takes what each key opened for the packets that one end got, and reads them as that end does. */
function conversations(heard: readonly (readonly Uint8Array[])[]) {
  const packets: Uint8Array[] = [];
  const ends = heard.map((opened) => {
    const reliable: Uint8Array[] = [];
    const unreliable = new Map<number, Uint8Array[]>();
    const all: Uint8Array[] = [];
    const end = speakingEndpoint({
      handlers: {
        reliable: (bytes) => void reliable.push(new Uint8Array(bytes)),
        unreliable: (channel, bytes) => {
          unreliable.set(channel, [...(unreliable.get(channel) ?? []), new Uint8Array(bytes)]);
          all.push(new Uint8Array(bytes));
        },
      },
    });
    opened.forEach((bytes, i) => {
      packets.push(bytes);
      end.receive(new Uint8Array(bytes), i * 10);
    });
    return { reliable, unreliable, all };
  });
  // Inputs have channel 0, views all others.
  const isProxy = ({ unreliable }: (typeof ends)[number]): boolean => unreliable.has(0);
  const isClient = ({ unreliable }: (typeof ends)[number]): boolean =>
    unreliable.size > 0 && !unreliable.has(0);
  return {
    packets: spread(packets),
    clientMessages: spread(ends.filter(isProxy).flatMap(({ reliable }) => reliable)),
    inputs: spread(ends.filter(isProxy).flatMap(({ all }) => all)),
    serverMessages: spread(ends.filter(isClient).flatMap(({ reliable }) => reliable)),
    views: ends.find(isClient)?.all ?? [],
  };
}

/** An end that has said something: what the other end acknowledges of it is not against the rules. */
export function speakingEndpoint(options: ChannelEndpointOptions): ChannelEndpoint {
  const end = new ChannelEndpoint({ ...options, sendBytesPerSecond: 1e9, sendBurstBytes: 1e9 });
  for (let i = 0; i < SAID; i++) {
    end.sendUnreliable(1, Uint8Array.of(1));
    end.flush(0, () => undefined);
  }
  return end;
}

/** Some of all, evenly. */
function spread(all: readonly Uint8Array[]): Uint8Array[] {
  const step = Math.max(1, all.length / KEPT_MAX);
  const count = Math.min(all.length, KEPT_MAX);
  return Array.from({ length: count }, (_, i) => all[Math.floor(i * step)]);
}
