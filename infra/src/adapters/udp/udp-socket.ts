import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import type { DatagramAddress, DatagramSocket } from '@atlasnet/schemas';

/** A tick's views for thousands of clients leave at once. The kernel may grant less (net.core.wmem_max). */
const SEND_BUFFER_BYTES = 8 * 1024 * 1024;
/**
 * Inputs wait while views leave. Some 5,000 small datagrams, by the kernel's account: a fifth of a second
 * of 2,400 clients, and a second of 500, since what an overloaded process reads later than that is old, and
 * is said again by then. The kernel may grant less (net.core.rmem_max).
 */
const RECEIVE_BUFFER_BYTES = 2 * 1024 * 1024;

/** Told of about so many more datagrams that the kernel did not take. */
export type Unsent = (count: number) => void;

/** Of so many datagrams one is asked after whether the kernel took it: to be told costs a callback in a later turn. */
const ASKED_OF = 64;

/** A socket of the system. */
export class UdpSocket implements DatagramSocket {
  readonly address: DatagramAddress;
  readonly #socket: Socket;
  readonly #told: (error: Error | null) => void;
  #closed = false;
  #untilAsked = ASKED_OF;

  private constructor(socket: Socket, address: DatagramAddress, unsent: Unsent | undefined) {
    this.#socket = socket;
    this.address = address;
    this.#told = (error) => {
      if (error && !this.#closed) unsent?.(ASKED_OF);
    };
  }

  /** @throws the system's error, with its code */
  static async open(
    local: DatagramAddress,
    receive: (bytes: Uint8Array, from: DatagramAddress) => void,
    unsent?: Unsent,
  ): Promise<UdpSocket> {
    const socket = createSocket({
      type: local.host.includes(':') ? 'udp6' : 'udp4',
      // Addresses are given as numbers: a name's resolution per packet would go through a thread.
      lookup: (host, _options, done) => done(null, host, host.includes(':') ? 6 : 4),
    });
    await startBinding(socket, local);
    enlarge(socket);
    socket.on('error', () => {});
    socket.on('message', ({ buffer, byteOffset, length }, from) => {
      // No Buffer: where code meets both kinds of arrays, each length takes ten times as long.
      const bytes = new Uint8Array(buffer, byteOffset, length);
      receive(bytes, { host: from.address, port: from.port });
    });
    const { address: host, port } = socket.address();
    return new UdpSocket(socket, { host, port }, unsent);
  }

  send(bytes: Uint8Array, start: number, end: number, to: DatagramAddress): void {
    if (this.#closed) return;
    // UDP promises nothing: one that the kernel does not take is lost, as one on the way is.
    const asks = --this.#untilAsked === 0;
    if (asks) this.#untilAsked = ASKED_OF;
    const told = asks ? this.#told : undefined;
    this.#socket.send(bytes.subarray(start, end), to.port, to.host, told);
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#closed = true;
    return new Promise((resolve) => {
      this.#socket.close(() => resolve());
    });
  }
}

function startBinding(socket: Socket, local: DatagramAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: local.host, port: local.port, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

function enlarge(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    socket.setSendBufferSize(SEND_BUFFER_BYTES);
  } catch {
    // A kernel that refuses keeps its default.
  }
}
