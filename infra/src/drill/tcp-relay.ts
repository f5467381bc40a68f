import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { LinkFaults } from './link-faults.ts';
import type { Heal, Link } from './link.ts';
import { OrderedPieces } from './ordered-pieces.ts';

/**
 * Stands between the two ends of TCP connections, for one address behind it. While it is cut, bytes
 * wait unread on both sides, as they do on a network that drops every segment: nobody sees an end.
 */
export class TcpRelay implements Link {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting: (() => void)[] = [];
  readonly #directions = new Set<OrderedPieces>();
  readonly #faults = new LinkFaults(() => this.#healed());
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

  cut(): Heal {
    const heal = this.#faults.add({ cut: true });
    for (const socket of this.#sockets) socket.pause();
    return heal;
  }

  slow(delayMs: number): Heal {
    return this.#faults.add({ delayMs });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const direction of this.#directions) direction.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #healed(): void {
    if (this.#faults.isCut) return;
    // What came before the cut goes before what waited for its end.
    for (const direction of this.#directions) direction.look();
    for (const socket of this.#sockets) socket.resume();
    for (const go of this.#waiting.splice(0)) go();
  }

  #accepted(client: Socket): void {
    this.#sockets.add(client);
    client.on('error', () => undefined).on('close', () => this.#sockets.delete(client));
    if (this.#faults.isCut) this.#waiting.push(() => this.#join(client));
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
    const pieces = new OrderedPieces(this.#faults);
    this.#directions.add(pieces);
    from.on('data', (bytes) => pieces.put(() => to.destroyed || to.write(bytes)));
    // What was read before the end still has to get there.
    from.on('end', () => pieces.put(() => to.end()));
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      pieces.put(() => {
        this.#directions.delete(pieces);
        if (from.errored) to.destroy();
        else to.end();
      });
    });
  }
}
