import type { Link } from './link.ts';

/** Several links that are disturbed as one: a process's connections to all brokers. */
export class RelayedLink implements Link {
  readonly #links: readonly Link[];

  constructor(links: readonly Link[]) {
    this.#links = links;
  }

  cut(): void {
    for (const link of this.#links) link.cut();
  }

  slow(delayMs: number): void {
    for (const link of this.#links) link.slow(delayMs);
  }

  heal(): void {
    for (const link of this.#links) link.heal();
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }
}
