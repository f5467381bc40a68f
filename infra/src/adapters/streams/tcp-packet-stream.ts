import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { PACKET_BYTES_MAX } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';
import { PacketFrameReader, framePacket } from './packet-framing.ts';
import type { PacketStream, PacketStreamHandlers, StreamRefusal } from './packet-stream.ts';

/** Packets with their lengths over a TCP connection. */
export class TcpPacketStream implements PacketStream {
  readonly #socket: Socket;
  readonly #handlers: PacketStreamHandlers;
  #over = false;

  constructor(socket: Socket, handlers: PacketStreamHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    const reader = new PacketFrameReader(PACKET_BYTES_MAX);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (this.#over) return;
      if (!reader.push(chunk, (packet) => handlers.packet(packet))) this.#end('packet-size');
    });
    socket.on('error', () => this.#end(null));
    socket.on('close', () => this.#end(null));
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#over) this.#socket.write(framePacket(bytes, start, end));
  }

  close(): void {
    this.#over = true;
    this.#socket.destroy();
  }

  #end(refusal: StreamRefusal | null): void {
    if (this.#over) return;
    this.close();
    this.#handlers.ended(refusal);
  }
}

/** Opens a TCP connection to a proxy. */
export function dialTcp(to: DatagramAddress, handlers: PacketStreamHandlers): PacketStream {
  const socket = connect({ host: to.host, port: to.port });
  socket.once('connect', () => handlers.opened());
  return new TcpPacketStream(socket, handlers);
}
