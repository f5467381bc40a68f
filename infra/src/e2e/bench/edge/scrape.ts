/** The numbers of a process, as its metrics endpoint says them. */
export class Scraped {
  readonly #lines: readonly string[];

  constructor(text: string) {
    this.#lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }

  /** @param port where the process tells its metrics, on loopback */
  static async of(port: number): Promise<Scraped> {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    return new Scraped(await answer.text());
  }

  /** The sum over all labels; 0 of a name that is not there. */
  sum(name: string): number {
    return this.#of(name).reduce((sum, { value }) => sum + value, 0);
  }

  /** How many observations of a histogram were above one of its bounds. */
  above(name: string, bound: number): number {
    const below = this.#of(`${name}_bucket`).filter(({ labels }) =>
      labels.includes(`le="${bound}"`),
    );
    return this.sum(`${name}_count`) - below.reduce((sum, { value }) => sum + value, 0);
  }

  #of(name: string): { readonly labels: string; readonly value: number }[] {
    return this.#lines
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .map((line) => {
        const end = line.lastIndexOf('}') + 1;
        const rest = line.slice(end || name.length).trim();
        return { labels: line.slice(name.length, end), value: Number(rest.split(' ')[0]) };
      });
  }
}
