import type { Clock, DatagramAddress, DatagramNetwork, DatagramSocket } from '@atlasnet/schemas';
import { STREAM_LIMITS } from './limits.ts';
import type { PacketStream, PacketStreamHandlers } from './packet-stream.ts';

/** Opens a stream to a proxy; it tells the handlers of its life, never within the call. */
export type Dial = (to: DatagramAddress, handlers: PacketStreamHandlers) => PacketStream;

/**
 * A client's datagrams over streams: to each proxy that is sent something there is one, dialled again
 * when it broke. Without node:*, since browsers use it.
 */
export class StreamClientNetwork implements DatagramNetwork {
  readonly #clock: Clock;
  readonly #dial: Dial;

  constructor(clock: Clock, dial: Dial) {
    this.#clock = clock;
    this.#dial = dial;
  }

  bind(
    local: DatagramAddress,
    receive: (bytes: Uint8Array, from: DatagramAddress) => void,
  ): Promise<DatagramSocket> {
    return Promise.resolve(new StreamClientSocket(local, this.#clock, this.#dial, receive));
  }
}

/** A stream to one proxy, now or in a moment. */
interface Line {
  stream: PacketStream | null;
  isOpen: boolean;
  dialledMs: number;
  /** The newest packet while the stream is not open; those before are lost. */
  waiting: Uint8Array | null;
}

class StreamClientSocket implements DatagramSocket {
  readonly address: DatagramAddress;
  readonly #clock: Clock;
  readonly #dial: Dial;
  readonly #receive: (bytes: Uint8Array, from: DatagramAddress) => void;
  readonly #lines = new Map<string, Line>();
  #closed = false;

  constructor(
    address: DatagramAddress,
    clock: Clock,
    dial: Dial,
    receive: (bytes: Uint8Array, from: DatagramAddress) => void,
  ) {
    this.address = address;
    this.#clock = clock;
    this.#dial = dial;
    this.#receive = receive;
  }

  send(bytes: Uint8Array, start: number, end: number, to: DatagramAddress): void {
    if (this.#closed) return;
    const line = this.#lineTo(to);
    if (!line.isOpen || !line.stream) line.waiting = bytes.slice(start, end);
    else if (line.stream.queuedBytes <= STREAM_LIMITS.queuedBytes) {
      line.stream.send(bytes, start, end);
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const { stream } of this.#lines.values()) stream?.close();
    this.#lines.clear();
    return Promise.resolve();
  }

  #lineTo(to: DatagramAddress): Line {
    const key = `${to.host}:${to.port}`;
    const nowMs = this.#clock.monotonicMs();
    const line = this.#lines.get(key) ?? {
      ...{ stream: null, isOpen: false, dialledMs: -Infinity, waiting: null },
    };
    this.#lines.set(key, line);
    if (line.stream || nowMs - line.dialledMs < STREAM_LIMITS.redialMs) return line;
    line.dialledMs = nowMs;
    const from = { host: to.host, port: to.port };
    line.stream = this.#dial(from, {
      opened: () => {
        line.isOpen = true;
        if (line.waiting) line.stream?.send(line.waiting, 0, line.waiting.length);
        line.waiting = null;
      },
      packet: (bytes) => {
        if (!this.#closed) this.#receive(bytes, from);
      },
      ended: () => {
        line.isOpen = false;
        line.stream = null;
      },
    });
    return line;
  }
}
