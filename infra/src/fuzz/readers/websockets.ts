import { connect } from 'node:net';
import type { SeededRandom } from '../../adapters/simulated/index.ts';
import { EdgeNetwork } from '../../adapters/streams/index.ts';
import { STREAM_REFUSALS } from '../../adapters/streams/packet-stream.ts';
import { SystemClock } from '../../adapters/system/index.ts';
import { PACKET_BYTES_MAX } from '@atlasnet/proxy';
import type { Metrics } from '@atlasnet/schemas';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader } from '../fuzz-reader.ts';

const UPGRADE = [
  'GET /any HTTP/1.1',
  ...['Host: x', 'Upgrade: websocket', 'Connection: Upgrade'],
  ...['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13'],
].join('\r\n');
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;

/** A client's WebSocket over a real connection: the request for it, and its frames. */
export const webSockets: FuzzReader = {
  name: 'websockets',
  doc: 'a WebSocket of a client: the request for it and its frames, on a real port',
  authentic: false,
  costs: 50,
  open: async (random) => {
    const counted: string[] = [];
    let packets = 0;
    const network = new EdgeNetwork({
      ...{ clock: new SystemClock(), portKey: 'proxy.port', certificate: null },
      metrics: countingMetrics(counted),
    });
    const edge = await network.bind({ host: '127.0.0.1', port: 0 }, ({ length }) => {
      packets++;
      if (length < 1 || length > PACKET_BYTES_MAX) throw new Error(`a packet of ${length} bytes`);
    });
    const corpus = Array.from({ length: 40 }, () => conversation(random));
    return {
      corpus,
      feed: async (input) => {
        packets = counted.length = 0;
        await say(edge.address.port, input);
        const unknown = counted.filter((reason) => !STREAM_REFUSALS.includes(reason as never));
        if (counted.length > 1 || unknown.length > 0)
          throw new Error(`counted as ${counted.join()}`);
        return counted[0] ?? (packets > 0 ? ACCEPTED : 'nothing');
      },
      close: () => edge.close(),
    };
  },
};

/** A request for a WebSocket, and some messages: mostly packets. */
function conversation(random: SeededRandom): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from(`${UPGRADE}\r\n\r\n`)];
  for (let left = 1 + random.integer(4); left > 0; left--) {
    const size = random.chance(0.3) ? random.integer(PACKET_BYTES_MAX + 1) : random.integer(60);
    const kind = random.chance(0.8) ? BINARY : random.pick([TEXT, CLOSE, PING]);
    const body = random.bytes(kind >= CLOSE ? 0 : size);
    if (random.chance(0.2)) {
      // In two fragments.
      const cut = random.integer(body.length + 1);
      parts.push(frame(random, kind >= CLOSE ? BINARY : kind, body.subarray(0, cut), false));
      parts.push(frame(random, 0, body.subarray(cut), true));
    } else parts.push(frame(random, kind, body, true));
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** RFC 6455, 5.2: a masked frame, as clients send them. */
function frame(random: SeededRandom, kind: number, body: Uint8Array, last: boolean): Uint8Array {
  const { length } = body;
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  const mask = random.bytes(4);
  const masked = body.map((byte, i) => byte ^ mask[i % 4]);
  return Buffer.concat([Uint8Array.of((last ? 0x80 : 0) | kind, ...size), mask, masked]);
}

/** Says all of it, and waits until the connection is over at both ends. */
function say(port: number, input: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    // The server's end of it is told in a later turn.
    socket.on('close', () => void setTimeout(resolve, 2));
    socket.resume().end(input);
  });
}

/** Takes note of the reasons that are counted. */
function countingMetrics(counted: string[]): Metrics {
  const nothing = { set: () => undefined, observe: () => undefined };
  return {
    counter: () => ({ add: (_, labels) => void counted.push(labels?.['reason'] ?? '') }),
    gauge: () => nothing,
    histogram: () => nothing,
  };
}
