import type { DatagramAddress, RandomSource } from '@atlasnet/schemas';

/** How a wire mistreats packets; probabilities in 0…1, times in ms. */
export interface WireFaults {
  readonly loss: number;
  readonly duplicate: number;
  readonly delayMs: number;
  /** Added to the delay, uniformly: packets overtake each other. */
  readonly jitterMs: number;
}

export const PERFECT_WIRE: WireFaults = { loss: 0, duplicate: 0, delayMs: 0, jitterMs: 0 };

interface InFlight {
  readonly dueMs: number;
  readonly order: number;
  readonly bytes: Uint8Array;
  readonly from: DatagramAddress;
  readonly to: DatagramAddress;
}

/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
export class SeededRandom implements RandomSource {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Uniform in 0…1, 1 excluded. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

/** An in-memory network of datagrams under virtual time. */
export class LossyWire {
  sent = 0;
  readonly #random: SeededRandom;
  readonly #faults: WireFaults;
  #inFlight: InFlight[] = [];
  #order = 0;

  constructor(random: SeededRandom, faults: WireFaults = PERFECT_WIRE) {
    this.#random = random;
    this.#faults = faults;
  }

  /** Puts a copy on the wire. */
  send(
    bytes: Uint8Array,
    start: number,
    end: number,
    from: DatagramAddress,
    to: DatagramAddress,
    nowMs: number,
  ): void {
    this.sent++;
    const { loss, duplicate, delayMs, jitterMs } = this.#faults;
    const copies = this.#random.next() < duplicate ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      if (this.#random.next() < loss) continue;
      const dueMs = nowMs + delayMs + this.#random.next() * jitterMs;
      const order = this.#order++;
      this.#inFlight.push({
        dueMs,
        order,
        bytes: new Uint8Array(bytes.subarray(start, end)),
        from,
        to,
      });
    }
  }

  /** Hands over what is due, also what is sent meanwhile without delay. */
  deliver(
    nowMs: number,
    receive: (bytes: Uint8Array, from: DatagramAddress, to: DatagramAddress) => void,
  ): void {
    for (;;) {
      const due = this.#inFlight.filter((packet) => packet.dueMs <= nowMs);
      if (due.length === 0) return;
      this.#inFlight = this.#inFlight.filter((packet) => packet.dueMs > nowMs);
      due.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
      for (const packet of due) receive(packet.bytes, packet.from, packet.to);
    }
  }
}
