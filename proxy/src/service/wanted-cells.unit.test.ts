import { expect, test } from '@jest/globals';
import {
  ControlState,
  encodeMapRecord,
  gridRegions,
  incarnationBytes,
  processBytes,
  processId,
  regionId,
} from '@atlasnet/schemas';
import type { IncarnationId, MapRecordBody } from '@atlasnet/schemas';
import { viewWorld } from '../testing/view-bench-world.ts';
import { SERVICE_LIMITS } from './limits.ts';
import { WantedCells } from './wanted-cells.ts';

const INCARNATION = '00112233445566778899aabbccddeeff' as IncarnationId;
const OWNER = processBytes(processId('aaaaaaaaaaaaaaaa'));
const WORLD = { min: [0, 0], max: [2000, 2000] };

/** Four regions of a square, of which the first three have an owner. */
function control(): ControlState {
  const state = new ControlState();
  const id = incarnationBytes(INCARNATION);
  const times = { tickZeroMs: 0, homeCount: 1, regionsMax: 8, tickHz: 20 };
  tell(state, { started: { world: 'views', id, ...times } });
  tell(state, { proposal: { mapVersion: 1, replaces: 0, regions: gridRegions(4, WORLD) } });
  tell(state, { activation: { mapVersion: 1, fromTick: 1 } });
  for (const region of [0, 1, 2]) assign(state, region);
  return state;
}

function assign(state: ControlState, region: number): void {
  tell(state, { assignment: { region, process: OWNER, replaces: 0 } });
}

function tell(state: ControlState, body: MapRecordBody): void {
  const verdict = state.applyBytes(encodeMapRecord(INCARNATION, body), state.nextOffset);
  expect(verdict.kind).not.toBe('void');
}

const gaze = (x: number, y: number) => [{ position: [x, y], radiusM: 60 }];

test('cells are those around who looks, of regions that have an owner, kept for a while', () => {
  const wanted = new WantedCells(viewWorld);
  const state = control();
  const first = wanted.update(gaze(200, 200), state, 0);
  expect([...first.keys()]).toEqual([regionId(0)]);
  const near = first.get(regionId(0))?.size ?? 0;
  expect(near).toBeGreaterThan(0);

  const moved = wanted.update(gaze(600, 600), state, SERVICE_LIMITS.cellKeepMs);
  expect(moved.get(regionId(0))?.size).toBeGreaterThan(near);
  const later = wanted.update(gaze(600, 600), state, SERVICE_LIMITS.cellKeepMs * 1.5);
  expect(later.get(regionId(0))?.size).toBeLessThan(moved.get(regionId(0))?.size ?? 0);
});

test('while no cell comes or goes nothing is worked out anew; an assignment changes what is asked', () => {
  const wanted = new WantedCells(viewWorld);
  const state = control();
  const first = wanted.update(gaze(1800, 1800), state, 0);
  expect(wanted.update(gaze(1801, 1801), state, 200)).toBe(first);
  expect([...first.keys()]).toEqual([]);
  assign(state, 3);
  expect([...wanted.update(gaze(1800, 1800), state, 400).keys()]).toEqual([regionId(3)]);
});
