import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Link } from './link.ts';

/**
 * Stands between the two ends of TCP connections, for one address behind it. While it is cut, bytes
 * wait unread on both sides, as they do on a network that drops every segment: nobody sees an end.
 */
export class TcpRelay implements Link {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting: (() => void)[] = [];
  #cut = false;
  #delayMs = 0;
  /** Pieces that wait. */
  #delayed = 0;
  /** `host:port` behind it. */
  target: string;

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.target = target;
    server.on('connection', (socket) => this.#accepted(socket));
  }

  static async listen(target: string): Promise<TcpRelay> {
    const server = createServer({ pauseOnConnect: true, noDelay: true, allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return new TcpRelay(server, target);
  }

  /** Where its clients connect. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.pause();
  }

  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  heal(): void {
    this.#cut = false;
    this.#delayMs = 0;
    for (const socket of this.#sockets) socket.resume();
    for (const go of this.#waiting.splice(0)) go();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accepted(client: Socket): void {
    this.#sockets.add(client);
    client.on('error', () => undefined).on('close', () => this.#sockets.delete(client));
    if (this.#cut) this.#waiting.push(() => this.#join(client));
    else this.#join(client);
  }

  #join(client: Socket): void {
    const at = this.target.lastIndexOf(':');
    const host = this.target.slice(0, at);
    const port = Number(this.target.slice(at + 1));
    const behind = connect({ host, port, allowHalfOpen: true });
    behind.setNoDelay(true);
    this.#sockets.add(behind);
    this.#pass(client, behind);
    this.#pass(behind, client);
    client.resume();
  }

  #pass(from: Socket, to: Socket): void {
    from.on('data', (bytes) => this.#later(() => to.destroyed || to.write(bytes)));
    // What was read before the end still has to get there.
    from.on('end', () => this.#later(() => to.end()));
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      this.#later(() => (from.errored ? to.destroy() : to.end()));
    });
  }

  /** In order: every piece of a slow time waits equally long. */
  #later(act: () => void): void {
    if (this.#delayMs === 0 && this.#delayed === 0) return act();
    this.#delayed += 1;
    setTimeout(() => {
      this.#delayed -= 1;
      act();
    }, this.#delayMs);
  }
}
