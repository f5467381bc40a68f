import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket as TcpSocket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ClientTransport } from '@atlasnet/proxy';
import type { DatagramAddress, DatagramNetwork, DatagramSocket } from '@atlasnet/schemas';
import { UdpNetwork } from '../../adapters/udp/index.ts';
import { nodeTransport } from '../../client/node.ts';

/** Datagrams that leave at once: the kernel holds some hundred of them for a busy proxy. */
const BURST = 40;

/** A socket of its own address, by which anything is sent, and what came back to it. */
export class Source {
  readonly got: Uint8Array[] = [];
  readonly #socket: Socket;
  readonly #to: DatagramAddress;

  private constructor(socket: Socket, to: DatagramAddress) {
    this.#socket = socket;
    this.#to = to;
    socket.on('message', (bytes) => void this.got.push(bytes));
    socket.on('error', () => undefined);
  }

  static async open(host: string, to: DatagramAddress): Promise<Source> {
    const socket = createSocket('udp4');
    socket.bind({ address: host, port: 0 });
    await once(socket, 'listening');
    return new Source(socket, to);
  }

  send(bytes: Uint8Array): void {
    this.#socket.send(bytes, this.#to.port, this.#to.host);
  }

  close(): void {
    this.#socket.close();
  }
}

/** A TCP connection, and whether the other end ended it. */
export interface Dialled {
  readonly socket: TcpSocket;
  over: boolean;
}

export function dialTo(to: DatagramAddress, from: string): Dialled {
  const socket = connect({ host: to.host, port: to.port, localAddress: from });
  const dialled = { socket, over: false };
  socket.on('error', () => undefined).on('close', () => (dialled.over = true));
  socket.resume();
  return dialled;
}

/** Sends everything, some at a time. */
export async function pour(datagrams: readonly (() => void)[]): Promise<void> {
  for (const [i, send] of datagrams.entries()) {
    send();
    if (i % BURST === BURST - 1) await wait(2);
  }
}

/** UDP that remembers what left by it, and can say it again from the same address. */
export class TappedNetwork implements DatagramNetwork {
  readonly sent: Uint8Array[] = [];
  readonly #udp = new UdpNetwork('client');
  #socket: DatagramSocket | null = null;
  #to: DatagramAddress | null = null;

  async bind(
    local: DatagramAddress,
    receive: (bytes: Uint8Array, from: DatagramAddress) => void,
  ): Promise<DatagramSocket> {
    const socket = await this.#udp.bind(local, receive);
    this.#socket = socket;
    return {
      address: socket.address,
      send: (bytes, start, end, to) => {
        this.#to = to;
        this.sent.push(bytes.slice(start, end));
        socket.send(bytes, start, end, to);
      },
      close: () => socket.close(),
    };
  }

  again(packet: Uint8Array): void {
    if (this.#socket && this.#to) this.#socket.send(packet, 0, packet.length, this.#to);
  }
}

/** A client's way to the proxy from an address of this machine, over UDP alone. */
export function transportFrom(
  host: string,
  datagrams: DatagramNetwork = new UdpNetwork('client'),
): ClientTransport {
  const { clock, random, cipher } = nodeTransport();
  return { datagrams, clock, random, cipher, local: { host, port: 0 } };
}
