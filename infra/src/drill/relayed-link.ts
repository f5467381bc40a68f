import type { Heal, Link } from './link.ts';

/** Several links that are disturbed as one: a process's connections to all brokers. */
export class RelayedLink implements Link {
  readonly #links: readonly Link[];

  constructor(links: readonly Link[]) {
    this.#links = links;
  }

  cut(): Heal {
    return allOf(this.#links.map((link) => link.cut()));
  }

  slow(delayMs: number): Heal {
    return allOf(this.#links.map((link) => link.slow(delayMs)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }
}

function allOf(heals: readonly Heal[]): Heal {
  return () => {
    for (const heal of heals) heal();
  };
}
