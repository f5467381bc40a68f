import { PACKET_BYTES_MAX } from '@atlasnet/proxy';
import { PacketFrameReader, framePacket } from '../../adapters/streams/packet-framing.ts';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader } from '../fuzz-reader.ts';

/** A client's TCP stream, cut anywhere. */
export const streamFrames: FuzzReader = {
  name: 'stream-frames',
  doc: 'the byte stream of a client over TCP',
  authentic: false,
  costs: 1,
  open: (random) => {
    const corpus = Array.from({ length: 30 }, (_, i) =>
      Buffer.concat(
        Array.from({ length: 1 + (i % 5) }, () => {
          const packet = random.bytes(1 + random.integer(i % 3 === 0 ? PACKET_BYTES_MAX : 60));
          return framePacket(packet, 0, packet.length);
        }),
      ),
    );
    return {
      corpus,
      feed: (input) => {
        const reader = new PacketFrameReader(PACKET_BYTES_MAX);
        let taken = 0;
        const take = ({ length }: Uint8Array): void => {
          taken += length;
          if (length < 1 || length > PACKET_BYTES_MAX) throw new Error(`a packet of ${length}`);
        };
        for (let at = 0; at < input.length;) {
          const end = at + 1 + random.integer(500);
          if (!reader.push(input.subarray(at, end), take)) return 'packet-size';
          at = end;
        }
        if (taken > input.length) throw new Error('more came out than went in');
        return ACCEPTED;
      },
    };
  },
};
