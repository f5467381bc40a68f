import { afterEach, describe, expect, test } from '@jest/globals';
import { CheckpointStore, recover, tailsOf } from '@atlasnet/cluster';
import type { RegionTail } from '@atlasnet/cluster';
import {
  compileWorld,
  encodeMapRecord,
  encodeRecord,
  logMessages,
  processBytes,
  processId,
  regionId,
  topicNames,
} from '@atlasnet/schemas';
import { expectEverybody } from './expect-everybody.ts';
import { SimCluster, recordingLogger } from './sim-cluster.ts';
import { TakeoverGaps } from './takeover-gaps.ts';
import type { TakeoverGap } from './takeover-gaps.ts';
import { walkersServer } from './walkers-world.ts';

let cluster: SimCluster | null = null;
const topics = topicNames('walkers');

function open(seed: number, standbys: number, options: Partial<SimCluster['options']> = {}) {
  cluster = new SimCluster({
    seed,
    server: walkersServer,
    regions: 6,
    shards: 3,
    // No moves but those that a test makes.
    watchdog: { standbys, balanceIntervalMs: 1_000_000 },
    ...options,
  });
  return cluster;
}

afterEach(() => {
  if (process.env.SIM_LOG) console.log(cluster?.lines.join('\n'));
  expect(cluster?.failures).toEqual([]);
});

function gapsOf(sim: SimCluster): TakeoverGap[] {
  const incarnation = sim.control?.incarnationId;
  if (!incarnation) throw new Error('the world was not founded');
  return [0, 1, 2, 3, 4, 5].flatMap((id) => {
    const gaps = new TakeoverGaps(regionId(id), incarnation);
    for (const record of sim.world.log.records(topics.frames, id)) gaps.take(record);
    return gaps.gaps;
  });
}

/** What was taken over, by what it came from. */
function takenFrom(sim: SimCluster): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of sim.lines) {
    const found = /region taken over .*"from":"(\w+)"/.exec(line);
    if (found) counts[found[1]] = (counts[found[1]] ?? 0) + 1;
  }
  return counts;
}

function livingShards(sim: SimCluster) {
  return Array.from(sim.shards.values()).filter(({ process }) => process.state === 'running');
}

describe('warm standbys', () => {
  test('[C3] a dead shard’s regions go on from their standbys, spread over the living shards', async () => {
    const sim = open(1, 1);
    await sim.run(10_000);
    const owner = sim.control?.assignmentOf(regionId(0))?.process;
    const lost = sim.control?.regionsOf(processId(owner ?? '')) ?? [];
    expect(lost.length).toBeGreaterThan(1);
    const cold = gapsOf(sim).length;
    sim.crashOwner(0);
    await sim.run(14_000);
    expect(takenFrom(sim).standby).toBe(lost.length);
    expect(new Set(lost.map((id) => sim.control?.assignmentOf(id)?.process)).size).toBe(2);
    const gaps = gapsOf(sim).slice(cold);
    // The parent sees the death at once: what is left is one look, the claim and a few records.
    expect(gaps).toHaveLength(lost.length);
    for (const { missedTicks } of gaps) expect(missedTicks).toBeLessThanOrEqual(3);
    expectEverybody(sim);
  });

  test('[C3] without standbys a region is recovered cold', async () => {
    const sim = open(2, 0);
    await sim.run(8000);
    sim.crashOwner(0);
    await sim.run(12_000);
    expect(livingShards(sim).flatMap(({ service }) => service.warmRegions)).toEqual([]);
    expect(takenFrom(sim).standby).toBeUndefined();
    expect(takenFrom(sim).store).toBeGreaterThan(0);
  });

  test('[C3] each region has as many standbys as wanted, none of them its owner', async () => {
    const sim = open(3, 2);
    await sim.run(10_000);
    const warm = new Map<number, number>();
    for (const { service } of livingShards(sim)) {
      for (const region of service.warmRegions) {
        warm.set(region, (warm.get(region) ?? 0) + 1);
        expect(service.regions).not.toContain(region);
      }
    }
    expect(Array.from(warm.values())).toEqual([2, 2, 2, 2, 2, 2]);
  });
});

