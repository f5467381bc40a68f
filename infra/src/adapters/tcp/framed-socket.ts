import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { AtlasError } from '@atlasnet/schemas';
import { LinkFrameReader, encodeLinkFrame } from './link-framing.ts';

/** What a framed socket tells its user, who may change over its life (handshake, then link). */
export interface FrameSink {
  /** False ends the reading: nothing more of this socket is wanted. */
  frame(kind: number, body: Uint8Array): boolean;
  /** The socket broke, ended, or (malformed) sent what is no frame; nothing comes after. */
  ended(reason: string, malformed: boolean): void;
}

/** A TCP socket as a sequence of frames; what one turn of the loop writes leaves in one system call. */
export class FramedSocket {
  sink: FrameSink;
  lastHeardMs = performance.now();
  lastSentMs = performance.now();
  readonly #socket: Socket;
  readonly #reader: LinkFrameReader;
  #corked = false;
  #over = false;

  constructor(socket: Socket, bodyBytesMax: number, sink: FrameSink) {
    this.#socket = socket;
    this.#reader = new LinkFrameReader(bodyBytesMax);
    this.sink = sink;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the connection ended'));
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  set bodyBytesMax(limit: number) {
    this.#reader.bodyBytesMax = limit;
  }

  write(kind: number, body: Uint8Array): void {
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      // After all that the kernel had for us: many clients' datagrams become one write.
      setImmediate(() => this.#uncork());
    }
    this.#socket.write(encodeLinkFrame(kind, body));
    this.lastSentMs = performance.now();
  }

  /** Sends what was written, then ends; what still comes is dropped. */
  endGently(): void {
    this.#over = true;
    this.#uncork();
    this.#socket.end();
  }

  destroy(): void {
    this.#over = true;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.lastHeardMs = performance.now();
    if (this.#over) return;
    try {
      this.#reader.push(chunk, (kind, body) => {
        if (!this.sink.frame(kind, body)) this.#over = true;
        return !this.#over;
      });
    } catch (error) {
      // Any other error is a bug in a handler and stays one.
      if (!(error instanceof AtlasError) || error.code !== 'ATLAS_LINK_MALFORMED') throw error;
      this.#socket.destroy();
      this.#end(error.message, true);
    }
  }

  #uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.#socket.uncork();
  }

  #end(reason: string, malformed = false): void {
    if (this.#over) return;
    this.#over = true;
    this.sink.ended(reason, malformed);
  }
}
