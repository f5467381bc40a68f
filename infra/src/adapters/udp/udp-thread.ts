import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers';
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { ARENA_SLAB_BYTES, InlineSealer, PacketCodec, nodePacketCipher } from '@atlasnet/proxy';
import type { PacketSink } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';
import { UDP_THREAD_LIMITS } from './limits.ts';
import { PacketRingReader, PacketRingWriter } from './packet-ring.ts';
import { PacketRecord, writeDatagram } from './thread-records.ts';
import type { UdpThreadLoss, UdpThreadSettings, UdpThreadStart } from './threaded-udp-network.ts';
import { UdpSocket } from './udp-socket.ts';

/** So many packets of up to so many bytes are sealed for nothing, so that the engine compiles it. */
const REHEARSED_PACKETS = 500;
const REHEARSED_BYTES_MAX = 400;
const DATAGRAM_BYTES_MAX = 65_536;

/** Run as a thread: a socket, what is sealed and sent on it, and what arrives. */
async function serve(settings: UdpThreadSettings): Promise<void> {
  const { local, protocolId, outgoing, incoming } = settings;
  const codec = new PacketCodec(nodePacketCipher, protocolId);
  rehearse(codec);
  const arrivals = new PacketRingWriter(incoming);
  let wakes = false;
  const wake = (): void => {
    wakes = false;
    arrivals.wake();
  };
  const arrived = (bytes: Uint8Array, from: DatagramAddress): void => {
    writeDatagram(arrivals, bytes, 0, bytes.length, from);
    if (wakes) return;
    wakes = true;
    setTimeout(wake, UDP_THREAD_LIMITS.gatherMs);
  };
  const socket = await UdpSocket.open(local, arrived, reportUnsent).catch((error: unknown) => {
    tell({ failed: { code: (error as NodeJS.ErrnoException).code, text: String(error) } });
  });
  if (!socket) return;
  tell({ address: socket.address });
  const departures = new PacketRingReader(outgoing);
  const sender = new RecordSender(departures, codec, socket);
  while (!departures.ended) {
    let left: number = UDP_THREAD_LIMITS.packetsPerTurn;
    for (; left > 0 && departures.next(); left--) {
      sender.send();
      departures.done();
    }
    if (left === 0) await setImmediate();
    else await departures.wait();
  }
  await socket.close();
}

let unsent = 0;

/** Adds up what the kernel does not take, and tells of it now and then. */
function reportUnsent(count: number): void {
  if (unsent === 0) {
    const tellIt = (): void => {
      tell({ unsent });
      unsent = 0;
    };
    // It does not hold up the end of the thread.
    setTimeout(tellIt, UDP_THREAD_LIMITS.unsentMs).unref();
  }
  unsent += count;
}

/** Sends what the records of a ring say. */
class RecordSender {
  readonly #record: PacketRecord;
  readonly #sealer: InlineSealer;
  readonly #sink: PacketSink;
  // Copies: what the cipher is given is memory of this thread, whatever it does with it.
  readonly #key = new Uint8Array(PacketRecord.KEY_BYTES);
  readonly #data = new Uint8Array(DATAGRAM_BYTES_MAX);

  constructor(ring: PacketRingReader, codec: PacketCodec, sink: PacketSink) {
    this.#record = new PacketRecord(ring);
    this.#sealer = new InlineSealer(codec, sink);
    this.#sink = sink;
  }

  send(): void {
    const record = this.#record;
    const { peer, dataBytes } = record;
    if (record.isSealed) {
      const bytes = new Uint8Array(dataBytes);
      record.copyData(bytes, 0);
      this.#sink.send(bytes, 0, dataBytes, peer);
      return;
    }
    record.copyKey(this.#key);
    record.copyData(this.#data, 0);
    const { type, sequenceLow, sequenceHigh } = record;
    this.#sealer.seal(this.#key, type, sequenceLow, sequenceHigh, this.#data, dataBytes, peer);
  }
}

/** While this is not compiled the first who join would wait for it. The key is thrown away. */
function rehearse(codec: PacketCodec): void {
  const key = new Uint8Array(randomBytes(PacketRecord.KEY_BYTES));
  const data = new Uint8Array(REHEARSED_BYTES_MAX);
  const out = new Uint8Array(ARENA_SLAB_BYTES);
  for (let i = 0; i < REHEARSED_PACKETS; i++) {
    codec.seal(key, 5, i, 0, data, i % REHEARSED_BYTES_MAX, out, 0);
  }
}

function tell(word: UdpThreadStart | UdpThreadLoss): void {
  parentPort?.postMessage(word);
}

void serve(workerData as UdpThreadSettings);