/** A standby of region 1 as of the log's end, and an owner's claim after it. */
async function standbyAndClaim(damage: (tail: RegionTail) => void, moreRecords = 0) {
  const sim = open(4, 0);
  await sim.run(8000);
  const { control, world } = sim;
  if (!control?.incarnationId || !control.incarnation) throw new Error('no world');
  const incarnation = control.incarnationId;
  const observer = world.process('observer');
  const { log, store, clock } = observer;
  const lines: string[] = [];
  const logger = recordingLogger(lines, () => world.nowMs, 'observer');
  const region = regionId(1);
  const checkpoints = new CheckpointStore({
    log,
    store,
    logger,
    topic: topics.checkpoints,
    incarnation,
  });
  const { seed } = control.incarnation;
  const source = { log, logger, checkpoints, topic: topics.frames, region, incarnation, seed };
  const found: { recovered?: Awaited<ReturnType<typeof recover>> } = {};
  const all = (async () => {
    for await (const { tail } of tailsOf({ ...source, first: false })) {
      for (const record of world.log.records(topics.frames, region)) tail.take(record);
      damage(tail);
      const epoch = control.epochOf(region) + 1000;
      const schema = compileWorld(walkersServer.world);
      const worldSchema = new TextEncoder().encode(schema.json);
      const claim = { region, epoch, process: processBytes(processId(observerId)), worldSchema };
      for (let i = 0; i < moreRecords; i++)
        world.log.inject(topics.frames, region, Uint8Array.of(1));
      const bytes = encodeRecord(logMessages.FrameRecord, incarnation, { claim });
      const claimOffset = world.log.inject(topics.frames, region, bytes);
      const options = { ...source, first: false, schema, clock, epoch, claimOffset };
      found.recovered = await recover(options, tail);
      return;
    }
  })();
  await sim.run(world.nowMs + 1000);
  await all;
  return { recovered: found.recovered, lines };
}

const observerId = '0123456789abcdef';

describe('a standby that is of no use', () => {
  test('[C3] a sound one is what an owner goes on from', async () => {
    const { recovered } = await standbyAndClaim(() => undefined);
    expect(recovered?.from).toBe('standby');
  });

  test('[C3] a damaged one is let go, aloud, and the region is recovered cold', async () => {
    const { recovered, lines } = await standbyAndClaim(({ replica }) => {
      const { state } = replica;
      for (const lane of state?.table.lanes ?? []) lane.fill(7);
    });
    expect(recovered?.from).toBe('store');
    expect(lines.join('\n')).toContain('the standby is damaged');
  });

  test('[C3] one that is far behind is let go, aloud', async () => {
    const { recovered, lines } = await standbyAndClaim(() => undefined, 450);
    expect(recovered?.from).toBe('store');
    expect(lines.join('\n')).toContain('too far behind');
  });
});

