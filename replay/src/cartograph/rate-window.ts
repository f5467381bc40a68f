/** Sums amounts over the last few seconds. */
export class RateWindow {
  readonly #windowMs: number;
  readonly #entries: { readonly atMs: number; readonly amount: number }[] = [];
  #sum = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(atMs: number, amount: number): void {
    if (amount === 0) return;
    this.#entries.push({ atMs, amount });
    this.#sum += amount;
  }

  /** The sum over the window. */
  sum(nowMs: number): number {
    while (this.#entries.length > 0 && this.#entries[0].atMs < nowMs - this.#windowMs) {
      this.#sum -= this.#entries.shift()?.amount ?? 0;
    }
    return this.#sum;
  }

  perSecond(nowMs: number): number {
    return (this.sum(nowMs) * 1000) / this.#windowMs;
  }
}
