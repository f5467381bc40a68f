import { createConnection, createServer } from 'node:net';
import type { Server } from 'node:net';
import { clearInterval, setInterval } from 'node:timers';
import { AtlasError } from '@atlasnet/schemas';
import type {
  Counter,
  Interlink,
  InterlinkListener,
  Link,
  LinkHandlers,
  Metrics,
} from '@atlasnet/schemas';
import { listenError } from '../net/listen-error.ts';
import type { FramedSocket } from './framed-socket.ts';
import { HEARTBEAT_MS } from './limits.ts';
import type { HandshakeIdentity } from './link-handshake.ts';
import { shakeAsConnecting, shakeAsListening } from './tcp-handshake.ts';
import { TcpLink } from './tcp-link.ts';
import { UnprovedPeers } from './unproved-peers.ts';

/** Who this process is, and how others reach it. */
export interface TcpInterlinkOptions extends HandshakeIdentity {
  /** The address that listeners tell others; the bound one if absent. */
  readonly advertise?: (bound: { readonly host: string; readonly port: number }) => string;
  /** The configuration key of the listening port, for errors. */
  readonly portKey?: string;
  /** Where refusals are counted; left out: nowhere. */
  readonly metrics?: Metrics;
}

/** Links over TCP. */
export class TcpInterlink implements Interlink {
  readonly #options: TcpInterlinkOptions;
  readonly #links = new Set<TcpLink>();
  readonly #refused: Counter | null;
  #beating: NodeJS.Timeout | null = null;

  constructor(options: TcpInterlinkOptions) {
    this.#options = options;
    this.#refused =
      options.metrics?.counter(
        'atlasnet_interlink_refused_total',
        'Links that did not come about, by the end that counts it and its reason',
        ['end', 'reason'],
      ) ?? null;
  }

  /** @throws AtlasError ATLAS_PORT_IN_USE */
  async listen(
    bind: { readonly host: string; readonly port: number },
    accept: (link: Link) => LinkHandlers,
  ): Promise<InterlinkListener> {
    const unproved = new UnprovedPeers();
    const server = createServer({ noDelay: true }, (socket) => {
      const host = socket.remoteAddress ?? '';
      const giveUp = shakeAsListening(socket, this.#options, {
        proved: (framed, peer) => {
          unproved.leave(host, giveUp);
          const link = this.#link(framed, peer);
          link.open(accept(link));
        },
        failed: (_, reason) => {
          unproved.leave(host, giveUp);
          if (reason) this.#refused?.add(1, { end: 'listening', reason });
        },
      });
      unproved.enter(host, giveUp);
    });
    await startListening(server, bind).catch((error: unknown) => {
      throw listenError(error, { ...bind, key: this.#options.portKey ?? 'network.interlinkPort' });
    });
    const bound = server.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : bind.port;
    const close = (): Promise<void> => {
      server.close();
      unproved.close('the listener was closed');
      return Promise.resolve();
    };
    const { advertise } = this.#options;
    const address = advertise?.({ host: bind.host, port }) ?? formatAddress(bind.host, port);
    return { address, close };
  }

  connect(
    address: string,
    opened: (link: Link) => LinkHandlers,
    signal?: AbortSignal,
  ): Promise<Link> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new AtlasError('ATLAS_LINK_CLOSED', `no link to ${address}: given up`));
        return;
      }
      const socket = createConnection({ ...parseAddress(address), noDelay: true });
      const giveUp = shakeAsConnecting(socket, this.#options, {
        proved: (framed, peer) => {
          signal?.removeEventListener('abort', onAbort);
          const link = this.#link(framed, peer);
          link.open(opened(link));
          resolve(link);
        },
        failed: (error, reason) => {
          if (reason) this.#refused?.add(1, { end: 'connecting', reason });
          signal?.removeEventListener('abort', onAbort);
          const { code, message, hint } = error;
          const text = `${address}: ${message}`;
          reject(new AtlasError(code, text, { details: { address }, hint, cause: error }));
        },
      });
      const onAbort = (): void => giveUp('given up');
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  #link(socket: FramedSocket, peer: Link['peer']): TcpLink {
    const link = new TcpLink(socket, peer, () => {
      this.#links.delete(link);
      if (this.#links.size > 0 || this.#beating === null) return;
      clearInterval(this.#beating);
      this.#beating = null;
    });
    this.#links.add(link);
    this.#beating ??= setInterval(() => {
      const nowMs = performance.now();
      for (const each of [...this.#links]) each.beat(nowMs);
    }, HEARTBEAT_MS).unref();
    return link;
  }
}

function startListening(
  server: Server,
  bind: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: bind.host, port: bind.port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const formatAddress = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** @throws AtlasError ATLAS_LINK_CLOSED */
function parseAddress(address: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(address);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new AtlasError('ATLAS_LINK_CLOSED', `${address} is no host:port`);
  }
  return { host: match[1] ?? match[2] ?? '', port };
}
