import type { EndpointHandlers, EndpointStats } from './message-endpoint.ts';
import type { ReliableSender } from './reliable-sender.ts';

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

/** What is known of one packet under way: so many numbers, at these places. */
const FIELDS = 4;
const SENT_MS = 0;
/** A message that it carries whole, and its channel. */
const MESSAGE = 1;
const CHANNEL = 2;
/** 1 when it carries anything besides. */
const HAS_MORE = 3;

/** The time at which a packet was sent that is settled. */
const SETTLED = -Infinity;
const NO_MESSAGE = -1;

/** What few packets carry: anything but one message. */
interface Load {
  /** Numbers of reliable chunks. */
  readonly chunks: number[];
  /** A channel and a message's number by turns. */
  readonly messages: number[];
  /** Set when the packet is one fragment of its only message: shared by all of its fragments. */
  fragments: FragmentFate | null;
}

/** What is known of a message in several packets. */
export interface FragmentFate {
  /** Fragments not acknowledged; −1 once one is lost, and so the message. */
  left: number;
}

export interface SentPacketsOptions {
  readonly stats: EndpointStats;
  /** Told which chunks and messages arrived, and which are given up. */
  readonly chunks: Pick<ReliableSender, 'ack' | 'lost'>;
  readonly messages: Pick<EndpointHandlers, 'delivered' | 'lost'>;
}

/**
 * Our packets under way: their acknowledgement, loss, and the round trip they measure. Most carry one
 * message, and all that is known of them lies in one array: a proxy has some under way to each of
 * thousands of clients, and comes to each client's when they have left every cache.
 */
export class SentPackets {
  /** Number of the next packet. */
  next = 0;
  /** By number, modulo #size: small while few are under way, so that it stays in the cache. */
  #ring = new Float64Array(SENT_PACKETS_FIRST * FIELDS);
  #size = SENT_PACKETS_FIRST;
  readonly #loads = new Map<number, Load>();
  readonly #options: SentPacketsOptions;
  /** All packets below are settled. */
  #oldest = 0;
  #newestAcked = -1;

  constructor(options: SentPacketsOptions) {
    this.#options = options;
  }

  /** Takes the next number for a packet; the caller says what it carries before it takes another. */
  add(nowMs: number): number {
    if (this.next - this.#oldest >= this.#size) {
      if (this.#size < SENT_PACKETS_MAX) this.#grow();
      else this.#settleOldest();
    }
    const at = this.#at(this.next);
    this.#ring[at + SENT_MS] = nowMs;
    this.#ring[at + MESSAGE] = NO_MESSAGE;
    this.#ring[at + HAS_MORE] = 0;
    return this.next++;
  }

  /** The packet added last carries this reliable chunk. */
  carryChunk(number: number): void {
    this.#load().chunks.push(number);
  }

  /** The packet added last carries this message whole. */
  carryMessage(channel: number, message: number): void {
    const at = this.#at(this.next - 1);
    if (this.#ring[at + MESSAGE] === NO_MESSAGE) {
      this.#ring[at + MESSAGE] = message;
      this.#ring[at + CHANNEL] = channel;
    } else this.#load().messages.push(channel, message);
  }

  /** The packet added last carries nothing but one fragment of this message. */
  carryFragment(channel: number, message: number, fragments: FragmentFate): void {
    this.carryMessage(channel, message);
    this.#load().fragments = fragments;
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
    const at = this.#at(number);
    if (this.#ring[at + SENT_MS] === SETTLED) return;
    this.#ring[at + SENT_MS] = SETTLED;
    const { stats, chunks, messages } = this.#options;
    stats.loss *= 1 - LOSS_WEIGHT;
    const load = this.#ring[at + HAS_MORE] === 1 ? this.#unload(number) : null;
    if (load) for (const chunk of load.chunks) chunks.ack(chunk);
    if (load?.fragments && --load.fragments.left !== 0) return;
    const message = this.#ring[at + MESSAGE];
    if (message === NO_MESSAGE || !messages.delivered) return;
    messages.delivered(this.#ring[at + CHANNEL], message);
    const more = load?.messages ?? NO_MORE;
    for (let i = 0; i < more.length; i += 2) messages.delivered(more[i], more[i + 1]);
  }

  /** The newest packet of an ack, measured once: `delayMs` is what the peer waited. */
  measure(number: number, delayMs: number, nowMs: number): void {
    if (number <= this.#newestAcked) return;
    this.#newestAcked = number;
    if (number < this.#oldest) return;
    const sentMs = this.#ring[this.#at(number) + SENT_MS];
    if (sentMs === SETTLED) return;
    const sample = Math.max(0, nowMs - sentMs - delayMs);
    const { stats } = this.#options;
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
      const sentMs = this.#ring[this.#at(this.#oldest) + SENT_MS];
      if (sentMs !== SETTLED) {
        const overtaken = this.#oldest <= this.#newestAcked - REORDER_PACKETS;
        if (!overtaken && nowMs - sentMs < GIVE_UP_MS) return;
      }
      this.#settleOldest();
    }
  }

  /** How long to wait for an acknowledgement before sending a chunk again, ms. */
  rtoMs(): number {
    const { rttMs, rttVarianceMs } = this.#options.stats;
    return rttMs === 0 ? FIRST_RTO_MS : rttMs + 4 * rttVarianceMs + PEER_WAIT_MS;
  }

  #at(number: number): number {
    return (number % this.#size) * FIELDS;
  }

  /** What the packet added last carries besides. */
  #load(): Load {
    const number = this.next - 1;
    let load = this.#loads.get(number);
    if (!load) {
      load = { chunks: [], messages: [], fragments: null };
      this.#loads.set(number, load);
      this.#ring[this.#at(number) + HAS_MORE] = 1;
    }
    return load;
  }

  #unload(number: number): Load | null {
    const load = this.#loads.get(number) ?? null;
    this.#loads.delete(number);
    return load;
  }

  #grow(): void {
    const before = this.#ring;
    const sizeBefore = this.#size;
    this.#size *= 2;
    this.#ring = new Float64Array(this.#size * FIELDS);
    for (let number = this.#oldest; number < this.next; number++) {
      const from = (number % sizeBefore) * FIELDS;
      this.#ring.set(before.subarray(from, from + FIELDS), this.#at(number));
    }
  }

  #settleOldest(): void {
    const number = this.#oldest++;
    const at = this.#at(number);
    if (this.#ring[at + SENT_MS] === SETTLED) return;
    this.#ring[at + SENT_MS] = SETTLED;
    const { stats, chunks, messages } = this.#options;
    stats.loss += (1 - stats.loss) * LOSS_WEIGHT;
    const load = this.#ring[at + HAS_MORE] === 1 ? this.#unload(number) : null;
    if (load) for (const chunk of load.chunks) chunks.lost(chunk, number);
    if (load?.fragments) {
      if (load.fragments.left < 0) return;
      load.fragments.left = -1;
    }
    const message = this.#ring[at + MESSAGE];
    if (message === NO_MESSAGE || !messages.lost) return;
    messages.lost(this.#ring[at + CHANNEL], message);
    const more = load?.messages ?? NO_MORE;
    for (let i = 0; i < more.length; i += 2) messages.lost(more[i], more[i + 1]);
  }
}

const NO_MORE: readonly number[] = [];
