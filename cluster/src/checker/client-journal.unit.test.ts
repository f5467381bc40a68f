import { describe, expect, test } from '@jest/globals';
import { EntityTable, compileViewSchema, compileWorld, tableFingerprint } from '@atlasnet/schemas';
import type { Frame } from '@atlasnet/schemas';
import { defineWorld, field } from '../server.ts';
import { AcknowledgedCommands } from './acknowledged-commands.ts';
import { ClientJournal, RESULT_UNTOLD } from './client-journal.ts';
import { ClientViews } from './client-views.ts';

const SESSION = 7;
const APPLIED = 0;
const REFUSED = 3;
const GIVE = Uint8Array.of(1, 2, 3);

/** A command as a frame applied it: its number, and its result. */
type Logged = readonly [number: number, result: number];

/** A log of commands, one a tick. */
function logOf(...commands: readonly Logged[]): AcknowledgedCommands {
  const check = new AcknowledgedCommands();
  for (const [tick, command] of commands.entries()) apply(check, tick + 1, [command]);
  return check;
}

/** One frame's commands, in the order in which it applied them. */
function apply(
  check: AcknowledgedCommands,
  tick: number,
  applied: readonly Logged[],
  region = 1,
): void {
  const commands = applied.map(([number, result]) => {
    return { session: SESSION, number, inputSequence: 0, kind: 0, payload: GIVE, result };
  });
  const frame = { inputs: { commands } } as unknown as Frame;
  check.frame(frame, { region, offset: tick - 1, tick }, (tick - 1) * 10);
}

/** A client that sent so many, and was told these results. */
function journalOf(sent: number, results: readonly number[], heardAt = 1000): ClientJournal {
  const journal = new ClientJournal(SESSION, 'somebody');
  for (let i = 0; i < sent; i++) journal.sent(0, GIVE);
  for (const [index, result] of results.entries()) {
    journal.acknowledged(index + 1, result, heardAt);
  }
  return journal;
}

function problemsOf(check: AcknowledgedCommands, journal: ClientJournal): string[] {
  check.finish([journal]);
  return check.report().violations.map(({ problem }) => problem);
}

describe('[I7] acknowledged commands', () => {
  const both = [
    [1, APPLIED],
    [2, REFUSED],
  ] as const;

  test('hold when the log has each once, in order, as its client was told', () => {
    const check = logOf(...both);
    expect(problemsOf(check, journalOf(3, [APPLIED, REFUSED]))).toEqual([]);
    // Two facts a command in the log, and three for each that was acknowledged, one that was sent.
    expect(check.facts).toBe(2 * 2 + 2 * (1 + 3));
  });

  test('zero facts is a failure', () => {
    const check = new AcknowledgedCommands();
    check.finish([]);
    expect(check.report().held).toBe(false);
  });

  test.each([
    [
      'was acknowledged and is not in the log',
      logOf([1, APPLIED]),
      journalOf(2, [APPLIED, APPLIED]),
    ],
    ['is applied twice', logOf([1, APPLIED], [1, APPLIED]), journalOf(1, [APPLIED])],
    ['follows 1', logOf([1, APPLIED], [3, APPLIED]), journalOf(3, [APPLIED])],
    ['is applied before', logOf([2, APPLIED], [1, APPLIED]), journalOf(2, [])],
    ['its client never sent it', logOf(...both), journalOf(1, [])],
    ['its client was told 0', logOf(...both), journalOf(2, [APPLIED, APPLIED])],
    ['before the log held it', logOf(...both), journalOf(2, [APPLIED, REFUSED], 10)],
  ])('find one that %s', (problem, check, journal) => {
    expect(problemsOf(check, journal)).toEqual([expect.stringContaining(problem)]);
  });

  test('are in order within a tick, too', () => {
    const sound = new AcknowledgedCommands();
    apply(sound, 1, both);
    expect(problemsOf(sound, journalOf(2, [APPLIED, REFUSED]))).toEqual([]);
    const swapped = new AcknowledgedCommands();
    apply(swapped, 1, [both[1], both[0]]);
    expect(problemsOf(swapped, journalOf(2, []))).toEqual([
      expect.stringContaining('command 2 of session 7 is applied before the one before it'),
    ]);
  });

  test('are of one region within a tick', () => {
    const check = new AcknowledgedCommands();
    apply(check, 1, [both[0]]);
    apply(check, 1, [both[1]], 2);
    expect(problemsOf(check, journalOf(2, []))).toHaveLength(1);
  });

  test('that were lost, doubled or never sent are counted beyond the violations that are kept', () => {
    const check = logOf(
      ...Array.from(
        { length: 150 },
        (_, i) =>
          [
            [i + 1, APPLIED],
            [i + 1, APPLIED],
          ] as const,
      ).flat(),
    );
    const journal = journalOf(30, Array<number>(30).fill(APPLIED));
    const other = new ClientJournal(SESSION + 1, 'another');
    for (let i = 0; i < 120; i++) other.acknowledged(other.sent(0, GIVE), APPLIED, null);
    check.finish([journal, other]);
    expect(check.faults).toEqual({ lost: 120, duplicated: 150, unexpected: 120 });
    expect(check.report().violations).toHaveLength(100);
  });

  test('hold where nobody could say what became of a command', () => {
    expect(problemsOf(logOf(...both), journalOf(2, [RESULT_UNTOLD, RESULT_UNTOLD]))).toEqual([]);
  });
});

