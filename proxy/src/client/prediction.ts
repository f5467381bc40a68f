/** Inputs remembered: ten seconds of them at 10 Hz, above any delay that can be played with. */
const INPUTS_MAX = 100;
/** Steps of one replay at most; what is further ahead is not predicted. */
const STEPS_MAX = 60;

export interface PredictorOptions<State, Input> {
  /** Between two ticks of the world, milliseconds. */
  readonly tickMs: number;
  /**
   * What the game's tick does with an entity: pure, by the same rules as on the server.
   * @param input the newest that counts; null before any
   */
  readonly step: (state: State, input: Input | null, seconds: number) => State;
}

/**
 * Client-side prediction with reconciliation: the server's newest state of the own avatar, and on top
 * of it the inputs that it has not seen yet. The newest input holds until another one comes, as on the
 * server. Times are world milliseconds.
 */
export class Predictor<State, Input> {
  readonly #options: PredictorOptions<State, Input>;
  readonly #inputs: { readonly atMs: number; readonly input: Input }[] = [];
  #base: { readonly state: State; readonly atMs: number } | null = null;

  constructor(options: PredictorOptions<State, Input>) {
    this.#options = options;
  }

  /** An input was sent that the server will have at `atMs`: now, and half a round trip. */
  input(input: Input, atMs: number): void {
    const last = this.#inputs.at(-1);
    this.#inputs.push({ input, atMs: Math.max(atMs, last?.atMs ?? -Infinity) });
    if (this.#inputs.length > INPUTS_MAX) this.#inputs.shift();
  }

  /** The server's state as of a tick: from now on predictions go out from it. */
  reconcile(tick: number, state: State): void {
    const atMs = tick * this.#options.tickMs;
    if (this.#base && atMs < this.#base.atMs) return;
    this.#base = { state, atMs };
    // The newest of those before it still holds.
    while (this.#inputs.length > 1 && this.#inputs[1].atMs <= atMs) this.#inputs.shift();
  }

  /** The state at a moment; null before the server has spoken. */
  at(worldMs: number): State | null {
    if (!this.#base) return null;
    const { tickMs, step } = this.#options;
    let { state, atMs } = this.#base;
    let next = 0;
    for (let steps = 0; steps < STEPS_MAX && atMs < worldMs; steps++) {
      // The tick at `atMs + tickMs` applies what came before it.
      while (next < this.#inputs.length && this.#inputs[next].atMs <= atMs) next++;
      const input = next === 0 ? null : this.#inputs[next - 1].input;
      const spanMs = Math.min(tickMs, worldMs - atMs);
      state = step(state, input, spanMs / 1000);
      atMs += spanMs;
    }
    return state;
  }
}

/**
 * Hides corrections: what was shown and what is right now differ by an offset that fades away, unless it
 * is so large that the avatar was moved.
 */
export class CorrectionSmoother {
  readonly #halfLifeMs: number;
  readonly #snapBeyond: number;
  #offset: readonly number[] = [];
  #sinceMs = 0;

  /** @param snapBeyond in the units of the values: larger corrections are shown at once */
  constructor(halfLifeMs = 60, snapBeyond = 5) {
    this.#halfLifeMs = halfLifeMs;
    this.#snapBeyond = snapBeyond;
  }

  /** The prediction for now changed from one state to another, without time passing. */
  corrected(before: readonly number[], after: readonly number[], nowMs: number): void {
    const rest = this.#left(nowMs);
    const offset = after.map((value, axis) => (before[axis] ?? value) - value + (rest[axis] ?? 0));
    const size = Math.hypot(...offset);
    this.#offset = size > this.#snapBeyond ? [] : offset;
    this.#sinceMs = nowMs;
  }

  /** What to show for a predicted state. */
  shown(predicted: readonly number[], nowMs: number): readonly number[] {
    const rest = this.#left(nowMs);
    return predicted.map((value, axis) => value + (rest[axis] ?? 0));
  }

  #left(nowMs: number): readonly number[] {
    const left = 0.5 ** (Math.max(0, nowMs - this.#sinceMs) / this.#halfLifeMs);
    return this.#offset.map((value) => value * left);
  }
}
