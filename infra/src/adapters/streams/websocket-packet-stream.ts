import type { WebSocket } from 'ws';
import type { PacketStream, PacketStreamHandlers, StreamRefusal } from './packet-stream.ts';

/** A server's WebSocket: each binary message is one packet. */
export class WebSocketPacketStream implements PacketStream {
  readonly #socket: WebSocket;
  readonly #handlers: PacketStreamHandlers;
  #over = false;

  constructor(socket: WebSocket, handlers: PacketStreamHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on('message', (data: Buffer, isBinary) => {
      if (this.#over) return;
      if (!isBinary) this.#end('text-message');
      else if (data.length === 0) this.#end('packet-size');
      else handlers.packet(data);
    });
    socket.on('error', (error: Error & { readonly code?: string }) => {
      const tooLong = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
      const isBroken = error.code?.startsWith('WS_ERR_') ?? false;
      this.#end(tooLong ? 'packet-size' : isBroken ? 'malformed' : null);
    });
    socket.on('close', () => this.#end(null));
  }

  get queuedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    if (this.#over) return;
    // A copy: what has no room in the kernel is sent later.
    this.#socket.send(bytes.slice(start, end), { binary: true }, ignore);
  }

  close(): void {
    this.#over = true;
    this.#socket.terminate();
  }

  #end(refusal: StreamRefusal | null): void {
    if (this.#over) return;
    this.close();
    this.#handlers.ended(refusal);
  }
}

/** A connection that breaks is told of by its end. */
function ignore(): void {}
