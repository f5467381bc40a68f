import { invariant } from '@atlasnet/schemas';
import {
  MESSAGE_BYTES_MAX,
  SEND_BURST_BYTES,
  SEND_BYTES_PER_SECOND,
  UNRELIABLE_CHANNELS_MAX,
} from '../limits.ts';
import {
  FRAGMENT_BYTES,
  KIND_FRAGMENT,
  KIND_RELIABLE_END,
  KIND_RELIABLE_MORE,
  KIND_UNRELIABLE,
} from './constants.ts';
import {
  makeEndpointStats,
  type Emit,
  type EndpointHandlers,
  type EndpointStats,
  type MessageEndpoint,
} from './message-endpoint.ts';
import { copyBytes } from '../netcode/bytes.ts';
import { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import { ReceivedPackets } from './received-packets.ts';
import { ReliableReceiver } from './reliable-receiver.ts';
import { ReliableSender, type ReliableChunk } from './reliable-sender.ts';
import { SendBudget } from './send-budget.ts';
import { SentPackets, type SentPacket } from './sent-packets.ts';
import { UnreliableReceiver } from './unreliable-receiver.ts';

export interface ChannelEndpointOptions {
  readonly handlers: EndpointHandlers;
  /** Bytes of payload a second, and what may be saved up of them. */
  readonly sendBytesPerSecond?: number;
  readonly sendBurstBytes?: number;
  /** The largest messages the peer may send; a proxy allows its clients little. */
  readonly receiveReliableBytesMax?: number;
  readonly receiveUnreliableBytesMax?: number;
}

/** The message that waits on an unreliable channel, in a buffer of its own. */
interface Slot {
  bytes: Uint8Array;
  length: number;
  message: number;
  waiting: boolean;
}

/**
 * {@link MessageEndpoint} over datagrams of up to 1200 bytes that may be lost, doubled and
 * reordered: packets are numbered and acknowledged, reliable messages are cut into numbered chunks
 * and sent again, unreliable ones are sent once. Wire format: docs/protocol.md, "Channels".
 */
export class ChannelEndpoint implements MessageEndpoint {
  readonly stats: EndpointStats = makeEndpointStats();
  failed: string | null = null;
  readonly #handlers: EndpointHandlers;
  readonly #received = new ReceivedPackets();
  readonly #sent: SentPackets;
  readonly #sender = new ReliableSender();
  readonly #reader: PacketReader;
  readonly #writer: PacketWriter;
  readonly #budget: SendBudget;
  readonly #slots: (Slot | undefined)[] = [];
  /** The packet being filled, within a flush. */
  #open: SentPacket | null = null;
  /** Channels whose slots wait, in the order in which they were filled. */
  readonly #waiting: number[] = [];
  #nextMessage = 0;

  constructor(options: ChannelEndpointOptions) {
    const { handlers } = options;
    this.#handlers = handlers;
    this.#writer = new PacketWriter(this.#received);
    this.#sent = new SentPackets(this.stats, {
      acked: (packet) => this.#acked(packet),
      lost: (packet) => this.#lost(packet),
    });
    this.#budget = new SendBudget(
      options.sendBytesPerSecond ?? SEND_BYTES_PER_SECOND,
      options.sendBurstBytes ?? SEND_BURST_BYTES,
    );
    this.#reader = new PacketReader({
      stats: this.stats,
      received: this.#received,
      sent: this.#sent,
      reliable: new ReliableReceiver(
        options.receiveReliableBytesMax ?? MESSAGE_BYTES_MAX,
        (bytes) => handlers.reliable(bytes),
      ),
      unreliable: new UnreliableReceiver(
        options.receiveUnreliableBytesMax ?? MESSAGE_BYTES_MAX,
        (channel, bytes) => handlers.unreliable(channel, bytes),
      ),
    });
  }

  /** Reliable bytes that the peer has not acknowledged. */
  get queuedBytes(): number {
    return this.#sender.queuedBytes;
  }

  /** Sets the rate, bytes a second. */
  setSendRate(bytesPerSecond: number): void {
    this.#budget.bytesPerSecond = bytesPerSecond;
  }

  budgetBytes(nowMs: number): number {
    return this.#budget.available(nowMs);
  }

  sendReliable(bytes: Uint8Array): boolean {
    return this.#sender.push(bytes);
  }

  sendUnreliable(channel: number, bytes: Uint8Array, length = bytes.length): number {
    invariant(
      channel >= 0 && channel < UNRELIABLE_CHANNELS_MAX && length <= MESSAGE_BYTES_MAX,
      `channel ${channel} or message of ${length} bytes is outside the limits`,
    );
    const slot = (this.#slots[channel] ??= {
      bytes: new Uint8Array(0),
      length: 0,
      message: 0,
      waiting: false,
    });
    const replaced = slot.waiting ? slot.message : null;
    if (length > slot.bytes.length) slot.bytes = new Uint8Array(length + 256);
    copyBytes(bytes, 0, length, slot.bytes, 0);
    slot.length = length;
    slot.message = this.#nextMessage++;
    if (!slot.waiting) this.#waiting.push(channel);
    slot.waiting = true;
    if (replaced !== null) this.#handlers.lost?.(channel, replaced);
    return slot.message;
  }

  receive(packet: Uint8Array, nowMs: number): void {
    if (this.failed !== null) return;
    this.failed = this.#reader.read(packet, nowMs);
  }

  flush(nowMs: number, emit: Emit): void {
    this.#sent.detectLoss(nowMs);
    const sentBefore = this.stats.packetsSent;
    const available = this.#budget.available(nowMs);
    if (available > 0) {
      // Reliable messages go first, but leave the other half to a view that waits.
      this.#flushReliable(this.#waiting.length > 0 ? available / 2 : 0, nowMs, emit);
      if (this.#waiting.length > 0) {
        this.#flushFragmented(nowMs, emit);
        this.#flushWhole(nowMs, emit);
        this.#forgetSent();
      }
      this.#close(nowMs, emit);
    }
    if (this.stats.packetsSent === sentBefore && this.#received.isAckDue(nowMs)) {
      this.#writer.begin();
      this.#emit(this.#writer.finishAck(nowMs), emit);
    }
  }

  /** Chunks that are due, until no more than `leaveBytes` of the budget are left. */
  #flushReliable(leaveBytes: number, nowMs: number, emit: Emit): void {
    const rtoMs = this.#sent.rtoMs();
    let fromNumber = 0;
    while (this.#budget.available(nowMs) > leaveBytes) {
      const chunk = this.#sender.nextDue(fromNumber, nowMs, rtoMs);
      if (!chunk) return;
      const kind = chunk.end ? KIND_RELIABLE_END : KIND_RELIABLE_MORE;
      const packet = this.#room(kind, chunk.bytes.length, nowMs, emit);
      this.#writer.addReliable(kind, chunk.number, chunk.bytes);
      this.#note(chunk, packet, nowMs);
      fromNumber = chunk.number + 1;
    }
  }

  /** Messages over a packet's size: each fragment has a packet, and their numbers follow. */
  #flushFragmented(nowMs: number, emit: Emit): void {
    for (const channel of this.#waiting) {
      const slot = this.#slots[channel];
      if (!slot?.waiting || slot.length <= FRAGMENT_BYTES) continue;
      this.#close(nowMs, emit);
      if (this.#budget.available(nowMs) <= 0) return;
      const count = Math.ceil(slot.length / FRAGMENT_BYTES);
      const fragments = { left: count };
      for (let index = 0; index < count; index++) {
        const start = index * FRAGMENT_BYTES;
        const end = Math.min(start + FRAGMENT_BYTES, slot.length);
        const packet = this.#room(KIND_FRAGMENT, end - start, nowMs, emit);
        this.#writer.addFragment(channel, index, count, slot.bytes, start, end);
        packet.fragments = fragments;
        packet.addMessage(channel, slot.message);
        this.#close(nowMs, emit);
      }
      slot.waiting = false;
    }
  }

  /** Messages that fit a packet; small ones share it. */
  #flushWhole(nowMs: number, emit: Emit): void {
    for (const channel of this.#waiting) {
      const slot = this.#slots[channel];
      if (!slot?.waiting || slot.length > FRAGMENT_BYTES) continue;
      if (this.#budget.available(nowMs) <= 0) return;
      const packet = this.#room(KIND_UNRELIABLE, slot.length, nowMs, emit);
      this.#writer.addUnreliable(channel, slot.bytes, slot.length);
      packet.addMessage(channel, slot.message);
      slot.waiting = false;
    }
  }

  /** Takes the channels off whose messages have gone. */
  #forgetSent(): void {
    let kept = 0;
    for (const channel of this.#waiting) {
      if (this.#slots[channel]?.waiting) this.#waiting[kept++] = channel;
    }
    this.#waiting.length = kept;
  }

  /** A packet that has room for this part: the open one, or, once that is sent, another. */
  #room(kind: number, dataBytes: number, nowMs: number, emit: Emit): SentPacket {
    if (this.#open && !this.#writer.fits(kind, dataBytes)) this.#close(nowMs, emit);
    if (!this.#open) {
      this.#writer.begin();
      this.#open = this.#sent.add(nowMs);
    }
    return this.#open;
  }

  /** Sends the open packet, if there is one. */
  #close(nowMs: number, emit: Emit): void {
    if (!this.#open) return;
    const end = this.#writer.finish(this.#open.number, nowMs);
    this.#open = null;
    this.#emit(end, emit);
  }

  #note(chunk: ReliableChunk, packet: SentPacket, nowMs: number): void {
    if (chunk.tries > 0) this.stats.resent++;
    chunk.tries++;
    chunk.wanted = false;
    chunk.sentMs = nowMs;
    chunk.packet = packet.number;
    packet.addChunk(chunk.number);
  }

  #emit(end: number, emit: Emit): void {
    this.stats.packetsSent++;
    this.stats.bytesSent += end;
    this.#budget.spend(end);
    emit(this.#writer.bytes, 0, end);
  }

  #acked(packet: SentPacket): void {
    const { chunks, messages } = packet;
    for (let i = 0; i < packet.chunkCount; i++) this.#sender.ack(chunks[i]);
    if (packet.fragments && --packet.fragments.left !== 0) return;
    for (let i = 0; i < packet.messageCount; i++) {
      this.#handlers.delivered?.(messages[i * 2], messages[i * 2 + 1]);
    }
  }

  #lost(packet: SentPacket): void {
    const { chunks, messages } = packet;
    for (let i = 0; i < packet.chunkCount; i++) this.#sender.lost(chunks[i], packet.number);
    if (packet.fragments) {
      if (packet.fragments.left < 0) return;
      packet.fragments.left = -1;
    }
    for (let i = 0; i < packet.messageCount; i++) {
      this.#handlers.lost?.(messages[i * 2], messages[i * 2 + 1]);
    }
  }
}
