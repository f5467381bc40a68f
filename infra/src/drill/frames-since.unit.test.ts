import { expect, test } from '@jest/globals';
import type { RegionId } from '@atlasnet/schemas';
import { DrillStage } from '../testing/drill-stage.ts';
import { FramesSince } from './frames-since.ts';

const [ZERO, ONE] = [0 as RegionId, 1 as RegionId];

/** A world that has begun, and what its log gets from now on. */
async function begun(): Promise<{ stage: DrillStage; frames: FramesSince }> {
  const stage = new DrillStage();
  return { stage, frames: await FramesSince.begin(stage.parts) };
}

test('[O3] a frame that does not count is no tick', async () => {
  const { stage, frames } = await begun();
  const { logged } = stage;
  const { frames: topic } = logged.topics;
  const sinceMs = logged.log.nowMs;
  logged.run(2, [ZERO]);
  const { endOffset } = await logged.log.bounds(topic, ZERO);
  // A zombie's: its number was counted before.
  const late = logged.log.recordAt(topic, ZERO, endOffset - 1);
  logged.log.write(topic, ZERO, [late.value]);
  await frames.read();
  expect(frames.firstTickAfter(ONE, sinceMs)).toBeGreaterThan(sinceMs);
  expect(frames.firstTickAfter(ZERO, sinceMs)).toBe(Infinity);
  expect(frames.tickedSince(sinceMs)).toBe(false);
  logged.run(1);
  await frames.read();
  expect(frames.tickedSince(sinceMs)).toBe(true);
});

test('[L5] what lies before a checkpoint need not be there', async () => {
  const stage = new DrillStage();
  const { logged } = stage;
  logged.checkpoint();
  for (const region of [ZERO, ONE]) {
    const { endOffset } = await logged.log.bounds(logged.topics.frames, region);
    await logged.log.deleteBefore(logged.topics.frames, region, endOffset - 1);
  }
  const frames = await FramesSince.begin(stage.parts);
  const sinceMs = logged.log.nowMs;
  logged.run(1);
  await frames.read();
  expect(frames.tickedSince(sinceMs)).toBe(true);
});

test('a change of owner is told with who, why and when', async () => {
  const { stage, frames } = await begun();
  const { logged } = stage;
  logged.assign(ZERO, 1);
  const assignedMs = logged.log.nowMs;
  await frames.read();
  const [from, to] = logged.processes;
  const change = { region: ZERO, reason: 'test', from, to, assignedMs, claimedMs: assignedMs };
  expect(frames.changes()).toMatchObject([{ ...change, tickedMs: 0 }]);
  logged.run(1);
  await frames.read();
  expect(frames.changes()).toMatchObject([{ ...change, tickedMs: logged.log.nowMs }]);
});
