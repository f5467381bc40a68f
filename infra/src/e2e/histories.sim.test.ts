import { afterEach, describe, expect, test } from '@jest/globals';
import { RegionState, defineServer } from '@atlasnet/cluster';
import {
  FrameGate,
  decodeMessage,
  decodeRecord,
  defineWorld,
  field,
  logMessages,
  regionId,
  topicNames,
} from '@atlasnet/schemas';
import type { FrameRecord, FrameVerdict, LogRecord, RegionSnapshot } from '@atlasnet/schemas';
import type { AppendContext, AppendFault } from '../adapters/simulated/index.ts';
import { expectEverybody } from './expect-everybody.ts';
import { SimCluster } from './sim-cluster.ts';
import { walkersServer } from './walkers-world.ts';

// Histories that broke simpler protocols, each made to happen to the real code.

let cluster: SimCluster | null = null;
const REGION = 1;

function open(seed: number, options: Partial<SimCluster['options']> = {}): SimCluster {
  cluster = new SimCluster({
    seed,
    server: walkersServer,
    regions: 6,
    shards: 3,
    checkpointIntervalMs: 1500,
    // No moves but those that a test makes.
    watchdog: { standbys: 0, balanceIntervalMs: 1_000_000 },
    ...options,
  });
  return cluster;
}

afterEach(() => {
  if (process.env.SIM_LOG) console.log(cluster?.lines.join('\n'));
  expect(cluster?.failures).toEqual([]);
});

interface Read {
  readonly record: FrameRecord;
  readonly verdict: FrameVerdict;
  readonly raw: LogRecord;
}

/** A region's partition as every reader takes it. */
function readRegion(sim: SimCluster, region = REGION): Read[] {
  const incarnation = sim.control?.incarnationId;
  if (!incarnation) throw new Error('the world was not founded');
  const gate = new FrameGate(regionId(region));
  return sim.world.log.records(topicNames(sim.name).frames, region).map((raw) => {
    const record = decodeRecord(logMessages.FrameRecord, raw.value, incarnation, 'frame');
    return { record, raw, verdict: gate.apply(record, raw.offset) };
  });
}

function voids(read: readonly Read[], reason: string): number {
  return read.filter(({ verdict }) => verdict.kind === 'void' && verdict.reason === reason).length;
}

/** Epochs of the frames that count, in order, each once. */
function epochsThatCount(read: readonly Read[]): number[] {
  return read.flatMap(({ verdict }, i) => {
    if (verdict.kind !== 'counts') return [];
    const before = read.slice(0, i).findLast((each) => each.verdict.kind === 'counts');
    const same =
      before?.verdict.kind === 'counts' && before.verdict.frame.epoch === verdict.frame.epoch;
    return same ? [] : [verdict.frame.epoch];
  });
}

function faultOn(
  sim: SimCluster,
  decide: (record: FrameRecord, append: AppendContext) => AppendFault | null,
  region = REGION,
): void {
  const { frames } = topicNames(sim.name);
  sim.world.log.appendFault = (append) => {
    const incarnation = sim.control?.incarnationId;
    if (append.topic !== frames || append.partition !== region || !incarnation) return null;
    const what = decodeRecord(logMessages.FrameRecord, append.records[0], incarnation, 'frame');
    return decide(what, append);
  };
}

interface Cut {
  readonly epoch: number;
  readonly n: number;
  readonly snapshot: RegionSnapshot;
}

/** The region's checkpoints, by the offset of the frame that they name. */
function cutsOf(sim: SimCluster): Map<number, Cut> {
  const incarnation = sim.control?.incarnationId;
  if (!incarnation) throw new Error('the world was not founded');
  const cuts = new Map<number, Cut>();
  let bytes: Uint8Array = new Uint8Array(0);
  for (const { value } of sim.world.log.records(topicNames(sim.name).checkpoints, REGION)) {
    const chunk = decodeRecord(logMessages.CheckpointChunk, value, incarnation, 'chunk');
    const { index, count, offset, epoch, n } = chunk;
    bytes = index === 0 ? chunk.bytes : Buffer.concat([bytes, chunk.bytes]);
    if (index + 1 < count) continue;
    const snapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'a checkpoint');
    cuts.set(offset, { epoch, n, snapshot });
  }
  return cuts;
}

/** What a state holds beside its entities, as a checkpoint says it; the hash does not cover all of it. */
function contentOf(state: RegionState): RegionSnapshot {
  const content = state.snapshotWithoutEntities();
  for (const list of [content.inbox, content.outboxNumbers]) {
    list.sort((a, b) => a.region - b.region);
  }
  content.outbox.sort((a, b) => a.to - b.to || a.number - b.number);
  content.sessions.sort((a, b) => a.session - b.session);
  for (const list of [content.sentAway, content.arrivals]) {
    list.sort((a, b) => a.entity - b.entity);
  }
  return content;
}

