import { expect, test } from '@jest/globals';
import type { IncarnationId, ProcessId, RegionId } from '../ids.ts';
import { incarnationBytes, processBytes } from '../records/id-bytes.ts';
import type { RegionBounds } from '../records/messages.ts';
import { encodeMapRecord } from './control-records.ts';
import type { MapRecordBody } from './control-records.ts';
import { ControlState } from './control-state.ts';
import { gridRegions } from './grid-map.ts';

const OURS = '00112233445566778899aabbccddeeff' as IncarnationId;
const THEIRS = 'ff112233445566778899aabbccddeeff' as IncarnationId;
const A = 'aaaaaaaaaaaaaaaa' as ProcessId;
const B = 'bbbbbbbbbbbbbbbb' as ProcessId;
const world = { min: [0, 0], max: [100, 100] };
const id = (value: number): RegionId => value as RegionId;

const started = (incarnation = OURS): MapRecordBody => ({
  started: {
    world: 'city',
    id: incarnationBytes(incarnation),
    tickZeroMs: 5000,
    homeCount: 2,
    regionsMax: 8,
    tickHz: 20,
  },
});
const propose = (
  mapVersion: number,
  replaces: number,
  regions: RegionBounds[] = gridRegions(4, world),
): MapRecordBody => ({ proposal: { mapVersion, replaces, regions } });
const activate = (mapVersion: number, fromTick: number): MapRecordBody => ({
  activation: { mapVersion, fromTick },
});
const withdraw = (mapVersion: number): MapRecordBody => ({ withdrawal: { mapVersion } });
const assign = (region: number, process: ProcessId | null, replaces: number): MapRecordBody => ({
  assignment: { region, process: process ? processBytes(process) : new Uint8Array(0), replaces },
});
const retire = (region: number, mapVersion: number): MapRecordBody => ({
  retired: { region, mapVersion },
});

function fold(bodies: readonly MapRecordBody[], state = new ControlState()): string[] {
  return bodies.map((body) => {
    const verdict = state.applyBytes(encodeMapRecord(OURS, body), state.nextOffset);
    return verdict.kind === 'void' ? verdict.reason : verdict.kind;
  });
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    const rest = [...items.slice(0, index), ...items.slice(index + 1)];
    for (const tail of permutations(rest)) yield [item, ...tail];
  }
}

test('[L2] the incarnation is the record at offset 0, and no later one counts', () => {
  const state = new ControlState();
  expect(fold([started(), started()], state)).toEqual(['incarnation', 'no-incarnation']);
  expect([state.incarnationId, state.incarnation?.homeCount]).toEqual([OURS, 2]);
  expect(state.applyBytes(encodeMapRecord(THEIRS, started(THEIRS)), 2)).toMatchObject({
    kind: 'void',
    reason: 'foreign',
  });
  expect(state.nextOffset).toBe(3);
  expect(fold([propose(1, 0)])).toEqual(['no-incarnation']);
  const mixed = encodeMapRecord(THEIRS, started(OURS));
  expect(new ControlState().applyBytes(mixed, 0)).toMatchObject({ reason: 'malformed' });
});

test('a damaged record is void for everybody, one of a newer version stops the reader', () => {
  const state = new ControlState();
  fold([started()], state);
  expect(state.applyBytes(Uint8Array.of(0xff), 1)).toMatchObject({ reason: 'malformed' });
  const newer = encodeMapRecord(OURS, propose(1, 0)).with(1, 9);
  expect(() => state.applyBytes(newer, 2)).toThrow(
    expect.objectContaining({ code: 'ATLAS_RECORD_VERSION' }),
  );
});

