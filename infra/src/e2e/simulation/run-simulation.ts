import { AtlasError } from '@atlasnet/schemas';
import { catchBug } from './catch-bug.ts';
import { ALL_VISITS, nameOf, walkCrashPoints, walkTask } from './crash-walk.ts';
import { describeFault } from './faults.ts';
import { HISTORIES } from './histories.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';
import { endOfFaults } from './run-seed.ts';
import type { Verdict } from './run-seed.ts';
import { RunTally } from './run-tally.ts';
import { SeedPool } from './seed-pool.ts';
import type { SeedRunner, SeedTask } from './seed-pool.ts';
import { shortestFaults } from './shortest-faults.ts';
import { TallyFile } from './tally-file.ts';

export interface RunSimulationOptions {
  /** The first and the last seed. */
  readonly seeds: readonly [number, number];
  readonly faults?: number;
  /** Runs this scenario of the histories, or `all`, instead of what seeds draw. */
  readonly history?: string;
  /** Visits crash points instead: `all`, `steps`, so many (which ones the seed says), or names. */
  readonly crashPoints?: string;
  /** Plants this bug; `all` with `catching`: one after the other. */
  readonly bug?: string;
  /** Says after how many seeds, at most so many, each bug is caught. */
  readonly catching?: number;
  /** Processes that run seeds; 1 by default. */
  readonly jobs?: number;
  /** Who runs them, if somebody is there already. */
  readonly runner?: SeedRunner;
  /** Adds to this file what the seeds found, and leaves out those that it has. */
  readonly tally?: string;
  /** Prints which part of the product took the processor. */
  readonly account?: boolean;
  /** Prints what the processes of a failing seed logged. */
  readonly log?: boolean;
  /** Runs every seed twice and compares the logs' bytes. */
  readonly twice?: boolean;
  /** Does not look for the shortest list of faults. */
  readonly whole?: boolean;
  readonly print: (line: string) => void;
}

/**
 * Runs seeds and prints what became of each.
 * @returns the exit code: 1 when a seed failed, a planted bug was not caught or a point not visited
 * @throws AtlasError ATLAS_USAGE for a bug, a history or a point that there is not, and for a tally of
 *   another commit
 */
export async function runSimulation(options: RunSimulationOptions): Promise<number> {
  const bugs = PROTOCOL_BUGS.filter(({ name }) => name === options.bug);
  if (options.bug !== undefined && options.bug !== 'all' && bugs.length === 0) {
    throw new AtlasError('ATLAS_USAGE', `${options.bug} is no planted bug`, {
      hint: `They are ${PROTOCOL_BUGS.map(({ name }) => name).join(', ')}, or all.`,
    });
  }
  const histories = HISTORIES.filter(({ name }) => [name, 'all'].includes(options.history ?? ''));
  if (options.history !== undefined && histories.length === 0) {
    throw new AtlasError('ATLAS_USAGE', `there is no history ${options.history}`, {
      hint: `They are ${HISTORIES.map(({ name }) => name).join('; ')}; or all.`,
    });
  }
  await using own = options.runner ? null : new SeedPool(options.jobs ?? 1);
  const runner = options.runner ?? own;
  if (!runner) throw new Error('without a runner one was made');
  if (options.catching !== undefined) {
    return await catchBugs(
      options,
      bugs.length > 0 ? bugs : PROTOCOL_BUGS,
      options.catching,
      runner,
    );
  }
  if (options.crashPoints !== undefined) return await walk(options, options.crashPoints, runner);
  if (histories.length > 0) return await runHistories(options, histories, runner);
  return await runSeeds(options, { faults: options.faults, bug: bugs[0]?.name }, runner);
}

async function catchBugs(
  { print, seeds: [first], jobs: wanted = 1 }: RunSimulationOptions,
  bugs: typeof PROTOCOL_BUGS,
  seedsMax: number,
  runner: SeedRunner,
): Promise<number> {
  // With several bugs there is work for all processes, and most are caught by the first seed.
  const jobs = bugs.length > 1 ? 1 : wanted;
  const rows = bugs.map(async ({ name, rule, mistake }) => {
    const { seeds, invariant, problem } = await catchBug(name, seedsMax, runner, { first, jobs });
    const after = seeds === 0 ? `not in ${seedsMax}` : `${seeds}`;
    // At once: a bug that takes many seeds holds up no other.
    print(`${name}: ${seeds === 0 ? after : `${invariant} after ${after}: ${problem}`}`);
    return { line: `| ${name} | ${rule} | ${mistake} | ${invariant} | ${after} |`, seeds };
  });
  const all = await Promise.all(rows);
  print('| planted bug | rule | what it does | caught by | after seeds |');
  print('| --- | --- | --- | --- | --- |');
  for (const { line } of all) print(line);
  return all.every(({ seeds }) => seeds > 0) ? 0 : 1;
}

/** All at once, each line behind the history's name. */
async function runHistories(
  options: RunSimulationOptions,
  histories: typeof HISTORIES,
  runner: SeedRunner,
): Promise<number> {
  const codes = histories.map(({ name, seed, faults }) => {
    const print = (line: string): void => options.print(`${name}: ${line}`);
    const own = { ...options, history: name, seeds: [seed, seed] as const, print };
    return runSeeds(own, { faultList: faults, faultsEndMs: endOfFaults(faults) }, runner);
  });
  return Math.max(...(await Promise.all(codes)));
}

