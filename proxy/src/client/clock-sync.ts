/** Probes remembered; the one with the shortest round trip says the time. */
const SAMPLES = 12;

/** World time at a client: from probes that the proxy answers. */
export class ClockSync {
  readonly #samples: { readonly roundTripMs: number; readonly offsetMs: number }[] = [];

  get known(): boolean {
    return this.#samples.length > 0;
  }

  /** An answer to a probe sent at `sentMs` came at `nowMs`, both on the client's clock. */
  answered(sentMs: number, worldMs: number, nowMs: number): void {
    const roundTripMs = nowMs - sentMs;
    if (!(roundTripMs >= 0) || worldMs <= 0) return;
    this.#samples.push({ roundTripMs, offsetMs: worldMs - (sentMs + roundTripMs / 2) });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  /** World milliseconds at a time of the client's clock; 0 when not known yet. */
  worldMs(nowMs: number): number {
    let best: { readonly roundTripMs: number; readonly offsetMs: number } | null = null;
    for (const sample of this.#samples) {
      if (best === null || sample.roundTripMs <= best.roundTripMs) best = sample;
    }
    return best === null ? 0 : nowMs + best.offsetMs;
  }
}
