import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A TCP proxy between clients and a broker, for tests: it can swallow what the broker answers. */
export interface SwallowingProxy {
  readonly port: number;
  /** `host:port` of the broker behind it. */
  target: string;
  /** While true, no answer reaches a client; requests reach the broker. */
  swallow: boolean;
  /** Answers swallowed so far, in pieces of the stream. */
  readonly swallowed: number;
  /** Requests passed on so far, in pieces of the stream. */
  readonly passed: number;
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
}

export async function startSwallowingProxy(): Promise<SwallowingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = {
    port: (server.address() as AddressInfo).port,
    target: '',
    swallow: false,
    swallowed: 0,
    passed: 0,
    cut(): void {
      for (const socket of sockets) socket.destroy();
    },
    close(): Promise<void> {
      proxy.cut();
      return closeServer(server);
    },
  };
  server.on('connection', (client) => {
    const [host = '', port = '0'] = proxy.target.split(':');
    const broker = connect({ host, port: Number(port) });
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => {
      proxy.passed++;
      broker.write(bytes);
    });
    broker.on('data', (bytes) => {
      if (proxy.swallow) proxy.swallowed++;
      else client.write(bytes);
    });
  });
  return proxy;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
