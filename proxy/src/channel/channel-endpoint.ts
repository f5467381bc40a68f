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
  type ChannelRefusals,
  type Emit,
  type EndpointHandlers,
  type EndpointStats,
  type MessageEndpoint,
} from './message-endpoint.ts';
import { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import { ReceivedPackets } from './received-packets.ts';
import { ReliableReceiver } from './reliable-receiver.ts';
import { ReliableSender, type ReliableChunk } from './reliable-sender.ts';
import { SendBudget } from './send-budget.ts';
import { SentPackets } from './sent-packets.ts';
import { UnreliableReceiver } from './unreliable-receiver.ts';
import { returnWaitingMessage, takeWaitingMessage } from './waiting-message.ts';
import type { WaitingMessage } from './waiting-message.ts';

export interface ChannelEndpointOptions {
  readonly handlers: EndpointHandlers;
  /** Bytes of payload a second, and what may be saved up of them. */
  readonly sendBytesPerSecond?: number;
  readonly sendBurstBytes?: number;
  /** The largest messages the peer may send; a proxy allows its clients little. */
  readonly receiveReliableBytesMax?: number;
  readonly receiveUnreliableBytesMax?: number;
  /** Unreliable channels that the peer may speak on, from 0; what is said on others is malformed. */
  readonly receiveChannels?: number;
  /** Where what it drops is counted, too. */
  readonly refusals?: ChannelRefusals;
}

/** Between two packets nothing of a connection is in it. */
const writer = new PacketWriter();

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
  readonly #budget: SendBudget;
  /** The packet being filled, within a flush; −1: none. */
  #open = -1;
  /** `waitingCount` of them, at most one a channel, in the order in which the channels were filled. */
  readonly #waiting: WaitingMessage[] = [];
  /** Emptying the list would give its memory back. */
  #waitingCount = 0;
  #nextMessage = 0;

  constructor(options: ChannelEndpointOptions) {
    const { handlers } = options;
    this.#handlers = handlers;
    const { stats } = this;
    this.#sent = new SentPackets({ stats, chunks: this.#sender, messages: handlers });
    this.#budget = new SendBudget(
      options.sendBytesPerSecond ?? SEND_BYTES_PER_SECOND,
      options.sendBurstBytes ?? SEND_BURST_BYTES,
    );
    this.#reader = new PacketReader({
      stats: this.stats,
      refusals: options.refusals ?? { malformed: 0, duplicate: 0, stale: 0 },
      received: this.#received,
      sent: this.#sent,
      reliable: new ReliableReceiver(
        options.receiveReliableBytesMax ?? MESSAGE_BYTES_MAX,
        (bytes) => handlers.reliable(bytes),
      ),
      unreliable: new UnreliableReceiver(
        {
          channels: options.receiveChannels ?? UNRELIABLE_CHANNELS_MAX,
          messageBytes: options.receiveUnreliableBytesMax ?? MESSAGE_BYTES_MAX,
        },
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
    let place = 0;
    while (place < this.#waitingCount && this.#waiting[place].channel !== channel) place++;
    const replaces = place < this.#waitingCount;
    const waiting = replaces ? this.#waiting[place] : takeWaitingMessage();
    const replaced = waiting.message;
    const message = this.#nextMessage++;
    waiting.set(channel, message, bytes, length);
    if (replaces) this.#handlers.lost?.(channel, replaced);
    else this.#waiting[this.#waitingCount++] = waiting;
    return message;
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
      this.#flushReliable(this.#waitingCount > 0 ? available / 2 : 0, nowMs, emit);
      if (this.#waitingCount > 0) {
        this.#flushFragmented(nowMs, emit);
        this.#flushWhole(nowMs, emit);
      }
      this.#close(nowMs, emit);
    }
    if (this.stats.packetsSent === sentBefore && this.#received.isAckDue(nowMs)) {
      writer.begin(this.#received);
      this.#emit(writer.finishAck(nowMs), emit);
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
      this.#room(kind, chunk.bytes.length, nowMs, emit);
      writer.addReliable(kind, chunk.number, chunk.bytes);
      this.#note(chunk, nowMs);
      fromNumber = chunk.number + 1;
    }
  }

  /** Messages over a packet's size: each fragment has a packet, and their numbers follow. */
  #flushFragmented(nowMs: number, emit: Emit): void {
    let kept = 0;
    for (let i = 0; i < this.#waitingCount; i++) {
      const waiting = this.#waiting[i];
      const fits = waiting.length <= FRAGMENT_BYTES;
      if (!fits) this.#close(nowMs, emit);
      if (fits || this.#budget.available(nowMs) <= 0) {
        this.#waiting[kept++] = waiting;
        continue;
      }
      const { channel, message, bytes, length } = waiting;
      const count = Math.ceil(length / FRAGMENT_BYTES);
      const fragments = { left: count };
      for (let index = 0; index < count; index++) {
        const start = index * FRAGMENT_BYTES;
        const end = Math.min(start + FRAGMENT_BYTES, length);
        this.#room(KIND_FRAGMENT, end - start, nowMs, emit);
        writer.addFragment(channel, index, count, bytes, start, end);
        this.#sent.carryFragment(channel, message, fragments);
        this.#close(nowMs, emit);
      }
      returnWaitingMessage(waiting);
    }
    this.#waitingCount = kept;
  }

  /** Messages that fit a packet; small ones share it. */
  #flushWhole(nowMs: number, emit: Emit): void {
    let kept = 0;
    for (let i = 0; i < this.#waitingCount; i++) {
      const waiting = this.#waiting[i];
      const { channel, message, bytes, length } = waiting;
      if (length > FRAGMENT_BYTES || this.#budget.available(nowMs) <= 0) {
        this.#waiting[kept++] = waiting;
        continue;
      }
      this.#room(KIND_UNRELIABLE, length, nowMs, emit);
      writer.addUnreliable(channel, bytes, length);
      this.#sent.carryMessage(channel, message);
      // Nobody takes it before the packet is written: nothing else is called until then.
      returnWaitingMessage(waiting);
    }
    this.#waitingCount = kept;
  }

  /** Opens a packet that has room for this part, unless the open one has, which else is sent. */
  #room(kind: number, dataBytes: number, nowMs: number, emit: Emit): void {
    if (this.#open >= 0 && !writer.fits(kind, dataBytes)) this.#close(nowMs, emit);
    if (this.#open >= 0) return;
    this.#open = this.#sent.add(nowMs);
    writer.begin(this.#received);
  }

  /** Sends the open packet, if there is one. */
  #close(nowMs: number, emit: Emit): void {
    if (this.#open < 0) return;
    const end = writer.finish(this.#open, nowMs);
    this.#open = -1;
    this.#emit(end, emit);
  }

  #note(chunk: ReliableChunk, nowMs: number): void {
    if (chunk.tries > 0) this.stats.resent++;
    chunk.tries++;
    chunk.wanted = false;
    chunk.sentMs = nowMs;
    chunk.packet = this.#open;
    this.#sent.carryChunk(chunk.number);
  }

  #emit(end: number, emit: Emit): void {
    this.stats.packetsSent++;
    this.stats.bytesSent += end;
    this.#budget.spend(end);
    emit(writer.bytes, 0, end);
  }
}
