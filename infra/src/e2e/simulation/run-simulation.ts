import { CaughtBugs } from './catch-bug.ts';
import { nameOf, walkCrashPoints, walkTask } from './crash-walk.ts';
import type { Visit } from './crash-walk.ts';
import { describeFault } from './faults.ts';
import type { History } from './histories.ts';
import { endOfFaults } from './run-seed.ts';
import type { Verdict } from './run-seed.ts';
import { RunTally } from './run-tally.ts';
import { SeedPool } from './seed-pool.ts';
import type { SeedRunner, SeedTask } from './seed-pool.ts';
import { shorterFaults } from './shorter-faults.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { TallyFile, currentCommit } from './tally-file.ts';

/** What a run stands on. */
export interface SimulationHost {
  /** Who runs seeds; by default as many processes as there are jobs. */
  readonly runner?: SeedRunner;
  /** What a tally is of; by default what is checked out, which must be without changes. */
  readonly commit?: () => string;
}

type Print = (line: string) => void;

/** One run of the simulator. */
interface Run {
  readonly options: SimulationOptions;
  readonly print: Print;
  readonly runner: SeedRunner;
  readonly commit: () => string;
}

/**
 * Runs seeds and prints what became of each.
 * @returns the exit code: 1 when a seed failed, now or in the tally that is gone on with, a planted bug
 *   was not caught or a point not visited
 * @throws AtlasError ATLAS_USAGE for a tally of another commit, or of other options
 */
export async function runSimulation(
  options: SimulationOptions,
  print: Print,
  { runner: given, commit = currentCommit }: SimulationHost = {},
): Promise<number> {
  await using own = given ? null : new SeedPool(options.jobs);
  const runner = given ?? own;
  if (!runner) throw new Error('without a runner one was made');
  const run = { options, print, runner, commit };
  const { catching, visits, histories, faults, bug, firstFaults } = options;
  if (catching) return await catchBugs(run, catching.bugs, catching.seedsMax);
  if (visits) return await walk(run, visits);
  if (histories) return await runHistories(run, histories);
  const planted = bug === undefined ? '' : ` --bug ${bug}`;
  return await runSeeds(run, { faults, bug, firstFaults }, ` --faults ${faults}${planted}`);
}

