import { setImmediate, setTimeout } from 'node:timers';
import type { Link, LinkHandlers, LinkPeer } from '@atlasnet/schemas';
import type { FrameSink, FramedSocket } from './framed-socket.ts';
import {
  CLOSE_TIMEOUT_MS,
  HEARTBEAT_MS,
  MESSAGE_BYTES_MAX,
  QUEUE_BYTES_MAX,
  REASON_BYTES_MAX,
  SILENCE_MS,
} from './limits.ts';
import { FRAME_GOODBYE, FRAME_HEARTBEAT, FRAME_MESSAGE } from './link-framing.ts';

const NOTHING = new Uint8Array(0);

/** A link over a socket whose handshake is done. */
export class TcpLink implements Link, FrameSink {
  readonly peer: LinkPeer;
  readonly #socket: FramedSocket;
  readonly #ended: () => void;
  #handlers: LinkHandlers | null = null;
  #closed = false;

  constructor(socket: FramedSocket, peer: LinkPeer, ended: () => void) {
    this.peer = peer;
    this.#socket = socket;
    this.#ended = ended;
    socket.bodyBytesMax = MESSAGE_BYTES_MAX;
    socket.sink = this;
  }

  get queuedBytes(): number {
    return this.#socket.queuedBytes;
  }

  open(handlers: LinkHandlers): void {
    this.#handlers = handlers;
  }

  send(bytes: Uint8Array): boolean {
    if (this.#closed) return false;
    if (bytes.length > MESSAGE_BYTES_MAX) {
      throw new RangeError(`a link message of ${bytes.length} bytes`);
    }
    if (this.#socket.queuedBytes + bytes.length > QUEUE_BYTES_MAX) {
      this.#socket.destroy();
      this.ended('the send queue is full');
      return false;
    }
    this.#socket.write(FRAME_MESSAGE, bytes);
    return true;
  }

  close(reason: string): void {
    if (this.#closed) return;
    this.#socket.write(FRAME_GOODBYE, Buffer.from(reason, 'utf8').subarray(0, REASON_BYTES_MAX));
    this.#socket.endGently();
    setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT_MS).unref();
    this.ended(reason);
  }

  /** Called every HEARTBEAT_MS: sends a sign of life, and judges the peer's. */
  beat(nowMs: number): void {
    if (this.#closed) return;
    if (nowMs - this.#socket.lastHeardMs > SILENCE_MS) {
      this.#socket.destroy();
      this.ended(`no word for ${SILENCE_MS} ms`);
    } else if (nowMs - this.#socket.lastSentMs >= HEARTBEAT_MS / 2) {
      this.#socket.write(FRAME_HEARTBEAT, NOTHING);
    }
  }

  frame(kind: number, body: Uint8Array): boolean {
    if (kind === FRAME_MESSAGE) this.#handlers?.message(body);
    else if (kind === FRAME_GOODBYE) {
      this.#socket.endGently();
      this.ended(Buffer.from(body.subarray(0, REASON_BYTES_MAX)).toString('utf8'));
    }
    return !this.#closed;
  }

  ended(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ended();
    setImmediate(() => this.#handlers?.closed(reason));
  }
}
