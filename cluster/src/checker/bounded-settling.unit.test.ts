import { describe, expect, test } from '@jest/globals';
import type { EntityId, Job } from '@atlasnet/schemas';
import type { RegionReplica } from '../core/region-replica.ts';
import { defineServer, defineWorld, field } from '../server.ts';
import { checkHistory } from '../testing/checked-history.ts';
import type { Tampering } from '../testing/checked-history.ts';
import { FIRST_EPOCH, RegionBench } from '../testing/region-bench.ts';
import { BoundedSettling } from './bounded-settling.ts';
import type { SettlingOptions } from './bounded-settling.ts';
import type { InvariantReport } from './invariant-check.ts';
import { Publications } from './publications.ts';

const WALKERS = 20;
const SICK = 7;

/** Walkers that greet each other across borders; from some tick on one of them is left out by the game. */
function walkers(sickFrom = Infinity) {
  return defineServer({
    world: defineWorld({
      name: 'greeters',
      dimensions: 2,
      bounds: { min: [0, 0], max: [400, 400] },
      tickHz: 10,
      handoffStayTicks: 3,
      components: { ticks: field.integer(), greeted: field.integer(), sick: field.integer() },
      messages: { hello: {} },
    }),
    start(world) {
      for (let i = 0; i < WALKERS; i++) {
        const position = { x: world.random() * 400, y: world.random() * 400 };
        world.create({ position, sick: i + 1 === SICK ? 1 : 0 });
      }
    },
    message: {
      hello(world, target) {
        const { greeted } = world.components;
        greeted.set(target, greeted.get(target) + 1);
      },
    },
    tick(world) {
      const { position, ticks, sick } = world.components;
      world.each((entity) => {
        if (sick.get(entity) === 1 && world.tick >= sickFrom) return;
        ticks.set(entity, ticks.get(entity) + 1);
        position.set(entity, (position.x(entity) + 9) % 400, position.y(entity));
        const other = (1 + world.randomInteger(0, WALKERS - 1)) as EntityId;
        if (world.random() < 0.1) world.send(other, 'hello', {}, entity);
      });
    },
  });
}

function run(bench: RegionBench, settling: SettlingOptions, tampering: Tampering = {}) {
  const report = checkHistory(bench, tampering, { settling });
  const found = report.invariants.find(({ invariant }) => invariant === 'I9');
  if (!found) throw new Error('I9 was asked for');
  return { report, found };
}

const problemsOf = ({ violations }: InvariantReport): string[] =>
  violations.map(({ problem }) => problem);

