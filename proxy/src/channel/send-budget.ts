/** A token bucket in bytes. It may be overdrawn by one message, and then waits. */
export class SendBudget {
  bytesPerSecond: number;
  readonly #burstBytes: number;
  /** Begun as a number, so that it is changed in place, as in NetcodeConnection. */
  #bytes = 0;
  #atMs = Number.NaN;

  constructor(bytesPerSecond: number, burstBytes: number) {
    this.bytesPerSecond = bytesPerSecond;
    this.#burstBytes = burstBytes;
    this.#bytes = burstBytes;
  }

  /** Bytes that may be sent now; at most 0 when overdrawn. */
  available(nowMs: number): number {
    const passedMs = Number.isNaN(this.#atMs) ? 0 : Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    const saved = this.#bytes + (passedMs * this.bytesPerSecond) / 1000;
    this.#bytes = Math.min(this.#burstBytes, saved);
    return this.#bytes;
  }

  spend(bytes: number): void {
    this.#bytes -= bytes;
  }
}
