/** The numbers of a process, as its metrics endpoint says them. */
export class Scraped {
  readonly #lines: readonly string[];

  constructor(text: string) {
    this.#lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }

  /**
   * @param port where the process tells its metrics, on loopback
   * @param token network.token, where there is one
   */
  static async of(port: number, token = ''): Promise<Scraped> {
    const headers: [string, string][] = token === '' ? [] : [['authorization', `Bearer ${token}`]];
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
    if (!answer.ok) throw new Error(`the metrics are not told: ${answer.status}`);
    return new Scraped(await answer.text());
  }

  /** The sum over all labels; 0 of a name that is not there. */
  sum(name: string): number {
    return this.#of(name).reduce((sum, { value }) => sum + value, 0);
  }

  /** The values under one label's values, summed over the others. */
  byLabel(name: string, label: string): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { labels, value } of this.#of(name)) {
      const said = new RegExp(`[{,]${label}="([^"]*)"`).exec(labels)?.[1] ?? '';
      sums[said] = (sums[said] ?? 0) + value;
    }
    return sums;
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
