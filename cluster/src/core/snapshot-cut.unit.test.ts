import { expect, test } from '@jest/globals';
import {
  ChangeEncoder,
  compileWorld,
  decodeMessage,
  defineWorld,
  field,
  logMessages,
  regionId,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { RegionState } from './region-state.ts';
import { SnapshotCut } from './snapshot-cut.ts';

const schema = compileWorld(
  defineWorld({
    name: 'cut',
    dimensions: 2,
    bounds: { min: [0, 0], max: [1000, 1000] },
    tickHz: 20,
    components: { coins: field.integer(), label: field.text({ lengthMax: 8 }) },
  }),
);

test('[C1] a cut is of the moment it was taken, whatever ticks run while it is encoded', () => {
  const state = new RegionState(schema, regionId(1));
  const encoder = new ChangeEncoder(schema);
  const { table } = state;
  const count = LIMITS.checkpointPieceEntities * 2 + 100;
  for (let i = 0; i < count; i++) {
    // Descending ids: slots are in another order.
    const slot = table.add(count * 2 - i);
    table.writeValue(slot, 0, { x: (i * 37) % 150, y: (i * 61) % 150 });
    if (i % 3 === 0) table.addComponent(slot, 2);
    if (i % 3 === 0) table.writeValue(slot, 2, `e${i % 100}`);
  }
  encoder.encode(table);
  table.commit();
  state.endTick(7, 1);
  const wanted = state.hash(-1);
  const slice = state.hash(4);

  const steps = new SnapshotCut(state, 4).encode();
  let bytes: Uint8Array | null = null;
  let pieces = 0;
  for (let round = 0; bytes === null; round++) {
    const step = steps.next();
    if (step.done === true) bytes = step.value;
    pieces++;
    for (let slot = round; slot < 300; slot += 3) {
      table.writeValue(slot, 0, { x: round, y: slot });
      if (table.has(slot, 2)) table.writeValue(slot, 2, 'later');
    }
    table.add(count * 3 + round);
    encoder.encode(table);
    table.commit();
    state.endTick(8 + round, 1);
  }
  expect(pieces).toBeGreaterThan(3);
  const snapshot = decodeMessage(logMessages.RegionSnapshot, bytes, 'snapshot');
  expect([snapshot.sliceHashLow, snapshot.sliceHashHigh]).toEqual([
    slice.low >>> 0,
    slice.high >>> 0,
  ]);
  const restored = RegionState.fromSnapshot(snapshot);
  expect(restored.table.count).toBe(count);
  expect(restored.tick).toBe(7);
  expect(restored.hash(-1)).toEqual(wanted);
});

test('[C1] a cut of many entities is encoded in so few pieces that an owner which is late gets it done', () => {
  const state = new RegionState(schema, regionId(1));
  const count = LIMITS.checkpointPieceEntities * LIMITS.checkpointPiecesMax * 2 + 1;
  for (let id = 1; id <= count; id++) state.table.cell[state.table.add(id)] = 0;
  const steps = new SnapshotCut(state, 0).encode();
  let pieces = 0;
  while (steps.next().done !== true) pieces++;
  expect(pieces).toBe(LIMITS.checkpointPiecesMax + 1);
});
