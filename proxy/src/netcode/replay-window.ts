import { REPLAY_WINDOW } from './constants.ts';

/**
 * Remembers which sequence numbers of the last 256 were received. Source: STANDARD.md, "Replay
 * Protection", with the subtraction that cannot overflow (IMPLEMENTERS.md, 1).
 */
export class ReplayWindow {
  readonly #received = new Float64Array(REPLAY_WINDOW).fill(-1);
  #newest = 0;

  /** Whether this number was received, or is too old to tell. */
  has(sequence: number): boolean {
    if (this.#newest >= REPLAY_WINDOW && sequence <= this.#newest - REPLAY_WINDOW) return true;
    return (this.#received[sequence % REPLAY_WINDOW] ?? 0) >= sequence;
  }

  /** To be called once the packet is proved authentic, never before. */
  add(sequence: number): void {
    if (sequence > this.#newest) this.#newest = sequence;
    this.#received[sequence % REPLAY_WINDOW] = sequence;
  }
}
