/** How one part of a process is. `waiting`: not ready yet, or for the moment; `failed`: broken. */
export type CheckState = 'ok' | 'waiting' | 'failed';

export interface Check {
  readonly name: string;
  readonly state: CheckState;
  readonly detail: string;
}

/** Named checks of a process: what /healthz (is it alive) and /readyz (may it be used) answer. */
export class HealthState {
  readonly #checks = new Map<string, Check>();

  /** @param expected checks that wait until they are reported for the first time */
  constructor(expected: readonly string[] = []) {
    for (const name of expected) this.report(name, 'waiting', 'starting');
  }

  report(name: string, state: CheckState, detail = ''): void {
    this.#checks.set(name, { name, state, detail });
  }

  /** No check failed. */
  get healthy(): boolean {
    return this.checks.every((check) => check.state !== 'failed');
  }

  /** Every check is well. */
  get ready(): boolean {
    return this.checks.every((check) => check.state === 'ok');
  }

  get checks(): readonly Check[] {
    return [...this.#checks.values()];
  }
}
