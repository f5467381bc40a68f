import type { Handoff } from '@atlasnet/schemas';
import { handoffStateHash } from '../core/region-messages.ts';
import type { InvariantCheck, Place } from './invariant-check.ts';

/** One message between two regions, as M1 names it. */
export interface TransferName {
  readonly from: number;
  readonly to: number;
  readonly number: number;
}

interface Departed {
  readonly handoff: Handoff;
  readonly tick: number;
  readonly place: Place;
}

interface Arrived {
  readonly entity: number;
  readonly stateHash: number;
  readonly tick: number;
  readonly place: Place;
}

const keyOf = ({ from, to, number }: TransferName): string => `${from}>${to}#${number}`;

/** Two halves that belong together: the ticks of the departure and of the arrival. */
export interface MatchedTransfer {
  readonly entity: number;
  readonly departed: number;
  readonly arrived: number;
}

/** How many handoffs missed how many ticks in flight. */
export interface MissedTicks {
  matched: number;
  /** By ticks missed: 0, 1, 2, and more than 2. */
  readonly counts: [number, number, number, number];
  most: number;
}

/**
 * Joins what one region's log says it sent with what another's says it took, in whichever order the
 * two are read. What has no other half is kept: entities in flight, at most.
 */
export class Transfers {
  readonly missed: MissedTicks = { matched: 0, counts: [0, 0, 0, 0], most: 0 };
  #matched: MatchedTransfer[] = [];
  readonly #lives: InvariantCheck;
  readonly #ticks: InvariantCheck;
  readonly #departed = new Map<string, Departed & { readonly name: TransferName }>();
  readonly #arrived = new Map<string, Arrived & { readonly name: TransferName }>();

  /** @param lives I2 @param ticks I4 */
  constructor(lives: InvariantCheck, ticks: InvariantCheck) {
    this.#lives = lives;
    this.#ticks = ticks;
  }

  depart(name: TransferName, handoff: Handoff, tick: number, place: Place): void {
    const key = keyOf(name);
    this.#ticks.expect(handoff.sinceTick === tick, place, () => {
      return `entity ${handoff.entity} leaves in tick ${tick}, its handoff says ${handoff.sinceTick}`;
    });
    const arrived = this.#arrived.get(key);
    const departed = { handoff, tick, place };
    if (!arrived) this.#departed.set(key, { ...departed, name });
    else {
      this.#arrived.delete(key);
      this.#match(name, departed, arrived);
    }
  }

  /** @returns the handoff, when its sender's frame has been read already */
  arrive(name: TransferName, arrived: Arrived): Handoff | null {
    const key = keyOf(name);
    const departed = this.#departed.get(key);
    if (!departed) {
      this.#arrived.set(key, { ...arrived, name });
      return null;
    }
    this.#departed.delete(key);
    this.#match(name, departed, arrived);
    return departed.handoff;
  }

  /** Those that were matched since the last call. */
  takeMatched(): readonly MatchedTransfer[] {
    const matched = this.#matched;
    if (matched.length > 0) this.#matched = [];
    return matched;
  }

  inFlight(): IterableIterator<Departed & { readonly name: TransferName }> {
    return this.#departed.values();
  }

  unexplained(): IterableIterator<Arrived & { readonly name: TransferName }> {
    return this.#arrived.values();
  }

  #match({ from, to, number }: TransferName, departed: Departed, arrived: Arrived): void {
    const { handoff, tick } = departed;
    const { place, entity } = arrived;
    this.#lives.expect(entity === handoff.entity, place, () => {
      return `number ${number} from region ${from} was entity ${handoff.entity}, region ${to} took ${entity}`;
    });
    this.#ticks.expect(arrived.stateHash === handoffStateHash(handoff), place, () => {
      return `entity ${entity} arrives from region ${from} in another state than it left`;
    });
    this.#ticks.expect(arrived.tick > tick, place, () => {
      return `entity ${entity} left region ${from} in tick ${tick} and lives again in tick ${arrived.tick}`;
    });
    this.#matched.push({ entity, departed: tick, arrived: arrived.tick });
    const missed = Math.max(0, arrived.tick - tick - 1);
    this.missed.matched += 1;
    this.missed.counts[Math.min(3, missed)] += 1;
    this.missed.most = Math.max(this.missed.most, missed);
  }
}
