import { AtlasError } from '@atlasnet/schemas';
import { catchBug } from './catch-bug.ts';
import { describeFault } from './faults.ts';
import { HISTORIES } from './histories.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';
import { runSeed } from './run-seed.ts';
import type { ScenarioOptions, Verdict } from './run-seed.ts';
import { shortestFaults } from './shortest-faults.ts';

export interface RunSimulationOptions {
  /** The first and the last seed. */
  readonly seeds: readonly [number, number];
  readonly faults?: number;
  /** Runs this scenario of the histories instead of what seeds draw. */
  readonly history?: string;
  /** Plants this bug; `all` with `catching`: one after the other. */
  readonly bug?: string;
  /** Says after how many seeds, at most so many, each bug is caught. */
  readonly catching?: number;
  /** Prints what the processes of a failing seed logged. */
  readonly log?: boolean;
  /** Runs every seed twice and compares the logs' bytes. */
  readonly twice?: boolean;
  /** Does not look for the shortest list of faults. */
  readonly whole?: boolean;
  readonly print: (line: string) => void;
}

/**
 * Runs seeds one after the other and prints what became of each.
 * @returns the exit code: 1 when a seed failed, or a planted bug was not caught
 * @throws AtlasError ATLAS_USAGE for a bug that is none of the planted ones
 */
export async function runSimulation(options: RunSimulationOptions): Promise<number> {
  const bugs = PROTOCOL_BUGS.filter(({ name }) => name === options.bug);
  if (options.bug !== undefined && options.bug !== 'all' && bugs.length === 0) {
    throw new AtlasError('ATLAS_USAGE', `${options.bug} is no planted bug`, {
      hint: `They are ${PROTOCOL_BUGS.map(({ name }) => name).join(', ')}, or all.`,
    });
  }
  if (options.catching !== undefined) {
    return catchBugs(options, bugs.length > 0 ? bugs : PROTOCOL_BUGS, options.catching);
  }
  const history = HISTORIES.find(({ name }) => name === options.history);
  if (options.history !== undefined && !history) {
    throw new AtlasError('ATLAS_USAGE', `there is no history ${options.history}`, {
      hint: `They are ${HISTORIES.map(({ name }) => name).join('; ')}.`,
    });
  }
  if (history) {
    const { seed, faults } = history;
    return runSeeds({ ...options, seeds: [seed, seed] }, { faultList: faults });
  }
  return runSeeds(options, { faults: options.faults, bug: bugs[0] });
}

async function catchBugs(
  { print, seeds: [first] }: RunSimulationOptions,
  bugs: typeof PROTOCOL_BUGS,
  seedsMax: number,
): Promise<number> {
  let exitCode = 0;
  print('| planted bug | rule | what it does | caught by | after seeds |');
  print('| --- | --- | --- | --- | --- |');
  for (const bug of bugs) {
    const { seeds, invariant } = await catchBug(bug, seedsMax, first);
    const after = seeds === 0 ? `not in ${seedsMax}` : `${seeds}`;
    print(`| ${bug.name} | ${bug.rule} | ${bug.mistake} | ${invariant} | ${after} |`);
    if (seeds === 0) exitCode = 1;
  }
  return exitCode;
}

async function runSeeds(options: RunSimulationOptions, scenario: ScenarioOptions): Promise<number> {
  const { print, seeds: range } = options;
  const tally = new Tally();
  for (let seed = range[0]; seed <= range[1]; seed++) {
    const verdict = await runSeed(seed, scenario);
    tally.add(verdict);
    print(verdictLine(verdict));
    if (options.twice) tally.compare(verdict, await runSeed(seed, scenario), print);
    if (verdict.held) continue;
    for (const fault of verdict.faults) print(`  ${describeFault(fault)}`);
    if (options.log) for (const line of verdict.lines) print(line);
    if (options.whole) continue;
    const shortest = await shortestFaults(seed, verdict, scenario);
    const of = `${shortest.faults.length} of its ${verdict.faults.length} faults`;
    print(`  ${of} are enough: [${shortest.invariant}] ${shortest.problem}`);
    print(`  npm run sim -- --seed ${seed} --log`);
  }
  for (const line of tally.lines()) print(line);
  return tally.failed > 0 ? 1 : 0;
}

/** What all seeds together did. */
class Tally {
  failed = 0;
  #seeds = 0;
  #simulatedMs = 0;
  #handoffs = 0;
  #trades = 0;
  readonly #facts = new Map<string, number>();
  readonly #points = new Map<string, number>();
  readonly #started = process.cpuUsage();

  add({ held, report, workload, simulatedMs, crashPoints }: Verdict): void {
    this.#seeds += 1;
    if (!held) this.failed += 1;
    this.#simulatedMs += simulatedMs;
    this.#handoffs += workload?.handoffs ?? 0;
    this.#trades += workload?.trades ?? 0;
    for (const { invariant, facts } of report?.invariants ?? []) {
      this.#facts.set(invariant, (this.#facts.get(invariant) ?? 0) + facts);
    }
    for (const [name, times] of crashPoints) {
      this.#points.set(name, (this.#points.get(name) ?? 0) + times);
    }
  }

  /** One seed is one history. */
  compare({ seed, digest }: Verdict, again: Verdict, print: (line: string) => void): void {
    if (again.digest === digest) return print(`seed ${seed} twice: the same log`);
    this.failed += 1;
    print(`seed ${seed} twice: FAILED, another log ${again.digest}`);
  }

  lines(): string[] {
    const { user, system } = process.cpuUsage(this.#started);
    const speed = (this.#simulatedMs / ((user + system) / 1000)).toFixed(1);
    const list = (counts: ReadonlyMap<string, number>): string =>
      Array.from(counts, ([name, times]) => `${name} ${times}`).join(', ');
    return [
      `crash points visited: ${list(this.#points)}`,
      `facts compared: ${list(this.#facts)}`,
      `${this.#handoffs} handoffs, ${this.#trades} messages with coins between regions`,
      `${this.#seeds} seeds, ${this.failed} failed; ${speed} × real time a core`,
    ];
  }
}

function verdictLine(verdict: Verdict): string {
  const { seed, held, report, workload, invariant, problem, digest, simulatedMs } = verdict;
  const facts = report?.invariants.reduce((sum, each) => sum + each.facts, 0) ?? 0;
  const found = held ? 'held' : `FAILED [${invariant}] ${problem}`;
  const did = workload
    ? `${workload.handoffs} handoffs, ${workload.trades} trades, ${workload.claims} claims, ` +
      `${workload.maps} maps, ${workload.voidRecords} void records`
    : '';
  return `seed ${seed}: ${found}; ${simulatedMs / 1000} s, ${facts} facts, ${did}, log ${digest}`;
}
