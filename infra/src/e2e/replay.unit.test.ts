import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  WorldReader,
  WorldWalk,
  findCheckpoint,
  openWorldLog,
  valuesOf,
  verifyLog,
} from '@atlasnet/replay';
import { decodeRecord, encodeRecord, incarnationIdOf, logMessages, tick } from '@atlasnet/schemas';
import type { EventLog, Frame, PartitionBounds, RegionId } from '@atlasnet/schemas';
import { LoggedWorld } from '../testing/logged-world.ts';
import { walkers } from '../testing/walkers.ts';

const conserved = [{ component: 'coins', carriedBy: { coins: 'amount' } }];

/** A history with two owners, a border that moved, a late region, a session, and checkpoints. */
function history(): LoggedWorld {
  const world = new LoggedWorld(walkers(30), { world: 'city', regions: 4 });
  world.run(20);
  world.checkpoint();
  world.assign(1 as RegionId, 0);
  world.run(20);
  const boxes = world.map.toRecords().map((box) => ({ ...box }));
  const moved = boxes.map(({ region, min, max }) => ({
    region,
    min: min.map((edge, axis) => (axis === 0 && edge === 200 ? 240 : edge)),
    max: max.map((edge, axis) => (axis === 0 && edge === 200 ? 240 : edge)),
  }));
  world.moveBorders(moved);
  world.run(10);
  world.run(5, [2]);
  world.checkpoint();
  world.regions.get(0 as RegionId)?.runtime.attach({ session: 9, account: 'ada', generation: 1 });
  world.run(2);
  const [command] = world.schema.kinds;
  for (const number of [1, 2]) {
    for (const { runtime } of world.regions.values()) {
      runtime.command({
        ...{ region: 0, session: 9, generation: 1, number },
        ...{ kind: command.index, payload: new Uint8Array() },
      });
    }
  }
  world.run(23);
  return world;
}

/** Every entity's values, as text, by id. */
function picture(states: Iterable<{ table: Parameters<typeof valuesOf>[0] }>): string {
  const lines: string[] = [];
  for (const { table } of states) {
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      lines.push(`${table.ids[slots[i]]} ${JSON.stringify(valuesOf(table, slots[i]))}`);
    }
  }
  return lines.sort().join('\n');
}