test('[P1] a proposal counts only when none is open and only over the version in force', () => {
  const state = new ControlState();
  expect(
    fold(
      [
        started(),
        propose(1, 0),
        propose(1, 0),
        activate(1, 40),
        activate(1, 60),
        propose(3, 1),
        propose(2, 0),
        propose(2, 1),
        withdraw(2),
        withdraw(2),
        activate(2, 90),
      ],
      state,
    ),
  ).toEqual([
    'incarnation',
    'proposed',
    'proposal-open',
    'activated',
    'not-proposed',
    'map-version',
    'map-version',
    'proposed',
    'withdrawn',
    'not-proposed',
    'not-proposed',
  ]);
  expect([state.mapInForce?.map.version, state.mapInForce?.fromTick]).toEqual([1, 40]);
});

test('[I8] a map that covers less than the one in force does, or more, does not count', () => {
  const state = new ControlState();
  const half = { min: [0, 0], max: [50, 100] };
  const wider = { min: [-1, 0], max: [100, 100] };
  fold([started(), propose(1, 0), activate(1, 40)], state);
  expect(fold([propose(2, 1, gridRegions(4, half))], state)).toEqual(['bounds']);
  expect(fold([propose(2, 1, gridRegions(4, wider)), activate(2, 90)], state)).toEqual([
    'bounds',
    'not-proposed',
  ]);
  const solid = { min: [0, 0, 0], max: [100, 100, 1] };
  const bytes = encodeMapRecord(OURS, propose(2, 1, gridRegions(4, solid)));
  expect(state.applyBytes(bytes, state.nextOffset)).toMatchObject({
    kind: 'void',
    reason: 'bounds',
    detail: 'the map has 3 dimensions, the world 2',
  });
  expect([state.mapInForce?.map.version, state.nextMapVersion]).toEqual([1, 2]);
  expect(fold([propose(2, 1, gridRegions(5, world))], state)).toEqual(['proposed']);
});

test('[P1] a late copy of an activation never activates the proposal after the withdrawn one', () => {
  const state = new ControlState();
  const said = fold(
    [started(), propose(1, 0), withdraw(1), propose(1, 0), propose(2, 0), activate(1, 10)],
    state,
  );
  expect(said.slice(3)).toEqual(['map-version', 'proposed', 'not-proposed']);
  expect([state.openProposal?.map.version, state.nextMapVersion]).toEqual([2, 3]);
});

test('[P1] in every order of two rivals and their activations, one map replaces version 1', () => {
  const other = gridRegions(2, world);
  const rivals = [
    propose(2, 1),
    propose(2, 1, other),
    activate(2, 100),
    activate(2, 110),
    withdraw(2),
    activate(2, 100),
  ];
  let activations = 0;
  for (const order of permutations(rivals)) {
    const state = new ControlState();
    const said = fold([started(), propose(1, 0), activate(1, 0), ...order], state);
    const active = said.slice(3).filter((kind) => kind === 'activated').length;
    expect(active).toBeLessThanOrEqual(1);
    expect(state.mapHistory.map(({ map }) => map.version)).toEqual(active ? [1, 2] : [1]);
    activations += active;
  }
  expect(activations).toBeGreaterThan(100);
});

test('[P1] a map that is no tiling, too large or without its homes is void', () => {
  const [first, second, third, fourth] = gridRegions(4, world);
  expect(
    fold([
      started(),
      propose(1, 0, [first, second, third]),
      propose(1, 0, [first, second, third, { ...fourth, region: 8 }]),
      propose(1, 0, [{ ...first, region: 5 }, second, third, fourth]),
      propose(1, 0),
    ]),
  ).toEqual(['incarnation', 'malformed', 'region-unknown', 'home-missing', 'proposed']);
});

test('[P1] the map at a tick is the newest whose tick has come', () => {
  const state = new ControlState();
  fold([started(), propose(1, 0), activate(1, 5), propose(2, 1, gridRegions(2, world))], state);
  expect(state.wantedRegions()).toEqual([0, 1, 2, 3]);
  fold([activate(2, 50)], state);
  expect([4, 5, 49, 50].map((tick) => state.mapAt(tick)?.version)).toEqual([undefined, 1, 1, 2]);
  expect(state.boundsOf(id(1))).toMatchObject({ min: [50, 0] });
  expect(state.boundsOf(id(3))).toBeNull();
});

