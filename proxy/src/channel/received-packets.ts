import {
  ACK_BITMAP,
  ACK_NONE,
  ACK_SHORT,
  ACK_WINDOW_PACKETS,
  SHORT_ACK_PACKETS,
} from './constants.ts';

/** Every packet received is spoken for in this many acks, as any of them may be lost. */
const ACK_REPEATS = 3;
/** An ack of its own is sent after this long without a packet to carry it, ms. */
const RELIABLE_ACK_DELAY_MS = 20;
const UNRELIABLE_ACK_DELAY_MS = 100;
/** …or at once after so many packets: well before the window forgets the first of them. */
const UNACKED_PACKETS_MAX = 32;

/** Which packets of the peer came, and what to tell it about them. */
export class ReceivedPackets {
  /** Whether the packet with this number, modulo 256, came; all before the first count as received. */
  readonly #received = new Uint8Array(ACK_WINDOW_PACKETS).fill(1);
  #newest = -1;
  /** Bit i: the packet i + 1 before the newest came; what the short form of an ack speaks for. */
  #recent = -1;
  #newestAtMs = 0;
  #repeatsLeft = 0;
  /** The oldest packet received since the last ack, and since the ones before that. */
  readonly #oldestSince = new Float64Array(ACK_REPEATS).fill(Infinity);
  #unacked = 0;
  #ackDueMs = Infinity;

  /** The packet's whole number, or −1 when it came before or is too old to tell. */
  number(low16: number): number {
    const number = this.#newest + ((((low16 - this.#newest) & 0xffff) ^ 0x8000) - 0x8000);
    if (number < 0 || number <= this.#newest - ACK_WINDOW_PACKETS) return -1;
    if (number <= this.#newest && this.#received[number % ACK_WINDOW_PACKETS] === 1) return -1;
    return number;
  }

  /** Takes note of a packet that {@link number} found new. */
  add(number: number, reliable: boolean, nowMs: number): void {
    if (number > this.#newest) {
      const from = Math.max(this.#newest + 1, number - ACK_WINDOW_PACKETS);
      for (let missed = from; missed < number; missed++) {
        this.#received[missed % ACK_WINDOW_PACKETS] = 0;
      }
      const step = number - this.#newest;
      const before = step < SHORT_ACK_PACKETS ? this.#recent << step : 0;
      // The one that was the newest came, unless there was none: what is before the first counts so.
      this.#recent = step <= SHORT_ACK_PACKETS ? before | (1 << (step - 1)) : before;
      this.#newest = number;
      this.#newestAtMs = nowMs;
    } else if (this.#newest - number <= SHORT_ACK_PACKETS) {
      this.#recent |= 1 << (this.#newest - number - 1);
    }
    this.#received[number % ACK_WINDOW_PACKETS] = 1;
    this.#oldestSince[0] = Math.min(this.#oldestSince[0] ?? Infinity, number);
    this.#repeatsLeft = ACK_REPEATS;
    this.#unacked++;
    const delayMs = reliable ? RELIABLE_ACK_DELAY_MS : UNRELIABLE_ACK_DELAY_MS;
    this.#ackDueMs = Math.min(this.#ackDueMs, nowMs + delayMs);
  }

  /** Whether an ack must go although there is nothing else to send. */
  isAckDue(nowMs: number): boolean {
    return nowMs >= this.#ackDueMs || this.#unacked >= UNACKED_PACKETS_MAX;
  }

  /** Which form the ack of the next packet has. */
  ackForm(): number {
    if (this.#repeatsLeft === 0) return ACK_NONE;
    return this.#recent === -1 && this.#span() <= SHORT_ACK_PACKETS ? ACK_SHORT : ACK_BITMAP;
  }

  ackBytes(form: number): number {
    if (form === ACK_NONE) return 0;
    return form === ACK_SHORT ? 3 : 4 + this.#bitmapBytes();
  }

  /** Writes the ack and returns its end. */
  writeAck(form: number, out: Uint8Array, at: number, nowMs: number): number {
    if (form === ACK_NONE) return at;
    out[at] = this.#newest;
    out[at + 1] = this.#newest >>> 8;
    out[at + 2] = Math.max(0, Math.min(255, Math.floor(nowMs - this.#newestAtMs)));
    let end = at + 3;
    if (form === ACK_BITMAP) {
      const length = this.#bitmapBytes();
      out[end++] = length;
      for (let byte = 0; byte < length; byte++) {
        let bits = 0;
        for (let bit = 0; bit < 8; bit++) if (this.#has(1 + byte * 8 + bit)) bits |= 1 << bit;
        out[end++] = bits;
      }
    }
    for (let i = ACK_REPEATS - 1; i > 0; i--) this.#oldestSince[i] = this.#oldestSince[i - 1];
    this.#oldestSince[0] = Infinity;
    this.#repeatsLeft--;
    this.#unacked = 0;
    this.#ackDueMs = Infinity;
    return end;
  }

  /** How far before the newest the ack must reach. */
  #span(): number {
    let oldest = this.#newest;
    for (let i = 0; i < ACK_REPEATS; i++) oldest = Math.min(oldest, this.#oldestSince[i] ?? oldest);
    return Math.min(this.#newest - oldest, ACK_WINDOW_PACKETS - 1);
  }

  #bitmapBytes(): number {
    return Math.ceil(Math.max(this.#span(), SHORT_ACK_PACKETS) / 8);
  }

  /** Whether the packet `back` before the newest came. */
  #has(back: number): boolean {
    const number = this.#newest - back;
    if (number < 0) return true;
    return back < ACK_WINDOW_PACKETS && this.#received[number % ACK_WINDOW_PACKETS] === 1;
  }
}
