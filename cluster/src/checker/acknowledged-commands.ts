import type { AppliedCommand, Frame } from '@atlasnet/schemas';
import { RESULT_UNTOLD } from './client-journal.ts';
import type { ClientJournal, JournaledCommand, LogPosition } from './client-journal.ts';
import { InvariantCheck } from './invariant-check.ts';
import type { Place } from './invariant-check.ts';

interface Applied {
  readonly command: AppliedCommand;
  /** Among the commands of its frame. */
  readonly index: number;
  readonly place: Place;
  readonly position: LogPosition;
}

/** What became of commands that should not have. */
export interface CommandFaults {
  /** Acknowledged, and not in the log. */
  readonly lost: number;
  /** In the log twice. */
  readonly duplicated: number;
  /** In the log, though their client never sent them. */
  readonly unexpected: number;
}

/**
 * I7: an acknowledged command is in the log, applied exactly once, in order. From the log: every
 * session's numbers go up by one, whatever region applied them (S2), tick by tick and within a tick in
 * the order in which its frame applied them. With clients' journals: what was
 * acknowledged is there, was there when the client heard of it, is what it sent and ended as it was
 * told.
 */
export class AcknowledgedCommands extends InvariantCheck {
  readonly #applied = new Map<number, Applied[]>();
  #fromCut = false;
  readonly #faults = { lost: 0, duplicated: 0, unexpected: 0 };

  constructor() {
    super('I7', 'acknowledged commands are in the log, once, in order');
  }

  /** Whether any command was seen. */
  get any(): boolean {
    return this.#applied.size > 0;
  }

  /** Of all commands, however many violations are kept. */
  get faults(): CommandFaults {
    return this.#faults;
  }

  /** Reading began at a cut: what came before is not known. */
  begin(): void {
    this.#fromCut = true;
  }

  frame(frame: Frame, place: Place, position: LogPosition): void {
    for (const [index, command] of (frame.inputs?.commands ?? []).entries()) {
      if (command.number === 0) continue;
      const list = this.#applied.get(command.session) ?? [];
      list.push({ command, index, place, position });
      this.#applied.set(command.session, list);
    }
  }

  finish(journals: readonly ClientJournal[]): void {
    for (const [session, list] of this.#applied) this.#inOrder(session, list);
    for (const journal of journals) this.#join(journal);
  }

  #inOrder(session: number, list: Applied[]): void {
    list.sort((a, b) => a.command.number - b.command.number);
    let last = this.#fromCut ? list[0].command.number - 1 : 0;
    let before: Applied | null = null;
    for (const each of list) {
      const { command, place } = each;
      if (command.number === last) this.#faults.duplicated += 1;
      this.expect(command.number === last + 1, place, () => {
        const problem = command.number === last ? 'is applied twice' : `follows ${last}`;
        return `command ${command.number} of session ${session} ${problem}`;
      });
      this.expect(before === null || isAfter(each, before), place, () => {
        return `command ${command.number} of session ${session} is applied before the one before it`;
      });
      last = command.number;
      before = each;
    }
  }

  #join({ session, commands }: ClientJournal): void {
    const applied = new Map<number, Applied>();
    for (const each of this.#applied.get(session) ?? []) applied.set(each.command.number, each);
    for (const sent of commands) {
      const found = applied.get(sent.number);
      applied.delete(sent.number);
      if (found) this.#sameAsSent(session, sent, found);
      if (sent.result === null) continue;
      // Read from a cut, what was applied before it is not to be seen.
      if (!found && this.#fromCut) continue;
      if (!found) this.#faults.lost += 1;
      this.expect(found !== undefined, {}, () => {
        return `command ${sent.number} of session ${session} was acknowledged and is not in the log`;
      });
      if (found) this.#asTold(session, sent, found);
    }
    this.#faults.unexpected += applied.size;
    for (const [number, { place }] of applied) {
      this.expect(false, place, () => {
        return `command ${number} of session ${session} is in the log, and its client never sent it`;
      });
    }
  }

  #sameAsSent(session: number, sent: JournaledCommand, { command, place }: Applied): void {
    this.expect(
      command.kind === sent.kind && sameBytes(command.payload, sent.payload),
      place,
      () => {
        return `command ${sent.number} of session ${session} is not what its client sent`;
      },
    );
  }

  #asTold(session: number, sent: JournaledCommand, { command, place, position }: Applied): void {
    const { result } = sent;
    this.expect(result === RESULT_UNTOLD || command.result === result, place, () => {
      return (
        `command ${sent.number} of session ${session} ended with result ${command.result}, ` +
        `its client was told ${sent.result}`
      );
    });
    if (position === null || sent.heardAt === null) return;
    const { heardAt } = sent;
    this.expect(position < heardAt, place, () => {
      return `command ${sent.number} of session ${session} was acknowledged before the log held it`;
    });
  }
}

/**
 * Whether a command was applied after another: in a later tick, or behind it in the same frame. Two regions cannot
 * both apply commands of a session in one tick, since a session moves with a message and arrives in a later one (T2).
 */
function isAfter(later: Applied, earlier: Applied): boolean {
  const tick = later.place.tick ?? 0;
  const before = earlier.place.tick ?? 0;
  if (tick !== before) return tick > before;
  const sameFrame =
    later.place.region === earlier.place.region && later.place.offset === earlier.place.offset;
  return sameFrame && later.index > earlier.index;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
