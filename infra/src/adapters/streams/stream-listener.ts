import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { PACKET_BYTES_MAX } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';
import { WebSocketServer } from 'ws';
import { listenError } from '../net/listen-error.ts';
import { STREAM_LIMITS } from './limits.ts';
import type { PacketStreamHandlers, StreamRefusal } from './packet-stream.ts';
import type { StreamEntry, StreamTable } from './stream-table.ts';
import { TcpPacketStream } from './tcp-packet-stream.ts';
import { WebSocketPacketStream } from './websocket-packet-stream.ts';

/** First byte of a TLS connection: a handshake record. */
const TLS_FIRST = 0x16;
/** First byte of a request for a WebSocket: the G of GET. No stream of packets begins so. */
const HTTP_FIRST = 0x47;

/** A certificate and its key, as PEM. */
export interface StreamCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface StreamListenerOptions {
  readonly local: DatagramAddress;
  /** The configuration key of the port, for errors. */
  readonly portKey: string;
  readonly table: StreamTable;
  readonly certificate: StreamCertificate | null;
  /** From where WebSockets are taken without TLS; this machine only by default. */
  readonly trusts?: (host: string) => boolean;
}

/**
 * One TCP port for both kinds of streams. The first byte tells them apart: what a client says first is
 * a connection request, 1078 bytes, so a stream of packets begins with 0x36; 0x47 begins an HTTP
 * request, 0x16 TLS with HTTP inside.
 */
export class StreamListener {
  readonly #table: StreamTable;
  readonly #trusts: (host: string) => boolean;
  readonly #server: Server;
  readonly #plain: HttpServer;
  readonly #secure: HttpServer | null;
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: PACKET_BYTES_MAX,
    perMessageDeflate: false,
    // Answers to pings would wait for a peer that does not read them.
    autoPong: false,
  });

  private constructor({ table, certificate, trusts = isLoopback }: StreamListenerOptions) {
    this.#table = table;
    this.#trusts = trusts;
    const options = { maxHeaderSize: STREAM_LIMITS.headerBytes };
    this.#plain = this.#upgrades(createHttpServer(options));
    this.#secure = certificate
      ? this.#upgrades(createHttpsServer({ ...options, ...certificate }))
      : null;
    this.#webSockets.on('wsClientError', (_: Error, socket: Socket) => this.#refuse(socket));
    this.#server = createServer((socket) => this.#enter(socket));
  }

  /** @throws AtlasError ATLAS_PORT_IN_USE */
  static async listen(options: StreamListenerOptions): Promise<StreamListener> {
    const { local, portKey } = options;
    const listener = new StreamListener(options);
    const server = listener.#server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: local.host, port: local.port }, () => {
        server.off('error', reject);
        resolve();
      });
    }).catch((error: unknown) => {
      throw listenError(error, { ...local, key: portKey });
    });
    server.on('error', () => undefined);
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every stream, and listens no more. */
  async close(): Promise<void> {
    this.#table.close();
    this.#plain.close();
    this.#secure?.close();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }

  #enter(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    socket.on('error', () => undefined);
    const remote = remoteAddress && remotePort ? { host: remoteAddress, port: remotePort } : null;
    const entry = remote && this.#table.enter(remote, () => socket.destroy());
    if (!entry) {
      socket.destroy();
      return;
    }
    socket.once('close', () => this.#table.leave(entry, null));
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      this.#route(socket, entry, first[0]);
    });
  }

  #route(socket: Socket, entry: StreamEntry, first: number): void {
    if (first === TLS_FIRST && this.#secure) this.#secure.emit('connection', socket);
    else if (first === TLS_FIRST) this.#table.leave(entry, 'no-websocket');
    else if (first !== HTTP_FIRST) {
      entry.stream = new TcpPacketStream(socket, this.#handlersOf(entry));
      socket.resume();
    } else if (this.#trusts(entry.host)) {
      this.#plain.emit('connection', socket);
      socket.resume();
    } else this.#table.leave(entry, 'no-tls');
  }

  #upgrades(server: HttpServer): HttpServer {
    // The socket may be one within TLS: its ends are those of the connection that was let in.
    const entryOf = ({ socket }: IncomingMessage): StreamEntry | null =>
      this.#table.at({ host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 });
    server.on('request', (request: IncomingMessage) => {
      const entry = entryOf(request);
      if (entry) this.#table.leave(entry, 'no-websocket');
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      const entry = entryOf(request);
      if (entry) this.#upgrade(request, socket, head, entry);
      else socket.destroy();
    });
    const refuse = (_: Error, socket: Socket): void => this.#refuse(socket);
    server.on('clientError', refuse);
    server.on('tlsClientError', refuse);
    return server;
  }

  /** What it says is no request, or none for a WebSocket that we take. */
  #refuse(socket: Socket): void {
    const { remoteAddress: host = '', remotePort: port = 0 } = socket;
    const entry = this.#table.at({ host, port });
    if (entry) this.#table.leave(entry, 'malformed');
    socket.destroy();
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer, entry: StreamEntry): void {
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      entry.stream = new WebSocketPacketStream(webSocket, this.#handlersOf(entry));
    });
  }

  #handlersOf(entry: StreamEntry): PacketStreamHandlers {
    return {
      opened: () => undefined,
      packet: (bytes) => this.#table.receive(entry, bytes),
      ended: (refusal: StreamRefusal | null) => this.#table.leave(entry, refusal),
    };
  }
}

/** Whether a connection comes from this machine. */
function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.') || host.startsWith('::ffff:127.');
}
