import { expect, test } from '@jest/globals';
import { findCheckpoint, oldestCheckpoint, openWorldLog } from '@atlasnet/replay';
import { decodeRecord, logMessages } from '@atlasnet/schemas';
import { SimCluster } from './sim-cluster.ts';
import { walkersServer } from './walkers-world.ts';

/** What a region's log still has to recover from. */
interface Kept {
  readonly inParts: boolean;
  /** The first frame record that is left. */
  readonly startOffset: number;
  /** The frame that the oldest checkpoint names, and the one that the oldest verified one does. */
  readonly oldest: readonly [named: number, verified: number | undefined];
  readonly newestTick: number | undefined;
}

test('[L1, C2] records are deleted only below what the oldest checkpoint is checked against, a frame in parts too', async () => {
  const sim = new SimCluster({
    ...{ seed: 7, server: walkersServer, regions: 2, shards: 2 },
    ...{ checkpointIntervalMs: 1500, replayWindowMs: 4000, frameBytesMax: 600 },
  });
  await sim.run(20_000);
  const kept: Kept[] = [];
  const reading = readKept(sim).then((all) => kept.push(...all));
  for (let ms = 20_000; kept.length === 0 && ms < 22_000; ms += 20) await sim.run(ms);
  await reading;
  expect(kept).toHaveLength(2);
  for (const { inParts, startOffset, oldest, newestTick } of kept) {
    const [named, verified] = oldest;
    expect(inParts).toBe(true);
    expect(startOffset).toBeGreaterThan(20);
    expect(verified).toBe(named);
    expect(named).toBeGreaterThan(startOffset);
    expect(newestTick).toBeGreaterThan(170);
  }
  expect(sim.failures).toEqual([]);
});

/** Reads as anybody would, while the world goes on. */
async function readKept(sim: SimCluster): Promise<Kept[]> {
  const { log } = sim.world.process('reader');
  const source = await openWorldLog(log, sim.name);
  const { frames, checkpoints } = source.topics;
  const kept: Kept[] = [];
  for (const region of source.regions) {
    const first = async (topic: string, from?: number): Promise<Uint8Array> => {
      const { startOffset } = await log.bounds(topic, region);
      const fromOffset = from ?? startOffset;
      const { records } = await log.read({ topic, partition: region, fromOffset, bytesMax: 1 });
      return records[0].value;
    };
    const id = source.incarnationId;
    const chunk = decodeRecord(logMessages.CheckpointChunk, await first(checkpoints), id, 'chunk');
    const frame = await first(frames, chunk.offset);
    const { part } = decodeRecord(logMessages.FrameRecord, frame, id, 'a frame record');
    const oldest = await oldestCheckpoint(source, region);
    const newest = await findCheckpoint(source, region, Infinity);
    kept.push({
      inParts: part !== null,
      startOffset: (await log.bounds(frames, region)).startOffset,
      oldest: [chunk.offset, oldest?.offset],
      newestTick: newest?.state.tick,
    });
  }
  return kept;
}
