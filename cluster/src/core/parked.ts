import type { ParkedHandoff, RegionId } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { takeEntity } from './messages.ts';
import type { RegionContext } from './region-context.ts';
import { sendTo } from './region-context.ts';

/**
 * Entities that arrived as bytes which this code cannot read (rule M3). They are tried again when the
 * code changes, which it does with the process: once under each owner. One that has just been parked
 * goes back to the region that sent it, whose code could read it, and lives there meanwhile.
 */
export class ParkedScan {
  /** What is to be tried; null before the first tick. */
  #untried: ParkedHandoff[] | null = null;
  #returning: ParkedHandoff[] = [];

  /** A handoff was parked in this tick; its frame says so, the next one may send it back. */
  parked(parked: ParkedHandoff): void {
    this.#returning.push(parked);
  }

  /** Takes up what can be taken up now, a budget of them a tick. */
  run(context: RegionContext): void {
    const { parked } = context.state;
    this.#untried ??= Array.from(parked.values()).sort((a, b) => entityOf(a) - entityOf(b));
    let budget: number = LIMITS.handoffsPerTick;
    for (const entry of this.#untried.splice(0, budget)) {
      this.#tryAgain(context, entry);
      budget -= 1;
    }
    for (const entry of this.#returning.splice(0, budget)) this.#sendBack(context, entry);
  }

  #tryAgain(context: RegionContext, { handoff }: ParkedHandoff): void {
    if (!handoff) return;
    const error = takeEntity(context, handoff);
    if (error !== null) return context.draft.fault('handoff', handoff.entity, error);
    context.state.parked.delete(handoff.entity);
    context.draft.unparked.push(handoff.entity);
  }

  #sendBack(context: RegionContext, { from, handoff }: ParkedHandoff): void {
    const { state, draft, map, world } = context;
    const to = from as RegionId;
    // A region that is in no map takes nobody: the bytes stay until the code changes.
    if (!handoff || !map.has(to) || !state.parked.has(handoff.entity)) return;
    const { entity } = handoff;
    state.parked.delete(entity);
    draft.unparked.push(entity);
    const back = { ...fieldsOf(handoff), sinceTick: world.tick };
    const { number } = sendTo(context, to, { handoff: back, hops: 1 });
    state.left(entity, to, world.tick);
    // Nobody sees it here: it has no cell.
    draft.departures.push({ entity, to, number, cellX: 0, cellY: 0, cellZ: 0 });
  }
}

function entityOf({ handoff }: ParkedHandoff): number {
  return handoff?.entity ?? 0;
}

/** A decoded message keeps its defaults on the prototype. */
function fieldsOf({
  entity,
  state,
  session,
  worldSchemaHash,
}: NonNullable<ParkedHandoff['handoff']>) {
  return { entity, state, session, worldSchemaHash };
}
