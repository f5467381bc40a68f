/** Probes remembered; the one with the shortest round trip says the time. */
const SAMPLES = 12;
/** What two answers may differ beside half their round trips: drift, and what proxies know. */
const DIFFERENCE_MS_MAX = 100;

interface Sample {
  readonly roundTripMs: number;
  readonly offsetMs: number;
}

/** World time at a client: from probes that the proxy answers. */
export class ClockSync {
  #samples: Sample[] = [];

  get known(): boolean {
    return this.#samples.length > 0;
  }

  /** An answer to a probe sent at `sentMs` came at `nowMs`, both on the client's clock. */
  answered(sentMs: number, worldMs: number, nowMs: number): void {
    const roundTripMs = nowMs - sentMs;
    if (!(roundTripMs >= 0) || worldMs <= 0) return;
    const sample = { roundTripMs, offsetMs: worldMs - (sentMs + roundTripMs / 2) };
    const best = this.#best();
    // No round trip explains the difference: the world stood meanwhile, and its time with it.
    if (best && !agree(best, sample)) this.#samples = [];
    this.#samples.push(sample);
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  /** World milliseconds at a time of the client's clock; 0 when not known yet. */
  worldMs(nowMs: number): number {
    const best = this.#best();
    return best === null ? 0 : nowMs + best.offsetMs;
  }

  #best(): Sample | null {
    let best: Sample | null = null;
    for (const sample of this.#samples) {
      if (best === null || sample.roundTripMs <= best.roundTripMs) best = sample;
    }
    return best;
  }
}

/** An answer is wrong by half its round trip at most. */
function agree(a: Sample, b: Sample): boolean {
  const differenceMs = Math.abs(a.offsetMs - b.offsetMs);
  return differenceMs <= (a.roundTripMs + b.roundTripMs) / 2 + DIFFERENCE_MS_MAX;
}
