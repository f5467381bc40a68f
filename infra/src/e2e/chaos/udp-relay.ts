import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { LinkFaults } from '../../drill/link-faults.ts';
import type { Heal, Link } from '../../drill/link.ts';

/** Datagrams that wait for a slow link; more are dropped, as a router does. */
const WAITING_MAX = 20_000;
const LARGE_BUFFER_BYTES = 4 * 1024 * 1024;

/** Stands between clients and one proxy; to the proxy, every client is a port of its own. */
export class UdpRelay implements Link {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #behind = new Map<string, Socket>();
  #waiting = 0;
  readonly #faults = new LinkFaults();

  private constructor(socket: Socket, port: number) {
    this.#socket = socket;
    this.#port = port;
    socket.on('message', (bytes, from) => this.#up(bytes, from));
  }

  /** @param port of the proxy on loopback */
  static async listen(port: number): Promise<UdpRelay> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: LARGE_BUFFER_BYTES });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new UdpRelay(socket, port);
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  cut(): Heal {
    return this.#faults.add({ cut: true });
  }

  slow(delayMs: number): Heal {
    return this.#faults.add({ delayMs });
  }

  /** Drops this part of the datagrams, 0…1. */
  lose(loss: number): Heal {
    return this.#faults.add({ loss });
  }

  close(): Promise<void> {
    for (const socket of this.#behind.values()) socket.close();
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #up(bytes: Buffer, from: RemoteInfo): void {
    const key = `${from.address}:${from.port}`;
    let behind = this.#behind.get(key);
    if (!behind) {
      behind = createSocket({ type: 'udp4' });
      this.#behind.set(key, behind);
      behind.on('error', () => undefined);
      behind.on('message', (answer) => {
        this.#pass(() => this.#socket.send(answer, from.port, from.address));
      });
    }
    const up = behind;
    this.#pass(() => up.send(bytes, this.#port, '127.0.0.1'));
  }

  #pass(send: () => void): void {
    const { isCut, loss, delayMs } = this.#faults;
    if (isCut || (loss > 0 && Math.random() < loss)) return;
    if (delayMs === 0) return send();
    if (this.#waiting >= WAITING_MAX) return;
    this.#waiting += 1;
    setTimeout(() => {
      this.#waiting -= 1;
      send();
    }, delayMs);
  }
}
