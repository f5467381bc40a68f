import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PacketSealer } from '@atlasnet/proxy';
import { AtlasError } from '@atlasnet/schemas';
import type { DatagramAddress, DatagramNetwork, DatagramSocket } from '@atlasnet/schemas';
import { listenError } from '../net/listen-error.ts';
import { UDP_THREAD_LIMITS } from './limits.ts';
import { PacketRingReader, PacketRingWriter, makePacketRing } from './packet-ring.ts';
import type { PacketRingMemory } from './packet-ring.ts';
import { PacketRecord, writeDatagram, writePacket } from './thread-records.ts';

export interface ThreadedUdpOptions {
  /** The configuration key of the port, for errors. */
  readonly portKey: string;
  /** The compiled udp-thread.ts. */
  readonly script: string;
  /** What packets are sealed for. */
  readonly protocolId: bigint;
  /** Told of datagrams that found a ring full, or that the kernel did not take. */
  readonly lost?: (way: DatagramWay, count: number) => void;
  /** Bytes of the rings; powers of two. */
  readonly outgoingBytes?: number;
  readonly incomingBytes?: number;
}

/** `unsent`: to clients, and the kernel did not take it. */
export type DatagramWay = 'to-clients' | 'from-clients' | 'unsent';

/** What a socket's thread is started with. */
export interface UdpThreadSettings {
  readonly local: DatagramAddress;
  readonly protocolId: bigint;
  readonly outgoing: PacketRingMemory;
  readonly incoming: PacketRingMemory;
}

/** What it says once: where it is bound, or why it is not. */
export type UdpThreadStart =
  | { readonly address: DatagramAddress }
  | { readonly failed: { readonly code: string | undefined; readonly text: string } };

/** What it says later: about so many more datagrams were not taken by the kernel. */
export interface UdpThreadLoss {
  readonly unsent: number;
}

type Receive = (bytes: Uint8Array, from: DatagramAddress) => void;
type Fail = (error: AtlasError) => void;

/**
 * Datagram sockets over UDP, each in a thread of its own that also seals what it sends: sealing and the
 * system's calls are more than half of what a view costs a proxy. The thread has the socket to itself: two on one
 * descriptor both take what arrives, and the first that ends closes it for the other.
 */
export class ThreadedUdpNetwork implements DatagramNetwork {
  readonly #options: ThreadedUdpOptions;

  constructor(options: ThreadedUdpOptions) {
    this.#options = options;
  }

  async bind(local: DatagramAddress, receive: Receive, failed?: Fail): Promise<ThreadedUdpSocket> {
    const { script, protocolId, portKey } = this.#options;
    const outgoing = makePacketRing(this.#options.outgoingBytes ?? UDP_THREAD_LIMITS.outgoingBytes);
    const incoming = makePacketRing(this.#options.incomingBytes ?? UDP_THREAD_LIMITS.incomingBytes);
    const settings: UdpThreadSettings = { local, protocolId, outgoing, incoming };
    const worker = new Worker(script, { workerData: settings });
    const start = await started(worker);
    if ('failed' in start) {
      const { code, text } = start.failed;
      throw listenError(Object.assign(new Error(text), { code }), { ...local, key: portKey });
    }
    return new ThreadedUdpSocket(worker, start.address, {
      ...{ receive, failed, lost: this.#options.lost },
      outgoing: new PacketRingWriter(outgoing),
      incoming: new PacketRingReader(incoming),
    });
  }
}

interface SocketParts {
  readonly receive: Receive;
  readonly failed: Fail | undefined;
  readonly lost: ThreadedUdpOptions['lost'];
  readonly outgoing: PacketRingWriter;
  readonly incoming: PacketRingReader;
}

/** A socket in another thread. Packets leave in the order of the calls, sealed there or not. */
export class ThreadedUdpSocket implements DatagramSocket, PacketSealer {
  readonly address: DatagramAddress;
  readonly #parts: SocketParts;
  readonly #exited: Promise<void>;
  #closed = false;
  #wakes = false;
  #lostReported = 0;

  constructor(worker: Worker, address: DatagramAddress, parts: SocketParts) {
    this.address = address;
    this.#parts = parts;
    let cause: unknown;
    worker.once('error', (error) => (cause = error));
    worker.on('message', ({ unsent }: UdpThreadLoss) => parts.lost?.('unsent', unsent));
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        const failed = !this.#closed;
        this.#closed = true;
        parts.incoming.stop();
        resolve();
        if (failed) this.#fail(cause);
      });
    });
    void this.#receiveAll();
  }

  send(bytes: Uint8Array, start: number, end: number, to: DatagramAddress): void {
    if (this.#closed) return;
    this.#written(writeDatagram(this.#parts.outgoing, bytes, start, end, to));
  }

  seal(
    key: Uint8Array,
    type: number,
    sequenceLow: number,
    sequenceHigh: number,
    data: Uint8Array,
    length: number,
    to: DatagramAddress,
  ): void {
    if (this.#closed) return;
    const { outgoing } = this.#parts;
    this.#written(writePacket(outgoing, key, type, sequenceLow, sequenceHigh, data, length, to));
  }

  /** What was sent leaves before. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#parts.outgoing.close();
    await this.#exited;
  }

  #written(isThere: boolean): void {
    if (!isThere) this.#parts.lost?.('to-clients', 1);
    if (this.#wakes) return;
    this.#wakes = true;
    // Once for all that this turn sends.
    queueMicrotask(() => {
      this.#wakes = false;
      this.#parts.outgoing.wake();
    });
  }

  async #receiveAll(): Promise<void> {
    const { incoming, receive } = this.#parts;
    const record = new PacketRecord(incoming);
    const data = new Uint8Array(65_536);
    while (!this.#closed) {
      let left: number = UDP_THREAD_LIMITS.packetsPerTurn;
      for (; left > 0 && !this.#closed && incoming.next(); left--) {
        const { peer, dataBytes } = record;
        record.copyData(data, 0);
        incoming.done();
        receive(data.subarray(0, dataBytes), peer);
      }
      this.#reportLost();
      if (left === 0) await setImmediate();
      else await incoming.wait();
    }
  }

  #reportLost(): void {
    const { lost } = this.#parts.incoming;
    if (lost !== this.#lostReported) this.#parts.lost?.('from-clients', lost - this.#lostReported);
    this.#lostReported = lost;
  }

  #fail(cause: unknown): void {
    const { failed } = this.#parts;
    const error = threadEnded(cause);
    if (!failed) throw error;
    failed(error);
  }
}

/** @throws what the thread throws, if it ends instead */
async function started(worker: Worker): Promise<UdpThreadStart> {
  let ended: (cause: unknown) => void = () => undefined;
  try {
    return await new Promise<UdpThreadStart>((resolve, reject) => {
      ended = (cause) => reject(threadEnded(cause));
      worker.once('message', resolve).once('error', ended).once('exit', ended);
    });
  } finally {
    worker.off('error', ended).off('exit', ended);
  }
}

function threadEnded(cause: unknown): AtlasError {
  const text = `the thread of the clients’ socket ended: ${String(cause)}`;
  return new AtlasError('ATLAS_CHILD_FAILED', text, {
    cause,
    hint: 'The process ends with it; please report the cause.',
  });
}
