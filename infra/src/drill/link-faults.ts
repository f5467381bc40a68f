import type { Heal } from './link.ts';

/** What one disturbance does to a link. */
interface LinkFault {
  readonly cut?: boolean;
  readonly delayMs?: number;
  /** Part of the datagrams that is dropped, 0…1. */
  readonly loss?: number;
}

/** What disturbs one link now. Disturbances overlap, and each ends for itself. */
export class LinkFaults {
  readonly #active = new Set<LinkFault>();
  readonly #healed: () => void;

  /** @param healed is called whenever one has ended */
  constructor(healed: () => void = () => undefined) {
    this.#healed = healed;
  }

  get isCut(): boolean {
    for (const { cut } of this.#active) if (cut === true) return true;
    return false;
  }

  get delayMs(): number {
    let sum = 0;
    for (const { delayMs = 0 } of this.#active) sum += delayMs;
    return sum;
  }

  /** Each loses its part of what the others leave. */
  get loss(): number {
    let kept = 1;
    for (const { loss = 0 } of this.#active) kept *= 1 - loss;
    return 1 - kept;
  }

  add(given: LinkFault): Heal {
    // Two that are alike are two.
    const fault = { ...given };
    this.#active.add(fault);
    return () => {
      if (this.#active.delete(fault)) this.#healed();
    };
  }
}