describe('[I9] after the end of faults', () => {
  const orders = ['by-tick', 'by-region', 'by-region-backwards'] as const;

  test.each(orders)('a world that runs has settled, read %s', (order) => {
    const bench = new RegionBench(walkers(), 4);
    bench.run(80);
    const { report, found } = run(bench, { faultsEndTick: 40, tickCounter: 'ticks' }, { order });
    expect(report.first).toBeNull();
    const messages = report.missedTicks.matched;
    expect(found.facts).toBeGreaterThan(WALKERS + messages);
    expect(report.unsettled).toMatchObject({ jobs: 0, parked: 0, slowest: { behindTicks: 0 } });
    expect(report.unsettled.oldestTick ?? 80).toBeGreaterThan(77);
  });

  test('is not judged where nobody says when that was, and what is pending is told', () => {
    const bench = new RegionBench(walkers(), 4);
    bench.run(40);
    bench.down.add(2);
    bench.run(60);
    const report = checkHistory(bench);
    expect(report.invariants.map(({ invariant }) => invariant)).not.toContain('I9');
    expect(report.unsettled.slowest).toEqual({ region: 2, behindTicks: 60 });
    expect(report.unsettled.messages).toBeGreaterThan(0);
    expect(report.unsettled.oldestTick).toBeGreaterThanOrEqual(40);
    expect(report.unsettled.oldestTick).toBeLessThan(60);
  });

  test('a region that stands still is found, with what waits for it', () => {
    const bench = new RegionBench(walkers(), 4);
    bench.run(40);
    bench.down.add(2);
    bench.run(60);
    const problems = problemsOf(run(bench, { faultsEndTick: 50 }).found);
    expect(problems).toContain('region 2 is at tick 40, the newest is 100');
    expect(problems.filter((each) => each.includes('to region 2'))).not.toEqual([]);
    expect(problems.some((each) => each.includes('entities of region 2 have not run'))).toBe(true);
    // Once it goes on, all that waited arrives.
    bench.down.delete(2);
    bench.run(20);
    expect(problemsOf(run(bench, { faultsEndTick: 100 }).found)).toEqual([]);
  });

  test('a message that its sender dropped and its target never applied is found', () => {
    const bench = new RegionBench(walkers(), 4);
    bench.run(80);
    let lost = '';
    // The target's frames forget that it came: all behind it is a gap.
    const { found } = run(
      bench,
      { faultsEndTick: 20 },
      {
        frame(frame, region) {
          if (frame.tick < 30 || !frame.inputs) return;
          const [first] = frame.inputs.messages.filter(({ from }) => from !== region);
          if (lost === '' && first) lost = `${first.from}>${region}`;
          frame.inputs.messages = frame.inputs.messages.filter(
            ({ from }) => lost !== `${from}>${region}`,
          );
        },
      },
    );
    const [, to] = lost.split('>');
    const never = problemsOf(found).filter((each) => each.includes('was never applied'));
    expect(never[0]).toMatch(`to region ${to} of tick`);
  });

  test('what comes after the moment that is judged may be a shutdown', () => {
    const bench = new RegionBench(walkers(), 4);
    bench.run(60);
    bench.down.add(1);
    bench.run(60);
    expect(run(bench, { faultsEndTick: 20, endTick: 60 }).found.held).toBe(true);
    expect(run(bench, { faultsEndTick: 20 }).found.held).toBe(false);
  });

  test('an entity that its game runs no more is found by its counter', () => {
    const bench = new RegionBench(walkers(50), 4);
    bench.run(100);
    const settling = { faultsEndTick: 60 };
    expect(run(bench, settling).found.held).toBe(true);
    const { found } = run(bench, { ...settling, tickCounter: 'ticks' });
    expect(problemsOf(found)).toEqual([`entity ${SICK} has not run since the faults ended`]);
  });

  test('a job without a result is found when its region should have given it up', () => {
    const bench = new RegionBench(walkers(), 1);
    bench.run(80);
    const settling = new BoundedSettling({ faultsEndTick: 0, jobLimitMs: 1000 });
    const { reader } = bench.region(0);
    settling.begin({ region: reader.region, state: reader } as RegionReplica);
    const jobs = [45, 55].map((tick) => [`job of ${tick}`, { region: 0, tick } as Job] as const);
    settling.judge(new Map(jobs));
    expect(problemsOf(settling.report())).toEqual([
      'job job of 45 of tick 45 has no result at tick 80',
    ]);
  });
});

describe('[I1] what owners publish', () => {
  const bench = new RegionBench(walkers(), 2);
  bench.run(30);
  // A claim lies before the frames.
  const frame = (region: number, n: number, epoch = FIRST_EPOCH + region) => {
    return { region, offset: n, epoch, n };
  };
  const judge = (...published: readonly (readonly [ReturnType<typeof frame>, number])[]) => {
    const publications = new Publications();
    for (const [name, at] of published) publications.add(name, at);
    const positionOf = (_: number, offset: number): number => offset * 10;
    const { invariants } = checkHistory(bench, {}, { publications, positionOf });
    return problemsOf(invariants[0]);
  };

  test('counts, and the log held it', () => {
    expect(judge([frame(0, 5), 51], [frame(0, 5), 40], [frame(1, 30), 301])).toEqual([]);
  });

  test('is found where it does not count', () => {
    expect(judge([frame(0, 5, FIRST_EPOCH + 1), 51], [frame(1, 31), 999])).toEqual([
      `frame 5 of epoch ${FIRST_EPOCH + 1} was published and does not count`,
      `frame 31 of epoch ${FIRST_EPOCH + 1} was published and does not count`,
    ]);
  });

  test('is found where it was shown before the log held it', () => {
    expect(judge([frame(0, 5), 50])).toEqual([
      `frame 5 of epoch ${FIRST_EPOCH} was published before the log held it`,
    ]);
  });
});
