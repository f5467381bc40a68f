/**
 * Old word loses its say by so many milliseconds a second, so that clocks that drift are followed.
 */
const FORGET_MS_PER_SECOND = 1;
/** After so long without word nothing is known any more, milliseconds. */
const SILENT_MS = 2000;

/**
 * When regions begin their ticks, by this process's clock. All do at the same world times (T1), so one beat is
 * enough: that of the word that came least late.
 */
export class TickBeat {
  readonly #tickMs: number;
  /** A moment at which a tick began or begins. */
  #atMs = 0;
  #setMs = -Infinity;
  #heardMs = -Infinity;

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  /** An owner said, and it came just now, that its next tick begins so much later. */
  heard(dueMs: number, nowMs: number): void {
    const isNew = nowMs - this.#heardMs > SILENT_MS;
    this.#heardMs = nowMs;
    const atMs = nowMs + dueMs;
    const apart = this.#intoTick(atMs - this.#atMs);
    // Said later by as much as it was on its way; what seems late by most of a tick came earlier.
    const late = apart > this.#tickMs / 2 ? apart - this.#tickMs : apart;
    if (!isNew && late > ((nowMs - this.#setMs) * FORGET_MS_PER_SECOND) / 1000) return;
    this.#atMs = atMs;
    this.#setMs = nowMs;
  }

  /** Until a tick begins, milliseconds, above 0; null while nobody has said anything lately. */
  untilNext(nowMs: number): number | null {
    if (nowMs - this.#heardMs > SILENT_MS) return null;
    return this.#tickMs - this.#intoTick(nowMs - this.#atMs);
  }

  #intoTick(ms: number): number {
    return ms - Math.floor(ms / this.#tickMs) * this.#tickMs;
  }
}
