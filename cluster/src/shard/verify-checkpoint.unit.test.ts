import { beforeAll, expect, test } from '@jest/globals';
import { decodeMessage, incarnationId, logMessages, regionId } from '@atlasnet/schemas';
import type { EventLog, Logger, RegionSnapshot } from '@atlasnet/schemas';
import { SnapshotCut } from '../core/snapshot-cut.ts';
import { defineServer, defineWorld } from '../server.ts';
import { RegionBench } from '../testing/region-bench.ts';
import type { FramePlace } from './frame-at.ts';
import { verifyCheckpoint } from './verify-checkpoint.ts';
import type { NamedCut } from './verify-checkpoint.ts';

const server = defineServer({
  world: defineWorld({
    name: 'drifters',
    dimensions: 2,
    bounds: { min: [0, 0], max: [100, 100] },
    tickHz: 10,
    components: {},
  }),
  start(world) {
    for (let i = 0; i < 20; i++) world.create({ position: { x: i, y: i } });
  },
  tick(world) {
    const { position } = world.components;
    world.each((entity) => position.set(entity, position.x(entity) + 0.1, position.y(entity)));
  },
});
const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

let place: FramePlace;
/** A cut of the region's fifth frame, and one of its sixth. */
let cuts: readonly NamedCut[];

beforeAll(() => {
  const bench = new RegionBench(server, 1);
  bench.run(4);
  cuts = [5, 6].map(() => {
    bench.run(1);
    return cutOf(bench);
  });
  place = placeOf(bench.region(0).records);
});

/** A fresh copy: a test changes it. */
function cut(index: number): NamedCut & { snapshot: RegionSnapshot } {
  return { ...cuts[index], snapshot: { ...cuts[index].snapshot } };
}

test('[C2] a cut is verified by the frame that it names', async () => {
  const [fifth, sixth] = [
    await verifyCheckpoint(place, cut(0)),
    await verifyCheckpoint(place, cut(1)),
  ];
  expect([fifth.state?.tick, sixth.state?.tick]).toEqual([5, 6]);
  expect(fifth.state?.table.count).toBe(20);
  expect(fifth.why).toBeNull();
});

test('[C2] a state that never counted under a frame’s name is refused, whatever hash it says is its own', async () => {
  const { snapshot } = cut(1);
  const { sliceHashLow, sliceHashHigh } = cut(0).snapshot;
  for (const said of [{}, { sliceHashLow, sliceHashHigh }]) {
    const lie = { ...cut(0), snapshot: { ...snapshot, ...said } };
    expect(await verifyCheckpoint(place, lie)).toEqual({
      state: null,
      why: 'the frame there has another state hash',
    });
  }
});

test('[C2] one that names a frame that is not there, or is another region’s, is refused', async () => {
  const why = async (change: Partial<NamedCut>): Promise<string | null> =>
    (await verifyCheckpoint(place, { ...cut(0), ...change })).why;
  expect(await why({ n: 6 })).toBe('another frame is there');
  expect(await why({ epoch: 1 })).toBe('another frame is there');
  expect(await why({ offset: 400 })).toBe('another frame is there');
  expect(await why({ snapshot: { ...cut(0).snapshot, region: 3 } })).toBe('it is of region 3');
  expect(await why({ snapshot: { ...cut(0).snapshot, hashLow: 1 } })).toMatch('its hash');
});

function cutOf(bench: RegionBench): NamedCut {
  const { runtime, records } = bench.region(0);
  const offset = records.length - 1;
  const { frame } = decodeMessage(logMessages.FrameRecord, records[offset], 'a frame record');
  if (!frame) throw new Error('the newest record is a frame');
  const bytes = new SnapshotCut(runtime.state, frame.n % frame.hashSlices).encodeNow();
  const snapshot: RegionSnapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'a cut');
  return { epoch: frame.epoch, n: frame.n, offset, snapshot };
}

function placeOf(records: readonly Uint8Array[]): FramePlace {
  const log: Pick<EventLog, 'read' | 'bounds'> = {
    bounds: () => Promise.resolve({ startOffset: 0, endOffset: records.length }),
    async read({ fromOffset }) {
      const kept = records.slice(fromOffset, fromOffset + 1);
      const read = kept.map((value) => ({ offset: fromOffset, timestampMs: 0, value }));
      return { records: read, bounds: await log.bounds('', 0) };
    },
  };
  const incarnation = incarnationId('00112233445566778899aabbccddeeff');
  return { log: log as EventLog, topic: 't', region: regionId(0), incarnation, logger: quiet };
}
