import { expect, test } from '@jest/globals';
import { AtlasError, incarnationId } from '@atlasnet/schemas';
import type { AppendOutcome, EventLog, RegionId } from '@atlasnet/schemas';
import type { ProducedFrame } from '../core/region-runtime.ts';
import { FrameWriter } from './frame-writer.ts';

const unknown: AppendOutcome = {
  kind: 'unknown',
  error: new AtlasError('ATLAS_LOG_APPEND_UNKNOWN', 'the log did not answer', { hint: 'Wait.' }),
};

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
  const warnings: string[] = [];
  const quiet = (): void => undefined;
  const writer = new FrameWriter({
    log,
    clock: { monotonicMs: () => 0, wallMs: () => 0, after: () => quiet },
    logger: { debug: quiet, info: quiet, error: quiet, warn: (text) => void warnings.push(text) },
    ...{
      topic: 'w.frames',
      region: 1 as RegionId,
      incarnation: incarnationId('a'),
      epoch: 1,
      nextOffset: 5,
    },
    room: { makesRoom: false, full: quiet },
    counted: quiet,
    stopped: quiet,
  });
  writer.write({ n: 1, records: [new Uint8Array(4)] } as Partial<ProducedFrame> as ProducedFrame);
  const settle = async (): Promise<void> => {
    answer(unknown);
    await new Promise((resolve) => setImmediate(resolve));
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
