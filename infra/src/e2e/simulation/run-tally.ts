import type { Verdict } from './run-seed.ts';

/** What all seeds of a run did together. */
export class RunTally {
  failed = 0;
  #seeds = 0;
  #simulatedMs = 0;
  #cpuMs = 0;
  #handoffs = 0;
  #trades = 0;
  readonly #facts = new Map<string, number>();
  readonly #points = new Map<string, number>();

  add({ held, report, workload, simulatedMs, cpuMs, crashPoints }: Verdict): void {
    this.#seeds += 1;
    if (!held) this.failed += 1;
    this.#simulatedMs += simulatedMs;
    this.#cpuMs += cpuMs;
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
    const speed = (this.#simulatedMs / this.#cpuMs).toFixed(1);
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
