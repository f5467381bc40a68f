import { accountLines, addAccount } from './processor-account.ts';
import type { Verdict } from './run-seed.ts';

/** Three rounds of all scenes: of fewer some may have no lying checkpoint that is looked at. */
const SEEDS_THAT_VISIT_ALL = 54;

/** What all seeds of a run did together. */
export class RunTally {
  failed = 0;
  #seeds = 0;
  #simulatedMs = 0;
  #cpuMs = 0;
  #faults = 0;
  #faultsMin = Infinity;
  #handoffs = 0;
  #handoffsMin = Infinity;
  #trades = 0;
  /** What seeds are to be good for, by scene. */
  readonly #visits = new Map<string, number>();
  readonly #scenes = new Map<string, number>();
  readonly #facts = new Map<string, number>();
  readonly #points = new Map<string, number>();
  readonly #account = new Map<string, Map<string, number>>();

  add(verdict: Verdict): void {
    const { held, scene, report, workload, simulatedMs, cpuMs, crashPoints, leftBehind, account } =
      verdict;
    this.#faults += verdict.faultsDone;
    this.#faultsMin = Math.min(this.#faultsMin, verdict.faultsDone);
    this.#handoffsMin = Math.min(this.#handoffsMin, workload?.handoffs ?? 0);
    if (account) addAccount(this.#account, account);
    this.#seeds += 1;
    if (!held) this.failed += 1;
    this.#simulatedMs += simulatedMs;
    this.#cpuMs += cpuMs;
    this.#handoffs += workload?.handoffs ?? 0;
    this.#trades += workload?.trades ?? 0;
    const count = (into: Map<string, number>, name: string, times = 0): void =>
      void into.set(name, (into.get(name) ?? 0) + times);
    count(this.#scenes, scene, 1);
    count(this.#visits, 'frames in parts', workload?.parted);
    count(this.#visits, 'maps of the heuristic', workload?.balanced);
    count(this.#visits, 'checkpoints refused', workload?.refusedCheckpoints);
    count(this.#visits, 'clients of a proxy that is behind', leftBehind);
    count(this.#visits, 'jobs done', workload?.jobsDone);
    count(this.#visits, 'jobs refused', workload?.jobsRefused);
    count(this.#visits, 'jobs given up', workload?.jobsGivenUp);
    for (const { invariant, facts } of report?.invariants ?? []) {
      this.#facts.set(invariant, (this.#facts.get(invariant) ?? 0) + facts);
    }
    for (const [name, times] of crashPoints) {
      this.#points.set(name, (this.#points.get(name) ?? 0) + times);
    }
  }

  /** Nobody came to what so many seeds, in a row, come to: they prove less than they say. */
  check(print: (line: string) => void): void {
    if (this.#seeds < SEEDS_THAT_VISIT_ALL) return;
    for (const [name, times] of this.#visits) {
      if (times > 0) continue;
      this.failed += 1;
      print(`NOT VISITED: ${name}`);
    }
  }

  /** One seed is one history. */
  compare({ seed, digest }: Verdict, again: Verdict, print: (line: string) => void): void {
    if (again.digest === digest) return print(`seed ${seed} twice: the same log`);
    this.failed += 1;
    print(`seed ${seed} twice: FAILED, another log ${again.digest}`);
  }

  lines(): string[] {
    const speed = (this.#simulatedMs / this.#cpuMs).toFixed(1);
    const list = (counts: ReadonlyMap<string, number>): string =>
      Array.from(counts, ([name, times]) => `${name} ${times}`).join(', ');
    return [
      ...(this.#account.size > 0 ? accountLines(this.#account, this.#simulatedMs) : []),
      `scenes: ${list(this.#scenes)}; visited: ${list(this.#visits)}`,
      `crash points visited: ${list(this.#points)}`,
      `facts compared: ${list(this.#facts)}`,
      `${this.#faults} faults took effect, at least ${this.#faultsMin} a seed; ` +
        `${this.#handoffs} handoffs, at least ${this.#handoffsMin}; ` +
        `${this.#trades} messages with coins between regions`,
      `${this.#seeds} seeds, ${this.failed} failed; ${speed} × real time a core`,
    ];
  }
}