describe('reading a log', () => {
  let world: LoggedWorld;
  let reader: WorldReader;
  let at30 = '';

  beforeAll(async () => {
    const early = new LoggedWorld(walkers(30), { world: 'city', regions: 4 });
    early.run(20);
    early.checkpoint();
    early.assign(1 as RegionId, 0);
    early.run(10);
    at30 = picture(Array.from(early.regions.values(), ({ runtime }) => runtime.state));
    world = history();
    reader = await WorldReader.open(world.log, 'city');
  });

  test('the summary counts what each region wrote', async () => {
    const summary = await reader.summary();
    expect(summary).toMatchObject({ world: 'city', firstTick: 1, lastTick: 80, mapVersions: 2 });
    expect(summary.entities).toBeGreaterThanOrEqual(29);
    expect(summary.assignments).toBe(5);
    expect(summary.regions.map(({ claims }) => claims)).toEqual([1, 2, 1, 1]);
    expect(summary.regions[2].skippedTicks).toBe(5);
    const departed = summary.regions.reduce((sum, each) => sum + each.departures, 0);
    expect(departed).toBeGreaterThan(30);
  });

  test('the state at a tick is the one that the owners had then', async () => {
    const moment = await reader.stateAt(tick(30));
    expect(picture(moment.regions.values())).toBe(at30);
    expect(moment.map?.version).toBe(1);
    expect((await reader.stateAt(60)).map?.version).toBe(2);
  });

  test('[O3] a record that does not count holds nothing up, whatever tick it names', async () => {
    const world = new LoggedWorld(walkers(30), { world: 'city', regions: 4 });
    world.run(20);
    const { log, topics } = world;
    const region = 1 as RegionId;
    const { incarnationId } = (await WorldReader.open(log, 'city')).source;
    const epoch = world.regions.get(region)?.epoch ?? 0;
    const frame = { region, epoch, n: 25, tick: 60 };
    log.write(topics.frames, region, [
      encodeRecord(logMessages.FrameRecord, incarnationId, { frame }),
    ]);
    world.run(10);
    const now = picture(Array.from(world.regions.values(), ({ runtime }) => runtime.state));
    const gappy = await WorldReader.open(log, 'city');
    expect(picture((await gappy.stateAt(30)).regions.values())).toBe(now);
    const order: number[] = [];
    const walk = await WorldWalk.open(gappy.source, 0);
    for (let step = await walk.next(); step; step = await walk.next()) {
      if (step.verdict?.kind === 'counts') order.push(step.verdict.frame.tick);
    }
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order.length).toBe(4 * 30);
  });

  test('[C2] a checkpoint that is damaged is passed over', async () => {
    const broken = history();
    const { log, topics } = broken;
    const { endOffset } = await log.bounds(topics.checkpoints, 0);
    for (let offset = 0; offset < endOffset; offset++) {
      const { value } = log.recordAt(topics.checkpoints, 0, offset);
      const bytes = value.slice();
      bytes[bytes.length - 3] ^= 0xff;
      log.replace(topics.checkpoints, 0, offset, bytes);
    }
    const again = await WorldReader.open(log, 'city');
    expect(picture((await again.stateAt(30)).regions.values())).toBe(at30);
  });

  test('an entity’s history goes through the regions that it was in', async () => {
    const summary = await reader.summary();
    let crossed = null;
    for (let entity = 1; entity <= 30 && !crossed; entity++) {
      const each = await reader.entityHistory(entity);
      if (each.regions.length > 2) crossed = each;
    }
    if (!crossed) throw new Error('nobody crossed two borders');
    const kinds = crossed.events.map(({ kind }) => kind);
    const departures = kinds.filter((kind) => kind === 'departed').length;
    expect(departures).toBeGreaterThanOrEqual(2);
    expect(kinds.filter((kind) => kind === 'arrived').length).toBeGreaterThanOrEqual(1);
    expect(kinds).toContain('changed');
    expect(crossed.cut).toBe(false);
    const ticks = crossed.events.map((event) => event.tick);
    expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
    expect(ticks.at(-1)).toBe(summary.lastTick);
    const moment = await reader.stateAt(40);
    const last = crossed.events.filter(
      ({ tick: when, values }) => when <= 40 && values?.['position'],
    );
    const state = Array.from(moment.regions.values()).find(
      ({ table }) => table.slotOf(crossed.entity) >= 0,
    );
    const slot = state?.table.slotOf(crossed.entity) ?? -1;
    expect(state && valuesOf(state.table, slot)['position']).toEqual(
      last.at(-1)?.values?.['position'],
    );
  });

  test('a history can begin in the middle, from a checkpoint', async () => {
    const whole = await reader.entityHistory(7);
    const part = await reader.entityHistory(7, { fromTick: 60, toTick: 65 });
    const expected = whole.events.filter(({ tick: when }) => when >= 60 && when <= 65);
    const first = part.events.find(({ kind }) => kind === 'present');
    expect(first?.tick).toBeLessThan(60);
    expect(part.events.filter(({ kind }) => kind !== 'present')).toEqual(expected);
  });

  test('[S1, S2] sessions are listed with what they did', async () => {
    const sessions = await reader.sessions();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ session: 9, account: 'ada', home: 0, commandNumber: 2 });
    const { avatar } = sessions[0];
    const { events } = await reader.entityHistory(avatar);
    expect(events.filter(({ kind }) => kind === 'command')).toHaveLength(2);
  });

  test('the first tick at which something holds is found', async () => {
    const found = await reader.findFirst(({ regions }) => {
      return Array.from(regions.values()).some(({ sessions }) => sessions.size > 0);
    });
    expect(found).toBe(56);
    expect(await reader.findFirst(() => false)).toBeNull();
    expect(await reader.findFirst(() => true, { fromTick: 33 })).toBe(33);
  });

  test('a log that was trimmed is read from its oldest checkpoint, and says where it begins', async () => {
    const trimmed = history();
    for (const region of [0, 1, 2, 3]) {
      await trimmed.log.deleteBefore(trimmed.topics.frames, region, 15);
    }
    const late = await WorldReader.open(trimmed.log, 'city');
    expect(picture((await late.stateAt(30)).regions.values())).toBe(at30);
    await expect(late.stateAt(10)).rejects.toMatchObject({
      code: 'ATLAS_LOG_OFFSET_OUT_OF_RANGE',
    });
    const report = await verifyLog(trimmed.log, 'city', { conserved });
    expect(report.invariants.flatMap(({ violations }) => violations)).toEqual([]);
    expect(report.fromCheckpoint).toEqual([0, 1, 2, 3]);
  });

  test.each([
    ['whole', undefined],
    ['in parts', 60],
  ])(
    '[C2] a checkpoint of a later state under the name of a frame %s is not taken',
    async (_, frameBytesMax) => {
      const lied = new LoggedWorld(walkers(30), { world: 'city', regions: 4, frameBytesMax });
      lied.run(20);
      lied.checkpoint();
      lied.run(10);
      const names = lied.newestFrames();
      lied.run(1);
      lied.checkpoint(names);
      const wanted = picture(Array.from(lied.regions.values(), ({ runtime }) => runtime.state));
      const source = await openWorldLog(lied.log, 'city');
      for (const region of source.regions) {
        const { lastOffset } = names.get(region) ?? { lastOffset: 0 };
        const { value } = lied.log.recordAt(lied.topics.frames, region, lastOffset);
        const { part } = decodeRecord(logMessages.FrameRecord, value, null, 'frame');
        expect(part === null).toBe(frameBytesMax === undefined);
        const cut = await findCheckpoint(source, region, 40);
        expect(cut?.state.tick).toBe(20);
      }
      const late = await WorldReader.open(lied.log, 'city');
      expect(picture((await late.stateAt(31)).regions.values())).toBe(wanted);
    },
  );

  test('[L6] where all frames go in parts, the newest checkpoint at or before a tick is found', async () => {
    const parted = new LoggedWorld(walkers(30), { world: 'city', regions: 4, frameBytesMax: 60 });
    for (let i = 0; i < 12; i++) {
      parted.run(5);
      parted.checkpoint();
    }
    const source = await openWorldLog(parted.log, 'city');
    const [region] = source.regions;
    const { endOffset } = await parted.log.bounds(parted.topics.frames, region);
    expect(endOffset).toBeGreaterThan(1.5 * 60);
    for (const tick of [7, 33, 60]) {
      const cut = await findCheckpoint(source, region, tick);
      expect(cut?.state.tick).toBe(tick - (tick % 5));
    }
  });

  test('a log without such a world says so', async () => {
    await expect(WorldReader.open(world.log, 'nowhere')).rejects.toMatchObject({
      code: 'ATLAS_RECORD_MALFORMED',
    });
  });
});