test('[O1] an assignment counts only over the region’s current epoch; its offset is the epoch', () => {
  const state = new ControlState();
  const said = fold(
    [started(), assign(1, A, 0), assign(1, A, 0), assign(1, B, 1), assign(8, A, 0)],
    state,
  );
  expect(said).toEqual(['incarnation', 'assigned', 'epoch', 'assigned', 'region-unknown']);
  expect(state.assignmentOf(id(1))).toMatchObject({ process: B, epoch: 3 });
  expect([state.regionsOf(A), state.regionsOf(B), state.epochOf(id(0))]).toEqual([[], [1], 0]);
  fold([assign(1, null, 3)], state);
  expect([state.assignmentOf(id(1))?.process, state.epochOf(id(1))]).toEqual([null, 5]);
});

test('[O1] two watchdogs and a copy: in every order one failure moves a region once', () => {
  const records = [assign(0, A, 1), assign(0, A, 1), assign(0, B, 1)];
  for (const order of permutations(records)) {
    const said = fold([started(), assign(0, B, 0), ...order]);
    expect(said.slice(2).filter((kind) => kind === 'assigned')).toHaveLength(1);
  }
});

test('[P3] a retired region belongs to nobody until a map names its id again', () => {
  const state = new ControlState();
  fold([started(), propose(1, 0), activate(1, 0), assign(3, A, 0)], state);
  expect(fold([retire(3, 1), propose(2, 1, gridRegions(2, world)), activate(2, 9)], state)).toEqual(
    ['region-in-use', 'proposed', 'activated'],
  );
  expect(state.releasedRegions()).toEqual([3]);
  expect(fold([retire(3, 1), retire(3, 2), retire(3, 2), assign(3, B, 3)], state)).toEqual([
    'map-version',
    'retired',
    'region-retired',
    'region-retired',
  ]);
  expect([state.releasedRegions(), state.epochOf(id(3)), state.isRetired(id(3))]).toEqual([
    [],
    3,
    true,
  ]);
  const again = state.nextOffset;
  expect(fold([propose(3, 2), assign(3, B, 3)], state)).toEqual(['proposed', 'assigned']);
  expect([state.namedAt(id(3)), state.everActive(id(3)), state.epochOf(id(3))]).toEqual([
    again,
    false,
    again + 1,
  ]);
});

test('[P3] a region that is named again while it closes keeps that it was active', () => {
  const state = new ControlState();
  fold([started(), propose(1, 0), activate(1, 0), assign(3, A, 0)], state);
  fold([propose(2, 1, gridRegions(2, world)), activate(2, 9), propose(3, 2)], state);
  expect([state.everActive(id(3)), state.namedAt(id(3))]).toEqual([true, 6]);
});

test('[T1] time goes on from a TimeResumed that replaces the newest, and never goes back', () => {
  const state = new ControlState();
  const resume = (tick: number, atMs: number, replaces: number): MapRecordBody => ({
    timeResumed: { tick, atMs, replaces },
  });
  fold([started()], state);
  expect(state.timeAxis?.tickAt(6000)).toBe(20);
  expect(
    fold([resume(40, 90_000, 0), resume(40, 95_000, 0), resume(39, 99_000, 1)], state),
  ).toEqual(['time-resumed', 'time', 'time']);
  expect([state.timeAxis?.tickAt(90_000), state.timeAxis?.tickAt(91_000)]).toEqual([40, 60]);
  expect([state.timeAxis?.worldMsOf(60), state.timeOffset]).toEqual([91_000, 1]);
});

test('[T1] tick and world time agree at every tick’s first instant, at any rate', () => {
  const state = new ControlState();
  fold([started()], state);
  const axis = state.timeAxis;
  for (let tick = 0; tick < 5000; tick++) {
    const at = axis?.worldMsOf(tick) ?? 0;
    expect([axis?.tickAt(at), axis?.tickAt(at - 0.001)]).toEqual([tick, tick - 1]);
  }
});