describe('a shard that drains', () => {
  test.each([0, 1])(
    '[C3] misses one tick at most and leaves when its regions are claimed (%i standbys)',
    async (standbys) => {
      const sim = open(5, standbys);
      await sim.run(10_000);
      const [leaving] = livingShards(sim);
      const moved = leaving.service.regions.length;
      const before = gapsOf(sim).length;
      expect(moved).toBeGreaterThan(0);
      leaving.process.terminate();
      await sim.run(18_000);
      expect(leaving.process.state).not.toBe('running');
      expect(leaving.service.regions).toEqual([]);
      const gaps = gapsOf(sim).slice(before);
      expect(gaps).toHaveLength(moved);
      for (const { missedTicks, gapMs } of gaps) {
        expect(missedTicks).toBeLessThanOrEqual(1);
        // A tick is 100 ms: the next frame comes in its own time, or with the one after.
        expect(gapMs).toBeLessThanOrEqual(200);
      }
      expect(takenFrom(sim).standby).toBe(moved);
      expectEverybody(sim);
    },
  );

  test('[C3] keeps its regions until another was started in its place', async () => {
    const sim = open(8, 1);
    await sim.run(10_000);
    const [leaving] = livingShards(sim);
    const known = sim.shards.size;
    leaving.process.terminate();
    const moved = leaving.service.regions.length;
    while (leaving.service.regions.length === moved) await sim.run(sim.world.nowMs + 50);
    expect(sim.shards.size).toBe(known + 1);
    await sim.run(18_000);
    expect(leaving.process.state).not.toBe('running');
    expect(sim.shards.size).toBe(known + 1);
    expectEverybody(sim);
  });

  test('[C3] alone, it waits for the one that is started in its place: no tick is missed but one', async () => {
    const sim = open(9, 1, { shards: 1 });
    await sim.run(10_000);
    const [alone] = livingShards(sim);
    const before = gapsOf(sim).length;
    alone.process.terminate();
    await sim.run(18_000);
    expect(alone.process.state).not.toBe('running');
    const gaps = gapsOf(sim).slice(before);
    expect(gaps).toHaveLength(6);
    for (const { missedTicks } of gaps) expect(missedTicks).toBeLessThanOrEqual(1);
    expect(takenFrom(sim).standby).toBe(6);
    expectEverybody(sim);
  });

  test('alone, it leaves at once when whoever started it ends, too', async () => {
    const sim = open(10, 1, { shards: 1 });
    await sim.run(10_000);
    const [alone] = livingShards(sim);
    void sim.watchdogs[0].service.stop();
    await sim.run(10_700);
    expect(alone.process.state).not.toBe('running');
    expect(sim.shards.size).toBe(1);
  });

  test('[O4] the old owner goes on until the claim is in the log', async () => {
    const sim = open(6, 1);
    await sim.run(10_000);
    const [leaving] = livingShards(sim);
    const [region] = leaving.service.regions;
    // The next owner reaches the log late: until its claim the region has nobody else.
    for (const { process } of livingShards(sim)) {
      if (process !== leaving.process) {
        sim.world.network.setWayLatency(process.id, 'log', { minMs: 700, maxMs: 700 });
      }
    }
    leaving.process.terminate();
    await sim.run(20_000);
    const gap = gapsOf(sim).find((each) => each.region === region);
    expect(gap?.missedTicks).toBeGreaterThan(0);
    // Claim and first frame take their 0.7 s each; without the old owner there would be twice that.
    expect(gap?.claimMs).toBeLessThanOrEqual(200);
  });
});

describe('an assignment that was replaced', () => {
  test('[O1] is not claimed: the map topic is read to its end first', async () => {
    const sim = open(7, 0);
    await sim.run(6000);
    const { control, world } = sim;
    const incarnation = control?.incarnationId;
    if (!control || !incarnation) throw new Error('no world');
    const region = regionId(2);
    const others = Array.from(sim.shards).filter(([, shard]) => {
      return !shard.service.regions.includes(region);
    });
    const [[one, { process: reader }], [other]] = others;
    const assign = (to: string, replaces: number): number => {
      const process = processBytes(processId(to));
      const assignment = { region, process, replaces, reason: 'test', watchdog: process };
      return world.log.inject(topics.map, 0, encodeMapRecord(incarnation, { assignment }));
    };
    let replaced = 0;
    const stale = assign(one, control.epochOf(region));
    reader.onPortCall = ({ operation, phase }) => {
      if (operation !== 'bounds' || phase !== 'before' || replaced > 0) return;
      replaced = assign(other, stale);
    };
    await sim.run(9000);
    expect(replaced).toBeGreaterThan(0);
    const epochs = world.log.records(topics.frames, region).flatMap(({ value }) => {
      const { claim } = logMessages.FrameRecord.decode(value);
      return claim ? [claim.epoch] : [];
    });
    expect(epochs).not.toContain(stale);
    expect(epochs).toContain(replaced);
  });
});
