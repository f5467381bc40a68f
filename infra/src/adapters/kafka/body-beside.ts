import type { Socket } from 'node:net';
import type { EncodedBody } from './produce-encoding.ts';

/** Of a request: its length, which does not count itself, and then the number of its kind. */
const LENGTH_BYTES = 4;
const PRODUCE = 0;
const NOTHING: EncodedBody = { buf: Buffer.alloc(0), buffer: Buffer.alloc(0) };

/**
 * Sends the body of a produce request behind what kafkajs puts before it. kafkajs copies a body twice, into
 * buffers of the next power of two that it fills with zeros first; so it is given none, and the frames of a tick
 * go to the socket as they are. For a connection with one request at a time.
 */
export class BodyBeside {
  #body: Buffer | null = null;

  /** @returns what kafkajs is to take for the body; the next produce request on the socket has it behind it */
  take({ buffer }: EncodedBody): EncodedBody {
    this.#body = buffer;
    return NOTHING;
  }

  /** Has a socket write bodies that were taken. */
  attach(socket: Socket): void {
    const write = socket.write.bind(socket) as (...anything: unknown[]) => boolean;
    socket.write = (head: unknown, ...rest: unknown[]): boolean => {
      const body = this.#body;
      if (body === null || !isProduce(head)) return write(head, ...rest);
      this.#body = null;
      head.writeInt32BE(head.length - LENGTH_BYTES + body.length, 0);
      // One call to the system for both.
      socket.cork();
      write(head);
      const more = write(body);
      socket.uncork();
      return more;
    };
  }
}

function isProduce(head: unknown): head is Buffer {
  return (
    Buffer.isBuffer(head) &&
    head.length > LENGTH_BYTES + 1 &&
    head.readInt16BE(LENGTH_BYTES) === PRODUCE
  );
}
