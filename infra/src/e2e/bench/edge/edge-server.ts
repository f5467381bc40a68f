import { bindNetcodeServer, nodePacketCipher } from '@atlasnet/proxy';
import type { BoundServer, NetcodeConnection } from '@atlasnet/proxy';
import { EdgeNetwork } from '../../../adapters/streams/index.ts';
import { SystemClock, SystemRandom } from '../../../adapters/system/index.ts';
import { PrometheusMetrics } from '../../../adapters/telemetry/index.ts';
import { UDP_THREAD_SCRIPT } from '../../../cli/root.ts';
import { BENCH_PROTOCOL_ID } from './edge-messages.ts';
import type { EdgeCounts, EdgeSettings } from './edge-messages.ts';

/**
 * Run as a process of its own: the connection layer of a proxy on its socket, and nothing behind it. A
 * payload goes to the client whose slot its first four bytes name: opened, routed, sealed again.
 */
async function serve({ key, clientsMax, sendThread }: EdgeSettings): Promise<void> {
  const clock = new SystemClock();
  const bySlot: (NetcodeConnection | undefined)[] = [];
  const counts = { relayed: 0, misrouted: 0 };
  const local = { host: '127.0.0.1', port: 0 };
  const thread = { script: UDP_THREAD_SCRIPT, protocolId: BENCH_PROTOCOL_ID };
  const network = new EdgeNetwork({
    ...{ clock, metrics: new PrometheusMetrics(), portKey: 'proxy.port', certificate: null },
    ...(sendThread ? { thread } : {}),
  });
  const bound: BoundServer = await bindNetcodeServer(network, clock, local, {
    sealer: network.sealer,
    protocolId: BENCH_PROTOCOL_ID,
    privateKeys: [Buffer.from(key, 'hex')],
    cipher: nodePacketCipher,
    random: new SystemRandom(),
    clientsMax,
    // The log's word, at once: what the ledger of a proxy takes is not measured.
    consumeToken: () => Promise.resolve(true),
    handlers: {
      connected: (connection) => void (bySlot[connection.index] = connection),
      payload(_, bytes) {
        const target = bySlot[bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24)];
        if (!target) counts.misrouted++;
        else if (bound.server.send(target, bytes, 0, bytes.length, clock.monotonicMs())) {
          counts.relayed++;
        }
      },
      disconnected: (connection) => void (bySlot[connection.index] = undefined),
    },
  });
  process.on('message', () => {
    const { clients, refusals } = bound.server;
    const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
    process.send?.({ ...counts, clients, refused } satisfies EdgeCounts);
  });
  process.send?.({ port: bound.address.port });
}

process.once('message', (settings) => void serve(settings as EdgeSettings));
process.once('disconnect', () => process.exit(0));
