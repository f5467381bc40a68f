/** What the clients of a chaos run saw in one second. */
export interface SecondOfRun {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Clients that had a connection. */
  readonly connected: number;
  /** Connected clients whose view stood still at some moment, by so long. */
  readonly stalled: number;
  readonly acknowledged: number;
  /** Command round trips, milliseconds. */
  readonly roundTripP50Ms: number;
  readonly roundTripMaxMs: number;
  /** The longest time between two ticks that a client saw, milliseconds; an open one included. */
  readonly gapMaxMs: number;
  /** Sessions that another connection carries on. */
  readonly resumed: number;
  /** Sessions that had to be begun anew, and attempts that failed. */
  readonly newSessions: number;
  readonly failedConnects: number;
}

/** A view that shows nothing new for so long stands still, milliseconds. */
const STALLED_MS = 500;

/** Gathers what clients see, second by second. */
export class RunFigures {
  #roundTrips: number[] = [];
  readonly #open = new Map<string, number>();
  #gapMaxMs = 0;
  #resumed = 0;
  #newSessions = 0;
  #failedConnects = 0;

  acknowledged(roundTripMs: number): void {
    this.#roundTrips.push(roundTripMs);
  }

  /** A view went on after so long. */
  gap(ms: number): void {
    this.#gapMaxMs = Math.max(this.#gapMaxMs, ms);
  }

  /** The account is connected, and its view has shown nothing new for so long. */
  lives(account: string, openGapMs: number): void {
    this.#open.set(account, openGapMs);
  }

  resumed(): void {
    this.#resumed += 1;
  }

  newSession(): void {
    this.#newSessions += 1;
  }

  failedConnect(): void {
    this.#failedConnects += 1;
  }

  /** The figures since the last call. */
  take(): SecondOfRun {
    const trips = this.#roundTrips.toSorted((a, b) => a - b);
    const open = Array.from(this.#open.values());
    const second: SecondOfRun = {
      atMs: Date.now(),
      connected: open.length,
      stalled: open.filter((ms) => ms > STALLED_MS).length,
      acknowledged: trips.length,
      roundTripP50Ms: Math.round(trips[trips.length >> 1] ?? 0),
      roundTripMaxMs: Math.round(trips.at(-1) ?? 0),
      gapMaxMs: Math.round(Math.max(this.#gapMaxMs, 0, ...open)),
      resumed: this.#resumed,
      newSessions: this.#newSessions,
      failedConnects: this.#failedConnects,
    };
    this.#roundTrips = [];
    this.#open.clear();
    this.#gapMaxMs = 0;
    this.#resumed = 0;
    this.#newSessions = 0;
    this.#failedConnects = 0;
    return second;
  }
}