/** All seeds at once: whoever runs them has them wait. Lines come in the order of the seeds. */
async function runSeeds(
  options: RunSimulationOptions,
  task: SeedTask,
  runner: SeedRunner,
): Promise<number> {
  const { print, seeds: range, tally: file } = options;
  const tally = new RunTally();
  const kept = file === undefined ? null : new TallyFile(file);
  const keepsLines = { ...task, lines: options.log, account: options.account };
  let next = range[0];
  // A few more than there are jobs, so that none waits while a line is printed.
  const lanes = Array.from({ length: (options.jobs ?? 1) + 1 }, async () => {
    while (next <= range[1]) {
      const seed = next++;
      if (kept?.has(seed)) continue;
      const verdict = await runner.run(seed, keepsLines);
      tally.add(verdict);
      kept?.add(verdict);
      print(verdictLine(verdict));
      if (options.twice) tally.compare(verdict, await runner.run(seed, task), print);
      if (verdict.held) continue;
      const bug = options.bug === undefined ? '' : ` --bug ${options.bug}`;
      const history = options.history === undefined ? '' : ` --history '${options.history}'`;
      const again = `npm run sim -- --seed ${seed}${bug}${history} --log`;
      await explain({ verdict, task, again }, options, runner);
    }
  });
  await Promise.all(lanes);
  tally.check(print);
  for (const line of tally.lines()) print(line);
  for (const line of kept?.lines() ?? []) print(line);
  return tally.failed > 0 ? 1 : 0;
}

/** @param failure `again` is the command that shows it once more */
async function explain(
  { verdict, task, again }: { verdict: Verdict; task: SeedTask; again: string },
  { print, log, whole }: RunSimulationOptions,
  runner: SeedRunner,
): Promise<void> {
  const { faults } = verdict;
  const lines = faults.map((fault) => `  ${describeFault(fault)}`);
  if (log) lines.push(...verdict.lines);
  if (!whole) {
    const shortest = await shortestFaults(verdict, runner, task);
    const of = `${shortest.faults.length} of its ${faults.length} faults`;
    lines.push(`  ${of} are enough: [${shortest.invariant}] ${shortest.problem}`);
  }
  lines.push(`  ${again}`);
  print(lines.join('\n'));
}

async function walk(
  options: RunSimulationOptions,
  which: string,
  runner: SeedRunner,
): Promise<number> {
  const { print, seeds } = options;
  const tally = new RunTally();
  const visits = visitsOf(which, seeds[0]);
  const { visited, missing, failed } = await walkCrashPoints(
    visits,
    seeds[0],
    (seed, scenario) => runner.run(seed, { ...scenario, lines: options.log }),
    (run, verdict) => {
      tally.add(verdict);
      print(`${verdictLine(verdict)}; ${run.visits.map(nameOf).join(', ')}`);
    },
  );
  for (const { run, verdict } of failed) {
    const names = run.visits.map(nameOf).join(', ');
    const again = `npm run sim -- --seed ${run.seed} --crash-points '${names}' --log`;
    await explain({ verdict, task: walkTask(run), again }, options, runner);
  }
  for (const visit of visits)
    print(`visited ${visited.get(nameOf(visit)) ?? 0} × ${nameOf(visit)}`);
  for (const visit of missing) print(`NOT VISITED ${nameOf(visit)}`);
  for (const line of tally.lines().slice(1)) print(line);
  print(`${visits.length - missing.length} of ${visits.length} crash points visited`);
  return failed.length + missing.length > 0 ? 1 : 0;
}

/** @throws AtlasError ATLAS_USAGE for a point that there is not */
function visitsOf(which: string, seed: number): typeof ALL_VISITS {
  const steps = ALL_VISITS.filter((visit) => visit.length === 1);
  if (which === 'all') return ALL_VISITS;
  if (which === 'steps') return steps;
  if (/^\d+$/.test(which)) {
    const from = ((seed - 1) * Number(which)) % ALL_VISITS.length;
    return ALL_VISITS.slice(from, from + Number(which));
  }
  return which.split(', ').map((name) => {
    const found = ALL_VISITS.find((visit) => nameOf(visit) === name);
    if (found) return found;
    throw new AtlasError('ATLAS_USAGE', `${name} is no crash point`, {
      hint: `Steps are ${steps.map(nameOf).join(', ')}; pairs in handoff are written a > b.`,
    });
  });
}

function verdictLine(verdict: Verdict): string {
  const { seed, scene, held, report, workload, invariant, problem, digest, simulatedMs } = verdict;
  const facts = report?.invariants.reduce((sum, each) => sum + each.facts, 0) ?? 0;
  const found = held ? 'held' : `FAILED [${invariant}] ${problem}`;
  const did = workload
    ? `${scene}, ${workload.handoffs} handoffs, ${workload.trades} trades, ${workload.claims} claims, ` +
      `${workload.maps} maps, ${workload.sessions} sessions, ${workload.commands} commands, ${workload.voidRecords} void records`
    : '';
  return `seed ${seed}: ${found}; ${simulatedMs / 1000} s, ${facts} facts, ${did}, log ${digest}`;
}
