import { expect, test } from '@jest/globals';
import { rebuildStore } from '@atlasnet/replay';
import { storeKeys } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import { DrillStage } from '../testing/drill-stage.ts';
import { longestGap } from './drill-client.ts';
import { drillLimits } from './drill-limits.ts';
import { Drill, brokenPromises } from './drill.ts';
import { DRILLS, restartRoles } from './drills.ts';
import { Mends } from './mends.ts';

const ZERO = 0 as RegionId;

/** What a drill that found nothing else wrong says at its end. */
async function verdict(drill: Drill, stage: DrillStage): Promise<readonly string[]> {
  const held = await drill.finish();
  const wrong = stage.lines.filter((line) => line.startsWith('wrong: '));
  expect(held).toBe(wrong.length === 0);
  expect(stage.lines.at(-1)).toBe(held ? 'PASS' : 'FAIL');
  return wrong;
}

test('a drill that compared nothing fails', async () => {
  const stage = new DrillStage();
  const drill = await Drill.begin(stage.parts);
  drill.now();
  expect(await verdict(drill, stage)).toEqual(['wrong: the drill compared nothing']);
});

test('a takeover is timed by the log’s clock, and held against what is wanted', async () => {
  const stage = new DrillStage();
  const drill = await Drill.begin(stage.parts);
  drill.now();
  stage.logged.run(3, [ZERO]);
  stage.logged.assign(ZERO, 1);
  expect(await drill.takenOver([ZERO])).toBe(true);
  drill.judgeTakeovers([ZERO], new Set(), 'parent');
  const said = stage.lines.at(-1);
  // Three ticks of 100 ms without it; the drill's own clock is an hour ahead.
  expect(said).toBe(
    'regions 0 tick again (cold, seen by parent): 400 ms, at most 1000 ms are wanted',
  );
  drill.judgeTakeovers([ZERO], new Set([ZERO]), 'parent');
  expect(await verdict(drill, stage)).toEqual([
    'wrong: regions 0 tick again (warm, seen by parent): 400 ms, over 300 ms',
  ]);
});

test('a limit that was given counts instead of the drill’s own', async () => {
  const stage = new DrillStage({ limits: drillLimits({ tickLimit: '500' }) });
  const drill = await Drill.begin(stage.parts);
  drill.judge('it', 400, 300);
  expect(await verdict(drill, stage)).toEqual([]);
  expect(() => drillLimits({ gapLimit: '1e9' })).toThrow('--gap-limit 1e9 is out of its range');
});

test('without the client that is wanted nothing passes', async () => {
  const stage = new DrillStage({ wantsClient: true });
  const drill = await Drill.begin(stage.parts);
  drill.expect(true, 'it is so');
  expect(await verdict(drill, stage)).toEqual([
    'wrong: no client took part: what one sees was not judged',
  ]);
});

test('every invariant that did not hold is named, also one of which nothing was compared', () => {
  const broken = { invariant: 'I3', problem: 'entity 7 lives twice' };
  const report = { title: '', more: 0, violations: [] };
  expect(
    brokenPromises([
      { ...report, invariant: 'I1', facts: 3, held: true },
      { ...report, invariant: 'I2', facts: 0, held: false },
      { ...report, invariant: 'I3', facts: 3, held: false, violations: [broken] },
    ]),
  ).toEqual(['[I2] nothing was compared', '[I3] entity 7 lives twice']);
});

test('wipe-store: a region that changes its owner because of it is wrong, and so is an empty store', async () => {
  const stage = new DrillStage();
  const { parts, store, logged } = stage;
  const options = { region: null, roles: null };
  const empty = await Drill.begin(parts);
  await DRILLS['wipe-store'](empty, options);
  expect(await verdict(empty, stage)).toEqual([
    'wrong: the store holds no key of this world',
    'wrong: the drill compared nothing',
  ]);
  stage.lines.length = 0;
  await rebuildStore(parts.log, parts.world, store);
  // What is deleted is there again at once; a watchdog takes it for the death of a shard.
  const wiped = await Drill.begin({
    ...parts,
    store: Object.assign(Object.create(store) as typeof store, {
      get: (key: string) => store.get(key),
      keys: (prefix: string, max: number) => store.keys(prefix, max),
      delete: (key: string) => {
        if (key === storeKeys.directory(parts.incarnation, ZERO)) logged.assign(ZERO, 1);
        return Promise.resolve();
      },
    }),
  });
  await DRILLS['wipe-store'](wiped, options);
  expect(await verdict(wiped, stage)).toEqual([
    'wrong: regions changed owner because of the store: 0 (test)',
  ]);
});

test('rolling-restart: a role that is none is refused, and one that nobody has is wrong', async () => {
  expect(() => restartRoles('shrad')).toThrow('--roles names shrad, which is no role');
  expect(restartRoles('gateway, shard')).toEqual(['gateway', 'shard']);
  const stage = new DrillStage();
  const drill = await Drill.begin(stage.parts);
  await DRILLS['rolling-restart'](drill, { region: null, roles: ['gateway'] });
  expect(await verdict(drill, stage)).toEqual([
    'wrong: there is no gateway to restart',
    'wrong: the drill compared nothing',
  ]);
});

test('the gap that goes on when a drill ends counts', () => {
  const moments = [0, 50, 100, 400, 450];
  expect(longestGap(moments, 0, 460)).toEqual({ ms: 300, fromMs: 100 });
  expect(longestGap(moments, 410, 460)).toEqual({ ms: 50, fromMs: 400 });
  expect(longestGap(moments, 410, 2000)).toEqual({ ms: 1550, fromMs: 450 });
  expect(longestGap([], 0, 2000)).toEqual({ ms: 0, fromMs: 0 });
});

test('a signal brings back what is still broken, the newest first, and each once', async () => {
  const mends = new Mends();
  const done: string[] = [];
  const mendOf = (name: string) => mends.note(() => void done.push(name));
  mendOf('broker');
  mends.note(() => Promise.reject(new Error('gone')));
  const shard = mendOf('shard');
  const other = mendOf('other');
  await Promise.all([other(), other()]);
  await mends.all();
  await shard();
  await mends.all();
  expect(done).toEqual(['other', 'shard', 'broker']);
});