const world = defineWorld({
  name: 'walkers',
  dimensions: 2,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  components: { coins: field.integer(), secret: field.integer({ hidden: true }) },
});
const schema = compileWorld(world);
const view = compileViewSchema(schema);
const ENTITY = 5;

/** An entity that is one metre further right each tick; what of it was to be seen in which. */
function walk(): { table: EntityTable; step: (tick: number) => number; slot: number } {
  const table = new EntityTable(schema);
  const slot = table.add(ENTITY);
  return {
    table,
    slot,
    step(tick) {
      table.lanes[0][slot] = Math.round(tick / schema.positionQuantumM);
      table.markDirty(slot, 1);
      return tableFingerprint(view, table, slot);
    },
  };
}

/** Checks what a client saw: [view's tick, tick of the state], of a log of ten ticks. */
function see(...seen: readonly (readonly [number, number])[]): ClientViews {
  const shown = walk();
  const journal = new ClientJournal(SESSION, 'somebody');
  for (const [tick, of] of seen) {
    journal.saw({ entity: ENTITY, tick, fingerprint: shown.step(of), seenAt: tick * 100 });
  }
  const check = new ClientViews([ClientJournal.fromLine(journal.toLine())]);
  const logged = walk();
  for (let tick = 1; tick <= 10; tick++) {
    logged.step(tick);
    check.frame(logged.table, { region: 0, tick }, tick * 10);
    logged.table.commit();
  }
  check.finish();
  return check;
}

const found = (check: ClientViews): string[] =>
  check.report().violations.map(({ problem }) => problem);

describe('[I10] clients’ views', () => {
  test('hold when they follow the log, late and with gaps as they may be', () => {
    const check = see([1, 1], [2, 2], [5, 4], [9, 4], [10, 10]);
    expect(found(check)).toEqual([]);
    expect(check.facts).toBe(10);
  });

  test('zero facts is a failure', () => {
    expect(see().report().held).toBe(false);
  });

  test('find what goes backwards', () => {
    expect(found(see([4, 4], [5, 3]))).toEqual([expect.stringContaining('go back to tick 3')]);
  });

  test('find what never was', () => {
    expect(found(see([4, 4], [5, 4.5]))).toEqual([expect.stringContaining('as it never was')]);
  });

  test('find what a view shows before its tick', () => {
    expect(found(see([4, 7]))).toEqual([expect.stringContaining('of tick 7 in a view of tick 4')]);
  });

  test('hidden components are no part of what is shown', () => {
    const { table, slot, step } = walk();
    const before = step(1);
    const { firstLane } = schema.components.find(({ name }) => name === 'secret') ?? {
      firstLane: 0,
    };
    table.lanes[firstLane][slot] = 99;
    expect(tableFingerprint(view, table, slot)).toBe(before);
  });
});
