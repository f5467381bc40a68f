/** How long a condition has held without a break, ticks. */
export class HoldTimer {
  #since: number | null = null;

  heldTicks(holds: boolean, tick: number): number {
    if (!holds) {
      this.#since = null;
      return 0;
    }
    this.#since ??= tick;
    return tick - this.#since;
  }

  /** The condition must hold anew. */
  reset(): void {
    this.#since = null;
  }
}
