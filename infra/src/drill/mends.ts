/** Brings something back that a drill broke; a second call waits for the first. */
export type Mend = () => Promise<void>;

/** What a drill has broken and has not brought back yet: a signal that ends it does that first. */
export class Mends {
  readonly #open = new Set<Mend>();

  /** @returns does it, and forgets it */
  note(mend: () => Promise<void> | void): Mend {
    let running: Promise<void> | null = null;
    const once: Mend = () => {
      running ??= (async () => {
        try {
          await mend();
        } finally {
          this.#open.delete(once);
        }
      })();
      return running;
    };
    this.#open.add(once);
    return once;
  }

  /** Does all that is open, the newest first; one that fails keeps no other. */
  async all(): Promise<void> {
    for (const mend of [...this.#open].toReversed()) await mend().catch(() => undefined);
  }
}
