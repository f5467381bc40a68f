import { AtlasError } from '@atlasnet/schemas';
import { CRASH_PAIRS, CRASH_POINTS, stepOf } from './crash-points.ts';
import type { CrashPair, CrashPoint, CrashStep } from './crash-points.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { Verdict } from './run-seed.ts';
import type { SeedTask } from './seed-pool.ts';

/** A crash at a point, or two of them in a row. */
export type Visit = readonly [CrashPoint] | CrashPair;

/** One scenario that crashes processes at some points, one after the other. */
export interface WalkRun {
  readonly seed: number;
  readonly visits: readonly Visit[];
  readonly faults: readonly Fault[];
  /** When the last visit has had its time, milliseconds. */
  readonly endMs: number;
}

/** As a run's crash points name it. */
export const nameOf = (visit: Visit): string => visit.join(' > ');

/** Every point, then every pair of two in handoff. */
export const ALL_VISITS: readonly Visit[] = [
  ...CRASH_POINTS.map((point): Visit => [point]),
  ...CRASH_PAIRS,
];

/** Of each point by itself. */
const STEP_VISITS = ALL_VISITS.filter((visit) => visit.length === 1);
const PAIR_VISITS = ALL_VISITS.filter((visit) => visit.length > 1);

/**
 * The visits that somebody asks for: `all`, `steps`, so many, or those named.
 * @param seed says which, if it is so many
 * @throws AtlasError ATLAS_USAGE for a point that there is not
 */
export function visitsOf(which: string, seed: number): readonly Visit[] {
  if (which === 'all') return ALL_VISITS;
  if (which === 'steps') return STEP_VISITS;
  if (/^[1-9]\d*$/.test(which)) return someVisits(Number(which), seed);
  return which.split(', ').map((name) => {
    const found = ALL_VISITS.find((visit) => nameOf(visit) === name);
    if (found) return found;
    throw new AtlasError('ATLAS_USAGE', `--crash-points ${name}: there is no such point`, {
      hint: `Steps are ${STEP_VISITS.map(nameOf).join(', ')}; pairs in handoff are written a > b.`,
    });
  });
}

/** From all over the list, two in three of them single points; the next seed's are beside them. */
function someVisits(count: number, seed: number): readonly Visit[] {
  const pairs = Math.min(PAIR_VISITS.length, Math.floor(count / 3));
  const points = Math.min(STEP_VISITS.length, count - pairs);
  return [
    ...strided(STEP_VISITS, points, seed),
    ...strided(PAIR_VISITS, Math.min(PAIR_VISITS.length, count - points), seed),
  ];
}

function strided(list: readonly Visit[], count: number, seed: number): readonly Visit[] {
  return Array.from({ length: count }, (_, i) => {
    return list[(Math.floor((i * list.length) / count) + seed - 1 + list.length) % list.length];
  });
}

const FIRST_MS = 6000;
const LAST_MS = 42_000;
/** From one visit to the next: the crash is noticed, and what died is taken over. */
const SLOT_MS = 3500;
/** Two crashes need more. */
const PAIR_SLOT_MS = 6000;
/** Processes that die again and again are started again ever later: not here, or nobody is left. */
const RESPAWN_DELAY_MS = 100;

interface Stimulus {
  readonly slotMs: number;
  /** What makes somebody come to the step: after the point is armed. */
  readonly faults: readonly (readonly [afterMs: number, what: FaultKind, target?: number])[];
}

const crashShard: FaultKind = { kind: 'strike', role: 'shard', blow: { kind: 'crash' } };
const grow: FaultKind = { kind: 'map', regions: 8 };
const shrink: FaultKind = { kind: 'map', regions: 3 };
const frames = { kind: 'partition-away', topic: 'frames' } as const;

const NOTHING: Stimulus = { slotMs: SLOT_MS, faults: [] };
const CLAIM: Stimulus = { slotMs: 4500, faults: [[100, crashShard]] };
const DRAIN: Stimulus = { slotMs: 4500, faults: [[100, { kind: 'drain', role: 'shard' }]] };
const MAP: Stimulus = {
  slotMs: 12_000,
  faults: [
    [100, grow],
    [4000, shrink],
  ],
};
/** A new region's partition has no leader, so that nobody can claim it. */
const WITHDRAW: Stimulus = {
  slotMs: 22_000,
  faults: [
    [0, { ...frames, forMs: 18_000 }, 0.9],
    [100, grow],
  ],
};
const trouble = (kind: 'slow' | 'copy'): Stimulus => ({
  slotMs: 4500,
  faults: [[0, { kind: 'log-trouble', trouble: kind, forMs: 2000 }]],
});

