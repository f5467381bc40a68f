/**
 * What a drill's own clock says, on the log's clock, which may be another machine's. A record that was
 * read carries the moment of its append; of all of them the one that came fastest tells the difference
 * best. It is late by that record's way, so a moment of the drill's own is taken a little early: what
 * passes until a record of the log is never counted too short.
 */
export class LogClock {
  #offsetMs = Infinity;

  /** A record that was appended at `appendedMs` was read at `readMs` of the own clock. */
  note(readMs: number, appendedMs: number): void {
    this.#offsetMs = Math.min(this.#offsetMs, readMs - appendedMs);
  }

  /** A moment of the own clock, by the log's. */
  fromOwn(ownMs: number): number {
    return ownMs - this.#offset;
  }

  /** A moment of the log's clock, by the own. */
  toOwn(logMs: number): number {
    return logMs + this.#offset;
  }

  /** None before anything was read. */
  get #offset(): number {
    return this.#offsetMs === Infinity ? 0 : this.#offsetMs;
  }
}
