import type { EndpointStats } from './message-endpoint.ts';

/** Packets remembered until they are acknowledged or given up: as many as it takes, within these. */
const SENT_PACKETS_FIRST = 16;
const SENT_PACKETS_MAX = 1024;
/** A packet is lost once one sent so much later was acknowledged (RFC 9002, section 6.1.1). */
const REORDER_PACKETS = 3;
/** …and if nothing later was, after this long, ms: far above any retransmission timer's start. */
const GIVE_UP_MS = 2000;
/** The peer's wait before it acknowledges: its delay, and its tick. Not part of the round trip. */
const PEER_WAIT_MS = 75;
const FIRST_RTO_MS = 400;
/** Weight of one packet in the loss estimate: about the last fifty packets. */
const LOSS_WEIGHT = 0.02;

/** What a packet carried, to be told its fate. */
export class SentPacket {
  number = 0;
  sentMs = 0;
  outstanding = false;
  /** Numbers of reliable chunks, `chunkCount` of them: emptying the list would give its memory back. */
  readonly chunks: number[] = [];
  chunkCount = 0;
  /** A channel and a message's number by turns, `messageCount` pairs of them. */
  readonly messages: number[] = [];
  messageCount = 0;
  /** Set when the packet is one fragment of its only message: shared by all of its fragments. */
  fragments: FragmentFate | null = null;

  begin(number: number, nowMs: number): void {
    this.number = number;
    this.sentMs = nowMs;
    this.outstanding = true;
    this.chunkCount = 0;
    this.messageCount = 0;
    this.fragments = null;
  }

  addChunk(number: number): void {
    this.chunks[this.chunkCount++] = number;
  }

  addMessage(channel: number, message: number): void {
    const at = this.messageCount++ * 2;
    this.messages[at] = channel;
    this.messages[at + 1] = message;
  }
}

/** What is known of a message in several packets. */
export interface FragmentFate {
  /** Fragments not acknowledged; −1 once one is lost, and so the message. */
  left: number;
}

export interface SentPacketHandlers {
  acked(packet: SentPacket): void;
  /** It is given up; should its ack come after all, nobody is told. */
  lost(packet: SentPacket): void;
}

/** Our packets under way: their acknowledgement, loss, and the round trip they measure. */
export class SentPackets {
  /** Number of the next packet. */
  next = 0;
  /** By number, modulo its size: small while few are under way, so that it stays in the cache. */
  #ring: (SentPacket | undefined)[] = [];
  #size = SENT_PACKETS_FIRST;
  readonly #stats: EndpointStats;
  readonly #handlers: SentPacketHandlers;
  /** All packets below are settled. */
  #oldest = 0;
  #newestAcked = -1;

  constructor(stats: EndpointStats, handlers: SentPacketHandlers) {
    this.#stats = stats;
    this.#handlers = handlers;
  }

  /** Takes the next number for a packet; the caller fills in what it carries. */
  add(nowMs: number): SentPacket {
    if (this.next - this.#oldest >= this.#size) {
      if (this.#size < SENT_PACKETS_MAX) this.#grow();
      else this.#settleOldest();
    }
    const at = this.next % this.#size;
    const packet = (this.#ring[at] ??= new SentPacket());
    packet.begin(this.next++, nowMs);
    return packet;
  }

  /** The whole number of an acknowledged packet, or −1 when we sent no such packet. */
  number(low16: number): number {
    const last = this.next - 1;
    return last < 0 ? -1 : last - ((last - low16) & 0xffff);
  }

  /** How many of the packets before this one may still be under way. */
  before(number: number): number {
    return Math.max(0, number - this.#oldest);
  }

  /** One packet is acknowledged. */
  ack(number: number): void {
    if (number < this.#oldest) return;
    const packet = this.#ring[number % this.#size];
    if (!packet?.outstanding || packet.number !== number) return;
    packet.outstanding = false;
    this.#stats.loss *= 1 - LOSS_WEIGHT;
    this.#handlers.acked(packet);
  }

  /** The newest packet of an ack, measured once: `delayMs` is what the peer waited. */
  measure(number: number, delayMs: number, nowMs: number): void {
    if (number <= this.#newestAcked) return;
    this.#newestAcked = number;
    const packet = this.#ring[number % this.#size];
    if (!packet?.outstanding || packet.number !== number) return;
    const sample = Math.max(0, nowMs - packet.sentMs - delayMs);
    const stats = this.#stats;
    if (stats.rttMs === 0) {
      stats.rttMs = Math.max(sample, 0.01);
      stats.rttVarianceMs = sample / 2;
      return;
    }
    stats.rttVarianceMs += (Math.abs(stats.rttMs - sample) - stats.rttVarianceMs) / 4;
    stats.rttMs += (sample - stats.rttMs) / 8;
  }

  /** Gives up packets that later ones overtook, and those nobody spoke of for long. */
  detectLoss(nowMs: number): void {
    while (this.#oldest < this.next) {
      const packet = this.#ring[this.#oldest % this.#size];
      if (packet?.outstanding) {
        const overtaken = packet.number <= this.#newestAcked - REORDER_PACKETS;
        if (!overtaken && nowMs - packet.sentMs < GIVE_UP_MS) return;
      }
      this.#settleOldest();
    }
  }

  /** How long to wait for an acknowledgement before sending a chunk again, ms. */
  rtoMs(): number {
    const { rttMs, rttVarianceMs } = this.#stats;
    return rttMs === 0 ? FIRST_RTO_MS : rttMs + 4 * rttVarianceMs + PEER_WAIT_MS;
  }

  #grow(): void {
    const size = this.#size * 2;
    const ring: (SentPacket | undefined)[] = Array.from({ length: size });
    for (let number = this.#oldest; number < this.next; number++) {
      ring[number % size] = this.#ring[number % this.#size];
    }
    this.#ring = ring;
    this.#size = size;
  }

  #settleOldest(): void {
    const packet = this.#ring[this.#oldest % this.#size];
    this.#oldest++;
    if (!packet?.outstanding) return;
    packet.outstanding = false;
    this.#stats.loss += (1 - this.#stats.loss) * LOSS_WEIGHT;
    this.#handlers.lost(packet);
  }
}
