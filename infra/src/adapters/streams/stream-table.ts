import { ratedAddress } from '@atlasnet/proxy';
import type { Clock, DatagramAddress } from '@atlasnet/schemas';
import { STREAM_LIMITS } from './limits.ts';
import type { PacketStream, StreamRefusal } from './packet-stream.ts';

/** Before the host of a stream's address, so that it is not taken for that of a datagram. */
const STREAM_HOST = 'stream/';

/** Whether an address names a stream of a {@link StreamTable}. */
export function isStreamAddress({ host }: DatagramAddress): boolean {
  return host.startsWith(STREAM_HOST);
}

export interface StreamTableOptions {
  readonly clock: Clock;
  readonly streamsMax?: number;
  readonly perAddressMax?: number;
  readonly receive: (bytes: Uint8Array, from: DatagramAddress) => void;
  readonly refused: (reason: StreamRefusal) => void;
}

/** A connection that was let in; it carries packets once it is known what it is. */
export interface StreamEntry {
  readonly address: DatagramAddress;
  readonly host: string;
  /** Breaks the connection. */
  readonly end: () => void;
  stream: PacketStream | null;
  answeredMs: number;
}

/**
 * The streams of a server as datagrams: each has an address of its own, a packet that a slow peer has no
 * room for is lost, and whoever the server does not answer is let go.
 */
export class StreamTable {
  readonly #options: StreamTableOptions;
  readonly #entries = new Map<string, StreamEntry>();
  /** By what addresses are counted under. */
  readonly #perHost = new Map<string, number>();
  #cancelSweep: () => void;

  constructor(options: StreamTableOptions) {
    this.#options = options;
    this.#cancelSweep = options.clock.after(STREAM_LIMITS.sweepMs, () => this.#sweep());
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Lets a connection in, or refuses it (null) before a byte of it was read. */
  enter(remote: DatagramAddress, end: () => void): StreamEntry | null {
    const { clock, refused } = this.#options;
    const { streamsMax = STREAM_LIMITS.streams } = this.#options;
    const { perAddressMax = STREAM_LIMITS.perAddress } = this.#options;
    const rated = ratedAddress(remote.host);
    const ofHost = this.#perHost.get(rated) ?? 0;
    if (this.#entries.size >= streamsMax || ofHost >= perAddressMax) {
      refused(ofHost >= perAddressMax ? 'streams-per-address' : 'streams-full');
      return null;
    }
    const address = { host: STREAM_HOST + remote.host, port: remote.port };
    const answeredMs = clock.monotonicMs();
    const entry: StreamEntry = { address, host: remote.host, end, stream: null, answeredMs };
    this.#entries.set(keyOf(address), entry);
    this.#perHost.set(rated, ofHost + 1);
    return entry;
  }

  /** The stream of a remote address, if it has one. */
  at(remote: DatagramAddress): StreamEntry | null {
    return this.#entries.get(keyOf({ ...remote, host: STREAM_HOST + remote.host })) ?? null;
  }

  /** Takes a packet of a stream. */
  receive(entry: StreamEntry, bytes: Uint8Array): void {
    if (this.#entries.get(keyOf(entry.address)) === entry) {
      this.#options.receive(bytes, entry.address);
    }
  }

  /** Forgets a stream that ended, and counts why if it broke a rule. */
  leave(entry: StreamEntry, refusal: StreamRefusal | null): void {
    const key = keyOf(entry.address);
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    const rated = ratedAddress(entry.host);
    const left = (this.#perHost.get(rated) ?? 1) - 1;
    if (left > 0) this.#perHost.set(rated, left);
    else this.#perHost.delete(rated);
    if (refusal) this.#options.refused(refusal);
    entry.end();
  }

  send(bytes: Uint8Array, start: number, end: number, to: DatagramAddress): void {
    const entry = this.#entries.get(keyOf(to));
    if (!entry?.stream) return;
    entry.answeredMs = this.#options.clock.monotonicMs();
    // The newest view wins: what has no room now is lost, and said again as it is by then.
    if (entry.stream.queuedBytes > STREAM_LIMITS.queuedBytes) this.#options.refused('slow-peer');
    else entry.stream.send(bytes, start, end);
  }

  close(): void {
    this.#cancelSweep();
    for (const entry of [...this.#entries.values()]) this.leave(entry, null);
  }

  #sweep(): void {
    const { clock } = this.#options;
    this.#cancelSweep = clock.after(STREAM_LIMITS.sweepMs, () => this.#sweep());
    const limitMs = clock.monotonicMs() - STREAM_LIMITS.unansweredMs;
    for (const entry of [...this.#entries.values()]) {
      if (entry.answeredMs < limitMs) this.leave(entry, 'unanswered');
    }
  }
}

function keyOf({ host, port }: DatagramAddress): string {
  return `${host}:${port}`;
}
