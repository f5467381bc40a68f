import { beforeEach, expect, test } from '@jest/globals';
import {
  decodeRecord,
  incarnationId,
  logMessages,
  processBytes,
  processId,
  regionId,
} from '@atlasnet/schemas';
import type { Frame, OutboxMessage } from '@atlasnet/schemas';
import { WorldChecker } from '../checker/index.ts';
import { LIMITS } from '../limits.ts';
import { defineServer, defineWorld, field } from '../server.ts';
import type { AtlasNetServer } from '../server.ts';
import { FIRST_EPOCH, RegionBench } from '../testing/region-bench.ts';
import { RegionReplica } from './region-replica.ts';

const INCARNATION = incarnationId('00112233445566778899aabbccddeeff');

/** One walker that goes east, from the first region into the second. */
const server = defineServer({
  world: defineWorld({
    name: 'oneWalker',
    dimensions: 2,
    bounds: { min: [0, 0], max: [400, 100] },
    tickHz: 10,
    handoffStayTicks: 1,
    components: { coins: field.integer() },
  }),
  start(world) {
    world.create({ position: { x: 150, y: 50 }, coins: 7 });
  },
  tick(world) {
    const { position } = world.components;
    world.each((entity) => position.set(entity, Math.min(position.x(entity) + 5, 390), 50));
  },
});

let bench: RegionBench;
let frames: Frame[];
/** Regions whose code cannot read what the others send. */
let unable: Set<number>;

beforeEach(() => {
  bench = new RegionBench(server as unknown as AtlasNetServer, 2);
  frames = [];
  unable = new Set();
  bench.onFrame = (frame) => frames.push(frame);
  const deliver = bench.deliver.bind(bench);
  bench.deliver = (from: number, entry: OutboxMessage) => {
    const { message, to } = entry;
    if (!message?.handoff) return deliver(from, entry);
    // To a region that can read it, it is as it was written.
    const worldSchemaHash = unable.has(to) ? bench.schema.hash ^ 1 : bench.schema.hash;
    const handoff = { ...message.handoff, worldSchemaHash };
    deliver(from, { ...entry, message: { ...message, handoff } });
  };
});

const departuresTo = (region: number): number =>
  frames.flatMap(({ departures }) => departures).filter(({ to }) => to === region).length;

const runUntil = (reached: () => boolean): void => {
  for (let i = 0; i < 300 && !reached(); i++) bench.run(1);
  expect(reached()).toBe(true);
};

const parkedIn = (region: number): number => bench.region(region).reader.parked.size;

test('[M3] an entity that its target cannot read goes back and lives where it was, for a while', () => {
  unable.add(1);
  runUntil(() => departuresTo(0) === 1);
  runUntil(() => bench.living().size === 1);
  const [[, home]] = bench.living();
  expect([home, parkedIn(0), parkedIn(1)]).toEqual([0, 0, 0]);
  expect(frames.some(({ faults }) => faults.some(({ hook }) => hook === 'handoff'))).toBe(true);
  // It is outside its region all the time, and the target counts as down for it.
  bench.run(LIMITS.refusedHandoffTicks - 5);
  expect(departuresTo(1)).toBe(1);
  unable.clear();
  runUntil(() => bench.living().get(Array.from(bench.living().keys())[0]) === 1);
  expect(departuresTo(1)).toBe(2);
});

test('[M3] one that nobody can read stays as bytes, and lives again under an owner that can', () => {
  unable = new Set([0, 1]);
  runUntil(() => parkedIn(0) === 1);
  bench.run(50);
  expect([bench.living().size, parkedIn(0), parkedIn(1)]).toEqual([0, 1, 0]);
  bench.restart(0);
  bench.run(5);
  expect(parkedIn(0)).toBe(1);
  // What a new declaration can read, migration has made readable.
  for (const state of [bench.region(0).reader, bench.region(0).runtime.state]) {
    for (const [entity, parked] of state.parked) {
      const handoff = parked.handoff && { ...parked.handoff, worldSchemaHash: bench.schema.hash };
      state.parked.set(entity, { from: parked.from, number: parked.number, handoff });
    }
  }
  bench.restart(0);
  bench.run(1);
  expect([bench.living().size, parkedIn(0)]).toEqual([1, 0]);
  unable.clear();
  runUntil(() => Array.from(bench.living().values())[0] === 1);
});

test('[I2, I3, I4] to the checker an entity that went back and forth is one life', () => {
  unable.add(1);
  runUntil(() => departuresTo(0) === 1);
  unable.clear();
  runUntil(() => Array.from(bench.living().values())[0] === 1);
  const checker = new WorldChecker();
  const worldSchema = new TextEncoder().encode(bench.schema.json);
  const process = processBytes(processId('0011223344556677'));
  for (const id of [0, 1]) {
    const replica = new RegionReplica({ region: regionId(id), first: id === 0, seed: 7 });
    const claim = logMessages.FrameRecord.encode({
      claim: { region: id, epoch: FIRST_EPOCH + id, process, worldSchema },
    });
    const record = logMessages.FrameRecord.decode(claim.finish());
    checker.record(replica, record as never, 0);
    for (const [index, bytes] of bench.region(id).records.entries()) {
      checker.record(
        replica,
        decodeRecord(logMessages.FrameRecord, bytes, INCARNATION, 'frame'),
        index + 1,
      );
    }
  }
  // Nothing here assigned the epoch: of I1 the checker rightly thinks otherwise.
  const names = ['I2', 'I3', 'I4'];
  const lives = checker.finish().invariants.filter(({ invariant }) => names.includes(invariant));
  expect(lives.map(({ invariant, held }) => [invariant, held])).toEqual(
    names.map((name) => [name, true]),
  );
  expect(lives.every(({ facts }) => facts > 30)).toBe(true);
});
