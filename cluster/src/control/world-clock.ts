import type { ClockBeacon, ProcessId } from '@atlasnet/schemas';
import { processIdOf } from '@atlasnet/schemas';

/**
 * Beyond this, what a beacon says of a clock is no noise of the way but a step, milliseconds: far
 * above a slow append, far below what an administrator or a broken time server does.
 */
const STEP_MS = 500;
/** Beacons in a row that must agree on a step: one paused writer alone does not make three. */
const STEP_BEACONS = 3;
/** How near to each other they must be, milliseconds. */
const STEP_AGREEMENT_MS = 250;
/** Round trips kept; at one a second, drift over the window stays below a few milliseconds. */
const SAMPLES_MAX = 30;
/** Round trips before the clock is set the first time: the best of three is seldom a bad one. */
const SET_SAMPLES = 3;
/** How fast the clock slews: 5 ms a second is far above any drift and does not bend a tick. */
const SLEW = 0.005;
/** Own samples in a row that are off by a step, while others' beacons are not: our own clock's. */
const OWN_STEP_SAMPLES = 3;

/** One beacon of ours: when it left, when its acknowledgement came, and what the broker stamped. */
export interface BeaconRoundTrip {
  readonly sentMs: number;
  readonly acknowledgedMs: number;
  readonly timestampMs: number;
}

interface OffsetSample {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/**
 * World time (rule T2): this process's monotonic clock plus an offset that makes it the axis of the
 * load topic's LogAppendTime, as one broker stamps it. Pure: every method is given the monotonic time.
 *
 * A round trip of an own beacon bounds the offset from both sides, as in Cristian's algorithm; the
 * shortest of a window is the truest (minimum filter, as NTP's clock filter, RFC 5905 section 10).
 *
 * A beacon carries its writer's world time. When {@link STEP_BEACONS} beacons in a row are off by the
 * same large amount, the broker's clock has stepped: every reader of the topic sees the same records
 * and takes the same correction, and world time goes on as if nothing had been. A world time of 0
 * says that the writer does not know it yet.
 */
export class WorldClock {
  readonly #process: ProcessId;
  #offsetMs: number | null = null;
  #offsetAtMs = 0;
  #targetMs = 0;
  #correctionMs = 0;
  #samples: OffsetSample[] = [];
  #run: number[] = [];
  #ownRun = 0;
  #othersGood = false;
  #steps = 0;

  constructor(process: ProcessId) {
    this.#process = process;
  }

  /** Whether world time is known. A process does not claim or tick before. */
  get isSet(): boolean {
    return this.#offsetMs !== null;
  }

  /** Steps of the broker's clock that were recognised. */
  get steps(): number {
    return this.#steps;
  }

  /** Milliseconds between the broker's clock and world time, by recognised steps. */
  get correctionMs(): number {
    return this.#correctionMs;
  }

  /** World time, milliseconds since the Unix epoch on the log's axis; NaN while not set. */
  worldMs(monotonicMs: number): number {
    if (this.#offsetMs === null) return Number.NaN;
    return monotonicMs + this.#slewed(monotonicMs);
  }

  /** What a beacon of this process says. */
  beaconWorldMs(monotonicMs: number): number {
    return this.#offsetMs === null ? 0 : this.worldMs(monotonicMs);
  }

  /** After a pause of the process: world time is unknown until new round trips came. */
  unset(): void {
    this.#offsetMs = null;
    this.#samples = [];
    this.#ownRun = 0;
  }

  /** Takes a beacon as the topic has it, whoever wrote it, in log order. */
  observe(beacon: ClockBeacon, timestampMs: number): void {
    if (beacon.worldMs <= 0) return;
    const residual = timestampMs - this.#correctionMs - beacon.worldMs;
    const other = processIdOf(beacon.process) !== this.#process;
    if (Math.abs(residual) <= STEP_MS) {
      this.#run = [];
      if (other) this.#othersGood = true;
      return;
    }
    const first = this.#run[0] ?? residual;
    if (Math.abs(residual - first) > STEP_AGREEMENT_MS) this.#run = [];
    this.#run.push(residual);
    if (this.#run.length < STEP_BEACONS) return;
    // The smallest has waited the least on its way.
    this.#correctionMs += Math.min(...this.#run);
    this.#run = [];
    this.#samples = [];
    this.#ownRun = 0;
    this.#steps += 1;
  }

  /** Takes a round trip of an own beacon; call {@link observe} for the same record before. */
  measure(roundTrip: BeaconRoundTrip): void {
    const { sentMs, acknowledgedMs, timestampMs } = roundTrip;
    // A stamp is whole milliseconds, cut off: half a millisecond is missing on average.
    const worldMs = timestampMs + 0.5 - this.#correctionMs;
    const offsetMs = worldMs - (sentMs + acknowledgedMs) / 2;
    const sample = { offsetMs, roundTripMs: acknowledgedMs - sentMs };
    if (this.#offsetMs !== null && this.#isStep(offsetMs, acknowledgedMs)) {
      this.#ownRun += 1;
      const ours = this.#ownRun >= OWN_STEP_SAMPLES && this.#othersGood;
      this.#othersGood = false;
      if (ours) this.unset();
      return;
    }
    this.#ownRun = 0;
    this.#othersGood = false;
    this.#samples.push(sample);
    if (this.#samples.length > SAMPLES_MAX) this.#samples.shift();
    this.#retarget(acknowledgedMs);
  }

  #isStep(offsetMs: number, nowMs: number): boolean {
    return Math.abs(offsetMs - this.#slewed(nowMs)) > STEP_MS;
  }

  #retarget(nowMs: number): void {
    let best = this.#samples[0];
    for (const sample of this.#samples) if (sample.roundTripMs <= best.roundTripMs) best = sample;
    if (this.#offsetMs === null) {
      if (this.#samples.length < SET_SAMPLES) return;
      this.#offsetMs = best.offsetMs;
    } else {
      this.#offsetMs = this.#slewed(nowMs);
    }
    this.#offsetAtMs = nowMs;
    this.#targetMs = best.offsetMs;
  }

  #slewed(nowMs: number): number {
    const from = this.#offsetMs ?? Number.NaN;
    const wanted = this.#targetMs - from;
    const allowed = Math.max(0, nowMs - this.#offsetAtMs) * SLEW;
    return from + Math.max(-allowed, Math.min(allowed, wanted));
  }
}
