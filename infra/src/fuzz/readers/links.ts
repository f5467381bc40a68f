import { encodeLinkFrame, LinkFrameReader } from '../../adapters/tcp/link-framing.ts';
import { ConnectingHandshake, ListeningHandshake } from '../../adapters/tcp/link-handshake.ts';
import type { HandshakeIdentity } from '../../adapters/tcp/link-handshake.ts';
import type { FuzzReader } from '../fuzz-reader.ts';
import { refusalOf } from './refusal-of.ts';

const FRAME_BYTES_MAX = 1024;

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
