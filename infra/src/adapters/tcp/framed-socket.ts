import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { AtlasError } from '@atlasnet/schemas';
import { HEADER_BYTES, LinkFrameReader, encodeLinkFrame, writeLinkFrame } from './link-framing.ts';

/** Frames of one turn are gathered in a buffer of this size; a longer one is written by itself. */
const GATHER_BYTES = 64 * 1024;

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
  #over = false;
  /** What this turn has written so far. */
  #gathered: Buffer | null = null;
  #gatheredBytes = 0;
  /** A buffer that the kernel has taken, to be used again. */
  #spare: Buffer | null = null;
  #flushIsDue = false;

  constructor(socket: Socket, bodyBytesMax: number, sink: FrameSink) {
    this.#socket = socket;
    this.#reader = new LinkFrameReader(bodyBytesMax);
    this.sink = sink;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the connection ended'));
  }

  get queuedBytes(): number {
    return this.#socket.writableLength + this.#gatheredBytes;
  }

  set bodyBytesMax(limit: number) {
    this.#reader.bodyBytesMax = limit;
  }

  write(kind: number, body: Uint8Array): void {
    const bytes = HEADER_BYTES + body.length;
    if (this.#gatheredBytes + bytes > GATHER_BYTES) this.#flush();
    this.lastSentMs = performance.now();
    if (bytes > GATHER_BYTES) {
      this.#socket.write(encodeLinkFrame(kind, body));
      return;
    }
    this.#gathered ??= this.#spare ?? Buffer.allocUnsafeSlow(GATHER_BYTES);
    this.#spare = null;
    writeLinkFrame(this.#gathered, this.#gatheredBytes, kind, body);
    this.#gatheredBytes += bytes;
    if (this.#flushIsDue) return;
    this.#flushIsDue = true;
    // After all that the kernel had for us: many clients' datagrams become one write.
    setImmediate(() => {
      this.#flushIsDue = false;
      this.#flush();
    });
  }

  /** Sends what was written, then ends; what still comes is dropped. */
  endGently(): void {
    this.#over = true;
    this.#flush();
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

  #flush(): void {
    const gathered = this.#gathered;
    if (gathered === null) return;
    const bytes = this.#gatheredBytes;
    this.#gathered = null;
    this.#gatheredBytes = 0;
    const written = gathered.subarray(0, bytes);
    if (this.#socket.writableLength > 0) {
      // The peer takes nothing just now: little must not hold a whole buffer while it waits.
      this.#socket.write(Buffer.from(written));
      this.#spare ??= gathered;
    } else {
      this.#socket.write(written, () => {
        this.#spare ??= gathered;
      });
    }
  }

  #end(reason: string, malformed = false): void {
    if (this.#over) return;
    this.#over = true;
    this.sink.ended(reason, malformed);
  }
}
