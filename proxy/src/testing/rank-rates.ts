import { AVATAR_HANDLE } from '../view/view-format.ts';
import type { ClientView } from '../view/client-view.ts';
import { HANDLE_LIVING } from '../view/view-handles.ts';
import type { ViewSource } from '../view/view-source.ts';

/** Ranks by distance up to these are counted together; the avatar has rank 0. */
const UP_TO = [0, 10, 100, 300, Infinity];

/** How often views tell of whom, by how many are nearer. */
export class RankRates {
  /** The longest that anybody in sight was not told of, ticks. */
  oldest = 0;
  readonly #source: ViewSource;
  readonly #told = UP_TO.map(() => 0);
  readonly #asked = UP_TO.map(() => 0);
  #views = 0;

  constructor(source: ViewSource) {
    this.#source = source;
  }

  /** Takes in what a view that was just built tells of. */
  count({ handles, centre }: ClientView): void {
    const { tick, lanes } = this.#source;
    const [x, y] = centre.at;
    const seen: { readonly away: number; readonly told: boolean }[] = [];
    for (let handle = 0; handle < handles.end; handle++) {
      if (handles.state(handle) !== HANDLE_LIVING) continue;
      const slot = handles.slot(handle);
      const away = Math.hypot(lanes[0][slot] - x, lanes[1][slot] - y);
      const told = handles.sent(handle) === tick;
      seen.push({ away: handle === AVATAR_HANDLE ? -1 : away, told });
      this.oldest = Math.max(this.oldest, tick - handles.sent(handle));
    }
    seen.sort((a, b) => a.away - b.away);
    for (const [rank, { told }] of seen.entries()) {
      const band = UP_TO.findIndex((most) => rank <= most);
      this.#asked[band]++;
      if (told) this.#told[band]++;
    }
    this.#views++;
  }

  /** Entities that a view tells of. */
  get perView(): number {
    return this.#told.reduce((sum, told) => sum + told, 0) / this.#views;
  }

  /** Updates of one entity a second, by band of ranks; NaN where nobody is. */
  get hz(): readonly number[] {
    const { tickHz } = this.#source.schema.world;
    return UP_TO.map((_, band) => (this.#told[band] / this.#asked[band]) * tickHz);
  }

  describe(): string {
    const bands = this.hz
      .map((hz, band) => ({ hz, band }))
      .filter(({ hz }) => !Number.isNaN(hz))
      .map(
        ({ hz, band }) => `${UP_TO[band] === Infinity ? 'rest' : UP_TO[band]}: ${hz.toFixed(1)}`,
      );
    return `Hz by rank ${bands.join(', ')}; oldest ${this.oldest} ticks`;
  }
}
