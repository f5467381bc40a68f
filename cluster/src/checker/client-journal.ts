/** An acknowledgement that does not say what became of the command. */
export const RESULT_UNTOLD = -1;

/** A command as its client sent it, and what it was told of it. */
export interface JournaledCommand {
  readonly number: number;
  /** Index of the command in the world's declaration. */
  readonly kind: number;
  readonly payload: Uint8Array;
  /**
   * CommandResult of log.proto; {@link RESULT_UNTOLD} when it is said to be in the log and no more;
   * null while the client has heard nothing.
   */
  result: number | null;
  /** {@link LogPosition} when it heard. */
  heardAt: LogPosition;
}

/**
 * How much the log held at a moment, on any axis on which records are ordered by when they were kept;
 * null where nobody can tell (real clusters).
 */
export type LogPosition = number | null;

/** One moment of an entity, as a client showed it. */
export interface SeenState {
  readonly entity: number;
  /** The view's tick: the state is of this tick or, where its region is late, of an earlier one. */
  readonly tick: number;
  /** `viewFingerprint` of schemas. */
  readonly fingerprint: number;
  readonly seenAt: LogPosition;
}

/**
 * What one run of a client kept of itself: the half of I7 and I10 that no log can show. The order of
 * calls is the order in which the client saw things happen.
 */
export class ClientJournal {
  readonly session: number;
  readonly account: string;
  /** By number, from 1. */
  readonly commands: JournaledCommand[] = [];
  readonly seen: SeenState[] = [];

  constructor(session: number, account: string) {
    this.session = session;
    this.account = account;
  }

  /** A command goes out; its number is one more than the last one's (S2). */
  sent(kind: number, payload: Uint8Array): number {
    const number = this.commands.length + 1;
    this.commands.push({ number, kind, payload, result: null, heardAt: null });
    return number;
  }

  acknowledged(number: number, result: number, heardAt: LogPosition): void {
    const command = this.commands[number - 1];
    command.result = result;
    command.heardAt = heardAt;
  }

  saw(state: SeenState): void {
    this.seen.push(state);
  }

  /** One line of JSON, for a file that outlives the client. */
  toLine(): string {
    const { session, account } = this;
    const commands = this.commands.map(({ kind, payload, result, heardAt }) => {
      return [kind, Array.from(payload), result, heardAt];
    });
    const seen = this.seen.map(({ entity, tick, fingerprint, seenAt }) => {
      return [entity, tick, fingerprint, seenAt];
    });
    return JSON.stringify({ session, account, commands, seen });
  }

  /** Reads what {@link toLine} wrote. */
  static fromLine(line: string): ClientJournal {
    const kept = JSON.parse(line) as KeptJournal;
    const journal = new ClientJournal(kept.session, kept.account);
    for (const [kind, payload, result, heardAt] of kept.commands) {
      const number = journal.sent(kind, Uint8Array.from(payload));
      if (result !== null) journal.acknowledged(number, result, heardAt);
    }
    for (const [entity, tick, fingerprint, seenAt] of kept.seen) {
      journal.saw({ entity, tick, fingerprint, seenAt });
    }
    return journal;
  }
}

interface KeptJournal {
  readonly session: number;
  readonly account: string;
  readonly commands: readonly [number, readonly number[], number | null, LogPosition][];
  readonly seen: readonly [number, number, number, LogPosition][];
}
