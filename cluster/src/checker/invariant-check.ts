/** Where something is wrong, as far as it is known. */
export interface Place {
  readonly region?: number;
  /** In the region's frames partition; for I8 in the map topic. */
  readonly offset?: number;
  readonly tick?: number;
  readonly entity?: number;
}

/** One broken promise. */
export interface Violation extends Place {
  /** I1 … I10 of docs/specification.md, or the rule that a check holds to. */
  readonly invariant: string;
  /** What is wrong, as a sentence without a full stop. */
  readonly problem: string;
}

/** What an invariant found; zero facts is a failure, since nothing was compared. */
export interface InvariantReport {
  readonly invariant: string;
  readonly title: string;
  readonly facts: number;
  readonly violations: readonly Violation[];
  /** Violations beyond those kept. */
  readonly more: number;
  readonly held: boolean;
}

/** Violations that one invariant keeps: the first names the bug, thousands say no more. */
const VIOLATIONS_KEPT = 100;

/** What every invariant's check shares: counting facts and keeping the first violations. */
export class InvariantCheck {
  readonly invariant: string;
  readonly title: string;
  #facts = 0;
  #more = 0;
  readonly #violations: Violation[] = [];

  constructor(invariant: string, title: string) {
    this.invariant = invariant;
    this.title = title;
  }

  get facts(): number {
    return this.#facts;
  }

  report(): InvariantReport {
    const { invariant, title } = this;
    const violations = this.#violations;
    const held = violations.length === 0 && this.#facts > 0;
    return { invariant, title, facts: this.#facts, violations, more: this.#more, held };
  }

  /** Keeps a violation that no fact was counted for. */
  violated(problem: string, place: Place): void {
    if (this.#violations.length >= VIOLATIONS_KEPT) this.#more += 1;
    else this.#violations.push({ invariant: this.invariant, problem, ...place });
  }

  /** Counts a fact, and the violation if it does not hold. */
  expect(holds: boolean, place: Place, problem: () => string): void {
    this.#facts += 1;
    if (!holds) this.violated(problem(), place);
  }
}