function newestTick(read: readonly Read[]): number {
  return Math.max(
    ...read.map(({ verdict }) => (verdict.kind === 'counts' ? verdict.frame.tick : 0)),
  );
}

function ownerOf(sim: SimCluster) {
  const owner = sim.control?.assignmentOf(regionId(REGION))?.process ?? null;
  const shard = owner === null ? undefined : sim.shards.get(owner);
  if (owner === null || !shard) throw new Error('nobody owns the region');
  return { id: owner, shard };
}

describe('histories that broke simpler rules', () => {
  test('[O4] a claim that lands after its successor’s starts no second publisher', async () => {
    const sim = open(1);
    await sim.run(8000);
    let epoch = 0;
    faultOn(sim, ({ claim }) => {
      if (!claim || (epoch > 0 && claim.epoch !== epoch)) return null;
      // Sent once, on its way for long; what is sent again is lost.
      if (epoch > 0) return { kind: 'lost' };
      epoch = claim.epoch;
      return { kind: 'late', delayMs: 15_000 };
    });
    sim.crashOwner(REGION);
    await sim.run(30_000);
    const read = readRegion(sim);
    // The claim is in the log, after that of a later owner: nobody takes it for one.
    const at = read.findIndex(({ record }) => record.claim?.epoch === epoch);
    expect(at).toBeGreaterThan(0);
    expect(read.filter(({ record }) => record.frame?.epoch === epoch)).toEqual([]);
    expect(epochsThatCount(read).at(-1)).toBeGreaterThan(epoch);
    expect(newestTick(read)).toBeGreaterThan(270);
    expectEverybody(sim);
  });

  test('[O3] a stale record does not stop the rightful owner', async () => {
    const sim = open(2);
    await sim.run(8000);
    const before = readRegion(sim);
    sim.crashOwner(REGION);
    await sim.run(12_000);
    const epochs = epochsThatCount(readRegion(sim));
    const { id } = ownerOf(sim);
    // What the dead owner sent lands again: its claim, its last frames, and out of order.
    const { frames } = topicNames(sim.name);
    for (const { raw } of [before[0], ...before.slice(-5).reverse()]) {
      sim.world.log.inject(frames, REGION, raw.value);
      await sim.run(sim.world.nowMs + 150);
    }
    await sim.run(20_000);
    const read = readRegion(sim);
    expect(epochsThatCount(read)).toEqual(epochs);
    expect(ownerOf(sim).id).toBe(id);
    expect(voids(read, 'stale-epoch') + voids(read, 'claim-not-higher')).toBe(6);
    expect(newestTick(read)).toBeGreaterThan(180);
    expectEverybody(sim);
  });

  test('[L3] [O3] a kept record whose acknowledgement was lost is sent again and counts once', async () => {
    const sim = open(3);
    await sim.run(8000);
    let lost = 0;
    faultOn(sim, () => (lost++ % 4 === 0 ? { kind: 'lost-acknowledgement' } : null));
    await sim.run(16_000);
    sim.world.log.appendFault = null;
    await sim.run(20_000);
    const read = readRegion(sim);
    expect(voids(read, 'number')).toBeGreaterThan(3);
    expect(epochsThatCount(read)).toHaveLength(1);
    const ticks = read.flatMap(({ verdict }) =>
      verdict.kind === 'counts' && !verdict.frame.empty ? [verdict.frame.tick] : [],
    );
    expect(new Set(ticks).size).toBe(ticks.length);
    expectEverybody(sim);
  });

  test('[O1] a process that comes back under its old id publishes nothing under its old epoch', async () => {
    const sim = open(4);
    await sim.run(8000);
    const { id, shard } = ownerOf(sim);
    const old = epochsThatCount(readRegion(sim)).at(-1) ?? 0;
    const lastOf = (read: readonly Read[]): number =>
      read.findLastIndex(({ record }) => record.frame?.epoch === old);
    shard.process.crash();
    const before = lastOf(readRegion(sim));
    // As a supervisor that gives its child a fixed id would: at once, before anybody has noticed.
    const supervisor = sim.world.process('supervisor');
    supervisor.processControl.spawn('shard', { 'process.id': id });
    await sim.run(25_000);
    const read = readRegion(sim);
    expect(lastOf(read)).toBe(before);
    expect(epochsThatCount(read).at(-1)).toBeGreaterThan(old);
    expect(newestTick(read)).toBeGreaterThan(220);
    const twins = read.filter(({ record }) => record.claim?.epoch === old);
    expect(twins.length).toBeGreaterThanOrEqual(1);
    expectEverybody(sim);
  });

  test('[C1] no checkpoint holds a state that never counted', async () => {
    const sim = open(5);
    await sim.run(8000);
    // Ticks run ahead of what counts while checkpoints are due; then what ran ahead never counts at all.
    faultOn(sim, ({ frame }) => (frame ? { kind: 'slow', delayMs: 250 } : null));
    await sim.run(14_000);
    faultOn(sim, ({ frame }) => (frame ? { kind: 'lost' } : null));
    await sim.run(18_000);
    sim.crashOwner(REGION);
    await sim.run(18_300);
    sim.world.log.appendFault = null;
    await sim.run(31_000);
    const cuts = cutsOf(sim);
    expect(cuts.size).toBeGreaterThan(8);
    let compared = 0;
    // Not the name alone: what a cut restores is what the log makes of the region at that frame.
    sim.rebuild(({ epoch, n }, offset, state) => {
      const cut = state.region === REGION ? cuts.get(offset) : undefined;
      if (!cut) return;
      expect(cut).toMatchObject({ epoch, n });
      const restored = RegionState.fromSnapshot(cut.snapshot);
      expect(restored.hash(-1)).toEqual(state.hash(-1));
      expect(contentOf(restored)).toEqual(contentOf(state));
      compared += 1;
    });
    expect(compared).toBe(cuts.size);
    expect(newestTick(readRegion(sim))).toBeGreaterThan(280);
    expectEverybody(sim);
  });

  test('[L6] a frame larger than any record is appended in parts, and its region is taken over between two of them', async () => {
    const sim = open(6, { server: heavyServer, regions: 2, shards: 2 });
    await sim.run(5000);
    const heavy = sim.control?.mapInForce?.map.regionAt(10, 10) ?? 0;
    const inParts = (): Read[] => readRegion(sim, heavy).filter(({ record }) => record.part);
    expect(inParts().length).toBeGreaterThan(4);
    // The first part is kept and its acknowledgement lost: it is sent again, and the frame counts.
    let lost = false;
    faultOn(
      sim,
      ({ part }) => {
        if (part?.index !== 0 || lost) return null;
        lost = true;
        return { kind: 'lost-acknowledgement' };
      },
      heavy,
    );
    await sim.run(10_000);
    expect(voids(readRegion(sim, heavy), 'number')).toBe(1);
    expect(epochsThatCount(readRegion(sim, heavy))).toHaveLength(1);
    expect(newestTick(readRegion(sim, heavy))).toBeGreaterThan(90);
    // Its owner dies with the first part of a frame in the log and the rest never sent.
    let cut = false;
    faultOn(
      sim,
      ({ part }) => {
        if (!part || (!cut && part.index === 0)) return null;
        cut = true;
        return { kind: 'lost' };
      },
      heavy,
    );
    while (!cut) await sim.run(sim.world.nowMs + 50);
    sim.crashOwner(heavy);
    sim.world.log.appendFault = null;
    await sim.run(sim.world.nowMs + 8000);
    const [state] = sim.rebuild().filter(({ region }) => region === heavy);
    expect(state.table.count).toBe(HEAVY);
    const read = readRegion(sim, heavy);
    expect(epochsThatCount(read)).toHaveLength(2);
    const last = read.findLast(({ verdict }) => verdict.kind === 'counts');
    expect(last?.verdict.kind === 'counts' && last.verdict.frame.tick).toBeGreaterThan(150);
    expect(inParts().length).toBeGreaterThan(8);
  });
});

const HEAVY = 300;
const BLOB_BYTES = 4000;

/** Entities whose frame is 1.2 MB whenever all change at once: above what one record may hold. */
const heavyServer = defineServer({
  world: defineWorld({
    name: 'heavy',
    dimensions: 2,
    bounds: { min: [0, 0], max: [1000, 1000] },
    tickHz: 10,
    components: { blob: field.bytes({ lengthMax: BLOB_BYTES }) },
  }),
  start(world) {
    for (let i = 0; i < HEAVY; i++) {
      world.create({ position: { x: 10, y: 10 }, blob: blob(i) });
    }
  },
  tick(world) {
    if (world.tick % 20 !== 0) return;
    const { blob: column } = world.components;
    world.each((entity) => column.set(entity, blob(world.tick + entity)));
  },
});

function blob(seed: number): Uint8Array {
  return Uint8Array.from({ length: BLOB_BYTES }, (_, i) => (seed * 31 + i * 7) & 255);
}
