import { expect, test } from '@jest/globals';
import { AtlasError, incarnationId } from '@atlasnet/schemas';
import type { AppendOutcome, EventLog, RegionId } from '@atlasnet/schemas';
import type { ProducedFrame } from '../core/region-runtime.ts';
import { FrameWriter } from './frame-writer.ts';

const unknown: AppendOutcome = {
  kind: 'unknown',
  error: new AtlasError('ATLAS_LOG_APPEND_UNKNOWN', 'the log did not answer', { hint: 'Wait.' }),
};

const quiet = (): void => undefined;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A writer that was given a frame; what it waits for comes when it is told to. */
function writerOn(log: EventLog, room = { makesRoom: false, full: false }) {
  const waits: (() => void)[] = [];
  const warnings: string[] = [];
  const counted: number[] = [];
  const reasons: string[] = [];
  const writer = new FrameWriter({
    log,
    clock: { monotonicMs: () => 0, wallMs: () => 0, after: (_, wake) => (waits.push(wake), quiet) },
    logger: { debug: quiet, info: quiet, error: quiet, warn: (text) => void warnings.push(text) },
    ...{ topic: 'w.frames', region: 1 as RegionId, incarnation: incarnationId('a') },
    ...{ epoch: 1, nextOffset: 5, room },
    counted: (_, offset) => void counted.push(offset),
    stopped: (reason) => void reasons.push(reason),
  });
  writer.write({ n: 1, records: [new Uint8Array(4)] } as Partial<ProducedFrame> as ProducedFrame);
  return { writer, waits, warnings, counted, reasons };
}

/** A writer whose only append answers when it is told to. */
function stage() {
  let answer: (outcome: AppendOutcome) => void = () => undefined;
  let appends = 0;
  const log = {
    append: () => {
      appends += 1;
      return new Promise<AppendOutcome>((resolve) => (answer = resolve));
    },
  } as Partial<EventLog> as EventLog;
  const { writer, warnings } = writerOn(log);
  const settle = async (): Promise<void> => {
    answer(unknown);
    await turn();
  };
  return { writer, warnings, settle, appends: () => appends };
}

test('[L3] an append that does not settle is told of once', async () => {
  const { warnings, settle, appends } = stage();
  await settle();
  expect(warnings).toEqual(['the log does not take frames']);
  expect(appends()).toBe(1);
});

test('what is under way as the region stops is neither told of nor sent again', async () => {
  const { writer, warnings, settle, appends } = stage();
  writer.stop();
  await settle();
  expect(warnings).toEqual([]);
  expect(appends()).toBe(1);
});

test('[L1, L3] a full log is waited for, and has what room is left only for what a checkpoint waits for', async () => {
  const full = new AtlasError('ATLAS_LOG_FULL', 'full', { hint: 'Wait.' });
  const room = { makesRoom: false, full: false };
  const sent: boolean[] = [];
  const log = {
    append: async (_topic: string, _partition: number, _records: unknown, yields = false) => {
      sent.push(yields);
      return yields ? { kind: 'refused', error: full } : { kind: 'acknowledged', baseOffset: 5 };
    },
  } as Partial<EventLog> as EventLog;
  const { waits, counted, reasons } = writerOn(log, room);
  for (let i = 0; i < 100; i++) {
    await turn();
    waits.pop()?.();
  }
  expect([sent.every(Boolean), sent.length > 90, room.full]).toEqual([true, true, true]);
  expect([counted, reasons]).toEqual([[], []]);
  room.makesRoom = true;
  await turn();
  waits.pop()?.();
  await turn();
  expect(sent.slice(-2)).toEqual([true, false]);
  expect(counted).toEqual([5]);
});

test('[O4, O6] a log that is away while an append is read back is waited for; one that has lost records is not', async () => {
  const away = new AtlasError('ATLAS_LOG_UNREACHABLE', 'away', { hint: 'Wait.' });
  const lost = new AtlasError('ATLAS_LOG_OFFSET_OUT_OF_RANGE', 'lost', { hint: 'None.' });
  const answers = [away, away, lost];
  const log = {
    append: async () => ({ kind: 'acknowledged', baseOffset: 9 }),
    read: async () => {
      throw answers.shift() ?? new Error('read once more');
    },
  } as Partial<EventLog> as EventLog;
  const { waits, reasons } = writerOn(log);
  for (const left of [2, 1]) {
    await turn();
    expect([answers.length, reasons]).toEqual([left, []]);
    waits.pop()?.();
  }
  await turn();
  expect([answers.length, reasons]).toEqual([0, ['reading back failed: lost']]);
});
