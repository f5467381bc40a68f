import { expect, test } from '@jest/globals';
import { ChangeEncoder, compileWorld, incarnationId, regionId } from '@atlasnet/schemas';
import type { EventLog, Logger, StateStore } from '@atlasnet/schemas';
import { RegionState } from '../core/region-state.ts';
import { SnapshotCut } from '../core/snapshot-cut.ts';
import { LIMITS } from '../limits.ts';
import { field } from '../server.ts';
import { CheckpointStore } from './checkpoint-store.ts';

const components = { note: field.text({ lengthMax: 4000 }) };
const bounds = { min: [0, 0], max: [100, 100] };
const world = { name: 'chunks', dimensions: 2, bounds, tickHz: 20, components } as const;
const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const region = regionId(0);

/** One partition in memory; remembers how many records each append brought. */
class Partition {
  readonly values: Uint8Array[] = [];
  readonly appends: number[] = [];

  append(_topic: string, _partition: number, records: readonly Uint8Array[]) {
    this.appends.push(records.length);
    const baseOffset = this.values.length;
    this.values.push(...records);
    return Promise.resolve({ kind: 'acknowledged', baseOffset } as const);
  }

  bounds() {
    return Promise.resolve({ startOffset: 0, endOffset: this.values.length });
  }

  async read({ fromOffset }: { fromOffset: number }) {
    const records = [{ offset: fromOffset, timestampMs: 0, value: this.values[fromOffset] }];
    return { records, bounds: await this.bounds() };
  }
}

test('[C1] chunks go together, below what a batch may hold, and are found as one cut', async () => {
  const state = new RegionState(compileWorld(world as never), region);
  for (let id = 1; id <= 300; id++) {
    const slot = state.table.add(id);
    state.table.addComponent(slot, 1);
    state.table.writeValue(slot, 1, String(id).padEnd(4000, 'x'));
  }
  new ChangeEncoder(state.schema).encode(state.table);
  state.table.commit();
  const bytes = new SnapshotCut(state, 0).encodeNow();
  const partition = new Partition();
  const log = partition as unknown as EventLog;
  const store = {
    set: () => Promise.resolve(),
    get: () => Promise.resolve(null),
  } as unknown as StateStore;
  const incarnation = incarnationId('00112233445566778899aabbccddeeff');
  const checkpoints = new CheckpointStore({ log, store, logger: quiet, topic: 't', incarnation });
  expect(await checkpoints.write({ region, epoch: 3, n: 7, offset: 9 }, bytes)).toBe(0);
  const chunks = Math.ceil(bytes.length / LIMITS.checkpointChunkBytes);
  expect(chunks).toBeGreaterThan(LIMITS.checkpointChunksTogether);
  expect(partition.appends).toEqual([3, chunks - 3]);
  const batch = LIMITS.checkpointChunksTogether * (LIMITS.checkpointChunkBytes + 128);
  expect(batch).toBeLessThan(LIMITS.batchBytesMax);
  const { value: found } = await checkpoints.find(region).next();
  expect(found).toMatchObject({ epoch: 3, n: 7, offset: 9, source: 'topic', place: { chunk: 0 } });
  expect(RegionState.fromSnapshot(found?.snapshot as never).hash(-1)).toEqual(state.hash(-1));
});