describe('verifying a log', () => {
  test('[I1, I2, I3, I4, I5, I6, I8] a sound log holds, and each invariant compared', async () => {
    const { log } = history();
    const report = await verifyLog(log, 'city', { conserved });
    expect(report.invariants.flatMap(({ violations }) => violations)).toEqual([]);
    expect(report.held).toBe(true);
    expect(report.invariants.map(({ facts }) => facts > 0)).not.toContain(false);
    expect(report.lastTick).toBe(80);
    expect(report.frames).toBe(315);
  });

  test('[I3] a world that runs on holds, though the ends of its partitions are not of one moment', async () => {
    expect(await foundWhileGrowing(history().log)).toEqual([]);
  });

  test('[I5] the same where a region is ticks behind those that pay into it', async () => {
    const world = new LoggedWorld(walkers(30), { world: 'city', regions: 4 });
    world.run(20);
    world.run(3, [2]);
    world.behind.set(2 as RegionId, 3);
    world.run(40);
    expect(await foundWhileGrowing(world.log)).toEqual([]);
  });

  test('[O3] records of a superseded owner count for nobody', async () => {
    const world = history();
    const { log, topics } = world;
    const stale = log.recordAt(topics.frames, 1, 12).value;
    log.write(topics.frames, 1, [stale, stale]);
    expect((await verifyLog(log, 'city', { conserved })).held).toBe(true);
  });

  test('[I6] a changed value is found, with its place', async () => {
    const report = await damaged((frame) => (frame.hashHigh = (frame.hashHigh ^ 1) >>> 0));
    expect(report.first).toMatchObject({ invariant: 'I6', region: 2, offset: 10, tick: 10 });
  });

  test('[I2] a departure that is struck out is found', async () => {
    const report = await damaged((frame) => {
      if (frame.departures.length === 0) return false;
      frame.departures = [];
      frame.outbox = frame.outbox.filter(({ message }) => !message?.handoff);
      return true;
    });
    expect(report.held).toBe(false);
    expect(report.invariants.find(({ held }) => !held)?.violations[0].offset).toBeDefined();
  });

  test('a damaged record counts for nobody, and what depends on it is named', async () => {
    const { log, topics } = history();
    log.replace(topics.frames, 3, 20, Uint8Array.of(1, 2, 3));
    const report = await verifyLog(log, 'city', { conserved });
    expect(report.unreadable).toBe(1);
    expect(report.held).toBe(false);
  });
});

/** What `verify` finds when the end of a region's partition is taken so many records earlier than the others'. */
async function foundWhileGrowing(log: EventLog): Promise<string[]> {
  const said: string[] = [];
  for (let region = 0; region < 4; region++) {
    for (const records of [1, 2, 3, 5, 8, 13, 21]) {
      const { first } = await verifyLog(growing(log, region, records), 'city', { conserved });
      if (first) said.push(`${region} by ${records}: ${first.invariant} ${first.problem}`);
    }
  }
  return said;
}

/** A log whose owners write on: the end of one region's frames is so many records further when it is asked for again. */
function growing(log: EventLog, partition: number, records: number): EventLog {
  let asked = 0;
  return new Proxy(log, {
    get(target, key) {
      if (key === 'bounds') {
        return async (topic: string, of: number): Promise<PartitionBounds> => {
          const { startOffset, endOffset } = await target.bounds(topic, of);
          const isEarly = topic.endsWith('frames') && of === partition && asked++ === 0;
          return { startOffset, endOffset: isEarly ? endOffset - records : endOffset };
        };
      }
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Changes region 2's first frame that `change` takes, from offset 10 on. */
async function damaged(change: (frame: Frame) => unknown) {
  const { log, topics } = history();
  for (let offset = 10; offset < 60; offset++) {
    const { value } = log.recordAt(topics.frames, 2, offset);
    const { frame, incarnation } = decodeRecord(logMessages.FrameRecord, value, null, 'frame');
    if (!frame || change(frame) === false) continue;
    const id = incarnationIdOf(incarnation);
    log.replace(topics.frames, 2, offset, encodeRecord(logMessages.FrameRecord, id, { frame }));
    break;
  }
  return verifyLog(log, 'city', { conserved });
}