function stimulusOf(step: CrashStep): Stimulus {
  if (step === 'append.batch') return trouble('slow');
  if (step === 'append.read-back') return trouble('copy');
  if (step === 'map.withdraw') return WITHDRAW;
  if (step.startsWith('map.') && step !== 'map.propose') return MAP;
  if (step.startsWith('claim.')) return CLAIM;
  return step.startsWith('drain.') ? DRAIN : NOTHING;
}

/** Lays visits out over as many runs as they need. */
export function planWalk(visits: readonly Visit[], firstSeed: number): WalkRun[] {
  const runs: { seed: number; visits: Visit[]; faults: Fault[]; endMs: number }[] = [];
  let atMs = Infinity;
  for (const visit of visits) {
    const stimulus = stimulusOf(stepOf(visit[0]));
    const slotMs = visit.length > 1 ? PAIR_SLOT_MS : stimulus.slotMs;
    if (atMs + slotMs > LAST_MS + SLOT_MS) {
      runs.push({ seed: firstSeed + runs.length, visits: [], faults: [], endMs: FIRST_MS });
      atMs = FIRST_MS;
    }
    const run = runs[runs.length - 1];
    run.visits.push(visit);
    // The world is founded once, at the very beginning.
    const founding = stepOf(visit[0]) === 'map.propose';
    run.faults.push(...faultsOf(visit, founding ? 0 : atMs, stimulus, run.seed));
    if (!founding) atMs += slotMs;
    run.endMs = atMs;
  }
  for (const { faults } of runs) faults.sort((a, b) => a.atMs - b.atMs);
  return runs;
}

function faultsOf(visit: Visit, atMs: number, stimulus: Stimulus, seed: number): Fault[] {
  const [point, next] = visit;
  const at = { point, skip: seed % 3, next };
  const blow = { kind: 'crash' } as const;
  const aside = { target: (seed * 0.37) % 1, other: (seed * 0.61) % 1 };
  // A world is founded once, and what needs a stimulus comes once, too.
  const rare = stimulus !== NOTHING || stepOf(point) === 'map.propose';
  return [
    {
      atMs,
      ...aside,
      what: { kind: 'strike', role: 'any', blow, at: { ...at, skip: rare ? 0 : at.skip } },
    },
    ...stimulus.faults.map(([afterMs, what, target]) => {
      return { atMs: atMs + afterMs, ...aside, target: target ?? aside.target, what };
    }),
  ];
}

/** How a walk's scenario is run. */
export function walkTask({ faults, endMs }: Pick<WalkRun, 'faults' | 'endMs'>): SeedTask {
  return { faultList: faults, faultsEndMs: endMs, respawnDelayMs: RESPAWN_DELAY_MS };
}

/** Runs a scenario somewhere: here, or in a process of a pool. */
export type RunScenario<V extends Walked> = (seed: number, task: SeedTask) => Promise<V>;

/** What a walk wants to know of a run. */
type Walked = Pick<Verdict, 'held' | 'crashPoints'>;

export interface WalkResult<V extends Walked> {
  /** How often each point was visited, pairs by their names. */
  readonly visited: ReadonlyMap<string, number>;
  readonly missing: readonly Visit[];
  readonly failed: readonly { readonly run: WalkRun; readonly verdict: V }[];
}

/** Runs in which a visit that did not come to pass is tried again, under other seeds. */
const TRIES = 4;

/** Visits every point; one that nobody came to is tried again, with others of its kind. */
export async function walkCrashPoints<V extends Walked>(
  visits: readonly Visit[],
  firstSeed: number,
  run: RunScenario<V>,
  done: (walk: WalkRun, verdict: V) => void,
  triesMax = TRIES,
): Promise<WalkResult<V>> {
  const visited = new Map<string, number>();
  const failed: { run: WalkRun; verdict: V }[] = [];
  let missing = visits;
  let seed = firstSeed;
  for (let attempt = 0; attempt < triesMax && missing.length > 0; attempt++) {
    const runs = planWalk(missing, seed);
    seed += runs.length;
    await Promise.all(
      runs.map(async (walk) => {
        const verdict = await run(walk.seed, walkTask(walk));
        for (const [name, times] of verdict.crashPoints) {
          visited.set(name, (visited.get(name) ?? 0) + times);
        }
        if (!verdict.held) failed.push({ run: walk, verdict });
        done(walk, verdict);
      }),
    );
    missing = missing.filter((visit) => !visited.has(nameOf(visit)));
  }
  return { visited, missing, failed };
}