async function catchBugs(
  { options, print, runner }: Run,
  bugs: NonNullable<SimulationOptions['catching']>['bugs'],
  seedsMax: number,
): Promise<number> {
  // With several bugs there is work for all processes, and most are caught by the first seed.
  const jobs = bugs.length > 1 ? 1 : options.jobs;
  const caught = new CaughtBugs(runner, { first: options.seeds[0], seedsMax, jobs });
  const rows = bugs.map(async ({ name, rule, mistake }) => {
    const { seeds, invariant, problem } = await caught.catch(name);
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
async function runHistories(run: Run, histories: readonly History[]): Promise<number> {
  const { firstFaults } = run.options;
  const codes = histories.map(({ name, seed, faults }) => {
    const print = (line: string): void => run.print(`${name}: ${line}`);
    const own = { ...run, print, options: { ...run.options, seeds: [seed, seed] as const } };
    const task = { faultList: faults, faultsEndMs: endOfFaults(faults), firstFaults };
    return runSeeds(own, task, ` --history '${name}'`);
  });
  return Math.max(...(await Promise.all(codes)));
}

/**
 * All seeds at once: whoever runs them has them wait. Lines come as seeds end.
 * @param words that with a seed give the same scenario, as on the command line
 */
async function runSeeds(run: Run, task: SeedTask, words: string): Promise<number> {
  const { options, print, runner, commit } = run;
  const { seeds: range, tally: file, log: lines, account, twice, jobs, histories } = options;
  const tally = new RunTally();
  const kept = file === undefined ? null : new TallyFile(file, { commit: commit(), words });
  let next = range[0];
  // A few more than there are jobs, so that none waits while a line is printed.
  const lanes = Array.from({ length: jobs + 1 }, async () => {
    while (next <= range[1]) {
      const seed = next++;
      if (kept?.has(seed)) continue;
      const verdict = await runner.run(seed, { ...task, lines, account });
      tally.add(verdict);
      kept?.add(verdict);
      print(verdictLine(verdict));
      if (twice) tally.compare(verdict, await runner.run(seed, task), print);
      if (verdict.held) continue;
      // A history says itself which seed it is.
      await explain(run, { verdict, task, words: `${histories ? '' : ` --seed ${seed}`}${words}` });
    }
  });
  await Promise.all(lanes);
  tally.check(print);
  for (const line of tally.lines()) print(line);
  for (const line of kept?.lines() ?? []) print(line);
  return tally.failed + (kept?.failed ?? 0) > 0 ? 1 : 0;
}

/** @param failure `words` are those that show it once more */
async function explain(
  { options, print, runner }: Run,
  { verdict, task, words }: { verdict: Verdict; task: SeedTask; words: string },
): Promise<void> {
  const { faults } = verdict;
  const again = (firstFaults?: number): string => {
    const first = firstFaults === undefined ? '' : ` --first-faults ${firstFaults}`;
    return `  npm run sim --${words}${first} --log`;
  };
  const lines = faults.map((fault) => `  ${describeFault(fault)}`);
  if (options.log) lines.push(...verdict.lines);
  lines.push(again(task.firstFaults));
  if (!options.whole) {
    const shorter = await shorterFaults(verdict, runner, task);
    const count = shorter.faults.length;
    lines.push(`  the first ${count} of its ${faults.length} faults are enough:`);
    lines.push(`  [${shorter.invariant}] ${shorter.problem}`, again(count));
  }
  print(lines.join('\n'));
}

async function walk(run: Run, visits: readonly Visit[]): Promise<number> {
  const { options, print, runner } = run;
  const { seeds, log: lines, firstFaults } = options;
  const tally = new RunTally();
  const { visited, missing, failed } = await walkCrashPoints(
    visits,
    seeds[0],
    (seed, scenario) => runner.run(seed, { ...scenario, firstFaults, lines }),
    (planned, verdict) => {
      tally.add(verdict);
      print(`${verdictLine(verdict)}; ${planned.visits.map(nameOf).join(', ')}`);
    },
    // What is cut short leaves out points on purpose.
    firstFaults === undefined ? undefined : 1,
  );
  for (const { run: planned, verdict } of failed) {
    const names = planned.visits.map(nameOf).join(', ');
    const words = ` --seed ${planned.seed} --crash-points '${names}'`;
    await explain(run, { verdict, task: { ...walkTask(planned), firstFaults }, words });
  }
  for (const visit of visits)
    print(`visited ${visited.get(nameOf(visit)) ?? 0} × ${nameOf(visit)}`);
  for (const visit of missing) print(`NOT VISITED ${nameOf(visit)}`);
  for (const line of tally.lines().slice(1)) print(line);
  print(`${visits.length - missing.length} of ${visits.length} crash points visited`);
  return failed.length + missing.length > 0 ? 1 : 0;
}

function verdictLine(verdict: Verdict): string {
  const { seed, scene, held, report, workload, invariant, problem, digest, simulatedMs } = verdict;
  const { faults, faultsDone } = verdict;
  const facts = report?.invariants.reduce((sum, each) => sum + each.facts, 0) ?? 0;
  const found = held ? 'held' : `FAILED [${invariant}] ${problem}`;
  const did = workload
    ? `${scene}, ${workload.handoffs} handoffs, ${workload.trades} trades, ${workload.claims} claims, ` +
      `${workload.maps} maps, ${workload.sessions} sessions, ${workload.commands} commands, ${workload.voidRecords} void records`
    : '';
  return `seed ${seed}: ${found}; ${simulatedMs / 1000} s, ${facts} facts, ${faultsDone} of ${faults.length} faults, ${did}, log ${digest}`;
}
