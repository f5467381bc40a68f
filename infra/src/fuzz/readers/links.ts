import {
  AtlasError,
  InputColumnWriter,
  RegionMirror,
  checkInputColumn,
  compileWorld,
  decodeMessage,
  decodeRecord,
  encodeMessage,
  interlinkMessages,
  logMessages,
  packInput,
  regionId,
} from '@atlasnet/schemas';
import type { FrameRecord } from '@atlasnet/schemas';
import { encodeLinkFrame, LinkFrameReader } from '../../adapters/tcp/link-framing.ts';
import { ConnectingHandshake, ListeningHandshake } from '../../adapters/tcp/link-handshake.ts';
import type { HandshakeIdentity } from '../../adapters/tcp/link-handshake.ts';
import { strollWorld } from '../../e2e/stroll-stage.ts';
import type { FuzzReader } from '../fuzz-reader.ts';
import { recording } from './recording.ts';
import { refusalOf } from './refusal-of.ts';

const FRAME_BYTES_MAX = 1024;
const REGION = regionId(0);
const CODE = 'ATLAS_LINK_MALFORMED';
/** Inputs that one reader of a region gets. */
const READER_INPUTS = 50;

type LinkBody = Parameters<typeof interlinkMessages.LinkMessage.encode>[0];

/** A stream of link frames, cut anywhere. */
export const linkFrames: FuzzReader = {
  name: 'link-frames',
  doc: 'the byte stream of a link between processes',
  authentic: false,
  costs: 1,
  open: (random) => {
    const corpus = Array.from({ length: 30 }, (_, i) =>
      Buffer.concat(
        Array.from({ length: 1 + (i % 4) }, () =>
          encodeLinkFrame(random.integer(8), random.bytes(random.integer(300))),
        ),
      ),
    );
    return {
      corpus,
      feed: (input) =>
        refusalOf(() => {
          const reader = new LinkFrameReader(FRAME_BYTES_MAX);
          for (let at = 0; at < input.length;) {
            const end = at + 1 + random.integer(400);
            reader.push(input.subarray(at, end), (_, body) => body.length <= FRAME_BYTES_MAX);
            at = end;
          }
        }),
    };
  },
};

/** The handshake of a link, by who does not hold the cluster's key: each of its three words changed. */
export const linkHandshake: FuzzReader = {
  name: 'link-handshake',
  doc: 'hello, challenge and proof of a link, changed on their way',
  authentic: true,
  costs: 10,
  open: (random) => {
    const clusterKey = random.bytes(32);
    const identity = (process: string): HandshakeIdentity => {
      return { self: { process, role: 'shard' }, world: 'w', clusterKey };
    };
    const connecting = new ConnectingHandshake(identity('a'));
    const listening = new ListeningHandshake(identity('b'), connecting.hello);
    const { proof } = connecting.answer(listening.challenge);
    return {
      corpus: [connecting.hello, listening.challenge, proof],
      feed: (input, original) =>
        refusalOf(() => {
          // Who changes the hello gets a challenge for another one: no proof that was seen fits it.
          if (original === 0) new ListeningHandshake(identity('b'), input).check(proof);
          else if (original === 1) connecting.answer(input);
          else listening.check(input);
        }),
    };
  },
};

/** What processes say over a link once they are proved: regions' state and frames at their readers. */
export const linkMessages: FuzzReader = {
  name: 'link-messages',
  doc: 'messages between processes, and the state in them at a reader of a region',
  authentic: false,
  costs: 1,
  open: async () => {
    const corpus = await linkCorpus();
    const schema = compileWorld(strollWorld);
    let mirror = new RegionMirror(schema, REGION);
    let fed = 0;
    return {
      corpus,
      feed: (input) =>
        refusalOf(() => {
          // A new reader now and then: changed numbers make the honest ones old.
          if (fed++ % READER_INPUTS === 0) {
            mirror = new RegionMirror(schema, REGION);
            mirror.want(null);
            take(mirror, corpus[0]);
          }
          take(mirror, input);
        }),
    };
  },
};

function take(mirror: RegionMirror, bytes: Uint8Array): void {
  const type = interlinkMessages.LinkMessage;
  const { subscriptionStart, slice, inputs } = decodeMessage(type, bytes, 'a link message', CODE);
  if (inputs) checkInputColumn(inputs.column);
  const verdict = subscriptionStart
    ? mirror.applyStart(subscriptionStart)
    : slice && mirror.applySlice(slice);
  mirror.commit();
  if (verdict === 'resubscribe') throw new AtlasError('ATLAS_FRAME_MALFORMED', verdict);
}

/** The state of a region, then its frames, then one message of each other kind. */
async function linkCorpus(): Promise<Uint8Array[]> {
  const { frames, incarnation } = await recording();
  const encode = (body: LinkBody): Uint8Array => encodeMessage(interlinkMessages.LinkMessage, body);
  const counted = frames.flatMap((bytes) => {
    const record: FrameRecord = decodeRecord(
      logMessages.FrameRecord,
      bytes,
      incarnation,
      'a frame',
    );
    return record.frame && record.frame.groups.length > 0 ? [record.frame] : [];
  });
  const at = { region: REGION, epoch: 1, mapVersion: 1 };
  const start = { ...at, offset: 1, tick: 1, n: 1, whole: true, groups: counted[0].groups };
  const slices = counted.map(({ groups, departures, sessions }, i) => ({
    ...{ ...at, offset: 2 + i, tick: 2 + i, n: 2 + i, parts: 1, groups, departures, sessions },
  }));
  const session = { region: REGION, session: 7, generation: 1 };
  const payload = Uint8Array.of(1, 2, 3);
  const inputs = new InputColumnWriter();
  for (const sequence of [1, 300]) {
    inputs.add(7 * sequence, 1, packInput({ sequence, afterCommand: 2, kind: 1 }, payload));
  }
  return [
    ...[encode({ subscriptionStart: start }), ...slices.map((slice) => encode({ slice }))],
    encode({ subscribe: { region: REGION, cells: [{ x: 1, y: -2, z: 0 }], fromOffset: 4 } }),
    encode({ unsubscribe: { region: REGION } }),
    encode({ attach: { ...session, account: 'ada', joinPayload: payload, avatar: 9 } }),
    encode({ command: { ...session, number: 1, kind: 0, payload } }),
    encode({ inputs: { region: REGION, column: inputs.take() } }),
    encode({ detach: { ...session, left: true } }),
    encode({ notOwner: { region: REGION } }),
    encode({ moved: { region: REGION, session: 7, to: 2 } }),
    encode({ ping: { sentMs: 1.5 } }),
  ];
}
