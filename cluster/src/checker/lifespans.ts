import type { InvariantCheck, Place } from './invariant-check.ts';

/** Ticks in which an entity lives in a region: from the first on, up to but not with the last. */
interface Lifespan {
  region: number;
  readonly from: number;
  to: number;
  readonly place: Place;
}

/**
 * I3 across regions: no two stays of an entity share a tick. A stay is judged when its end is known, or
 * at the end of the log, so it does not matter in which order the regions are read. Stays that a handoff
 * joins become one, the way between them included: an entity in flight is nowhere else, either.
 */
export class Lifespans {
  readonly #once: InvariantCheck;
  readonly #spans = new Map<number, Lifespan[]>();

  /** @param once I3 */
  constructor(once: InvariantCheck) {
    this.#once = once;
  }

  begin(entity: number, region: number, tick: number, place: Place): void {
    const span = { region, from: tick, to: Infinity, place };
    const spans = this.#spans.get(entity);
    if (spans) spans.push(span);
    else this.#spans.set(entity, [span]);
  }

  end(entity: number, region: number, tick: number): void {
    const spans = this.#spans.get(entity) ?? [];
    const span = spans.find((each) => each.region === region && each.to === Infinity);
    if (!span) return;
    span.to = tick;
    this.#judge(entity, span, spans, false);
  }

  /** A handoff of one region's tick is an arrival in another's. */
  join(entity: number, departed: number, arrived: number): void {
    const spans = this.#spans.get(entity);
    const before = spans?.find(({ to }) => to === departed);
    const after = spans?.find((each) => each !== before && each.from === arrived);
    if (!spans || !before || !after || departed >= arrived) return;
    before.region = after.region;
    before.to = after.to;
    spans.splice(spans.indexOf(after), 1);
    if (before.to < Infinity) this.#judge(entity, before, spans, false);
  }

  /** Judges the stays that have not ended. */
  finish(): void {
    for (const [entity, spans] of this.#spans) {
      for (const span of spans) if (span.to === Infinity) this.#judge(entity, span, spans, true);
    }
  }

  #judge(entity: number, span: Lifespan, all: readonly Lifespan[], atEnd: boolean): void {
    const other = all.find((each) => {
      // Two that have not ended meet once: when the later one is looked at.
      const known = each.to < Infinity || (atEnd && each.from <= span.from);
      return each !== span && known && each.from < span.to && span.from < each.to;
    });
    const [first, second] = other && other.from > span.from ? [span, other] : [other, span];
    this.#once.expect(other === undefined, { ...second.place, entity }, () => {
      return `entity ${entity} appears in region ${second.region} while it lives in region ${first?.region}`;
    });
  }
}
