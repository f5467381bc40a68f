import { AtlasError } from '@atlasnet/schemas';
import type {
  Clock,
  DatagramAddress,
  DatagramNetwork,
  DatagramSocket,
  Metrics,
} from '@atlasnet/schemas';
import { ThreadedUdpNetwork, UdpNetwork, followKernelDrops } from '../udp/index.ts';
import type { DatagramWay, ThreadedUdpOptions, ThreadedUdpSocket } from '../udp/index.ts';
import { EdgeSealer } from './edge-sealer.ts';
import { STREAM_LIMITS } from './limits.ts';
import { StreamListener } from './stream-listener.ts';
import type { StreamCertificate } from './stream-listener.ts';
import { StreamTable, isStreamAddress } from './stream-table.ts';

export interface EdgeNetworkOptions {
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** The configuration key of the port, for errors. */
  readonly portKey: string;
  /** For WebSockets over TLS; null: WebSockets from this machine only. */
  readonly certificate: StreamCertificate | null;
  readonly trusts?: (host: string) => boolean;
  /** Has a thread for datagrams, which seals them too, see `sealer`. */
  readonly thread?: Pick<ThreadedUdpOptions, 'script' | 'protocolId'>;
  readonly streamsMax?: number;
  readonly streamsPerAddressMax?: number;
}

/** A proxy's way to clients: UDP, and on the same port number TCP and WebSockets, as one socket. */
export class EdgeNetwork implements DatagramNetwork {
  /** Seals and sends on what was bound last; undefined without a thread. */
  readonly sealer: EdgeSealer | undefined;
  readonly #options: EdgeNetworkOptions;

  constructor(options: EdgeNetworkOptions) {
    this.#options = options;
    if (options.thread) this.sealer = new EdgeSealer(options.thread.protocolId);
  }

  async bind(
    local: DatagramAddress,
    receive: (bytes: Uint8Array, from: DatagramAddress) => void,
    failed?: (error: AtlasError) => void,
  ): Promise<DatagramSocket> {
    const { portKey } = this.#options;
    for (let tries = 1; ; tries++) {
      const threaded = await this.#bindThread(local, receive, failed);
      const datagrams =
        threaded ?? (await new UdpNetwork(portKey, this.#lost('unsent')).bind(local, receive));
      const table = this.#openTable(receive);
      try {
        const streams = await StreamListener.listen({
          ...this.#options,
          table,
          local: { host: local.host, port: datagrams.address.port },
        });
        if (threaded) this.sealer?.bound(threaded, table);
        const { port } = datagrams.address;
        const endDrops = followKernelDrops({ ...this.#options, port, lost: this.#lost('kernel') });
        return join(datagrams, table, streams, endDrops);
      } catch (error) {
        table.close();
        await datagrams.close();
        // Any free port was wanted, and this number is free for datagrams only.
        const taken = error instanceof AtlasError && error.code === 'ATLAS_PORT_IN_USE';
        if (!taken || local.port !== 0 || tries >= STREAM_LIMITS.portTries) throw error;
      }
    }
  }

  async #bindThread(
    ...parts: Parameters<ThreadedUdpNetwork['bind']>
  ): Promise<ThreadedUdpSocket | null> {
    const { thread, portKey } = this.#options;
    if (!thread) return null;
    return new ThreadedUdpNetwork({
      ...{ ...thread, portKey },
      lost: (way, count) => this.#lost(way)(count),
    }).bind(...parts);
  }

  #lost(way: DatagramWay | 'kernel'): (count: number) => void {
    const lost = this.#options.metrics.counter(
      'atlasnet_proxy_datagrams_lost_total',
      'Datagrams that the kernel had no room for or did not send, or that found none between the proxy and its thread',
      ['way'],
    );
    return (count) => lost.add(count, { way });
  }

  #openTable(receive: (bytes: Uint8Array, from: DatagramAddress) => void): StreamTable {
    const { clock, metrics, streamsMax, streamsPerAddressMax } = this.#options;
    const refused = metrics.counter(
      'atlasnet_proxy_streams_refused_total',
      'Streams of clients that were refused or ended, and packets that a slow one lost, by reason',
      ['reason'],
    );
    return new StreamTable({
      ...{ clock, receive, streamsMax, perAddressMax: streamsPerAddressMax },
      refused: (reason) => refused.add(1, { reason }),
    });
  }
}

function join(
  datagrams: DatagramSocket,
  table: StreamTable,
  streams: StreamListener,
  closed: () => void,
) {
  return {
    address: datagrams.address,
    send(bytes: Uint8Array, start: number, end: number, to: DatagramAddress): void {
      if (isStreamAddress(to)) table.send(bytes, start, end, to);
      else datagrams.send(bytes, start, end, to);
    },
    async close(): Promise<void> {
      closed();
      await Promise.all([datagrams.close(), streams.close()]);
    },
  };
}
