import { InputColumnWriter } from '@atlasnet/schemas';
import type { Clock, RegionId } from '@atlasnet/schemas';
import { SERVICE_LIMITS } from './limits.ts';
import type { LinkBody } from './owner-links.ts';

export interface InputBatchesOptions {
  readonly clock: Clock;
  /** Sends to a region's owner, if there is a link to it. */
  readonly send: (region: RegionId, body: LinkBody) => void;
}

/**
 * Gathers inputs for some milliseconds and sends each region's in one message: for each alone, the message,
 * its way through the kernel and the waking of the shard cost several times what the input does. They wait
 * for the region's next tick anyway.
 */
export class InputBatches {
  readonly #options: InputBatchesOptions;
  readonly #columns = new Map<RegionId, InputColumnWriter>();
  #bytes = 0;
  #cancel: (() => void) | null = null;

  constructor(options: InputBatchesOptions) {
    this.#options = options;
  }

  /** @param input as the client packs it; copied */
  add(region: RegionId, session: number, generation: number, input: Uint8Array): void {
    let column = this.#columns.get(region);
    if (!column) this.#columns.set(region, (column = new InputColumnWriter()));
    column.add(session, generation, input);
    this.#bytes += input.length;
    if (this.#bytes >= SERVICE_LIMITS.inputBatchBytes) this.flush();
    else
      this.#cancel ??= this.#options.clock.after(SERVICE_LIMITS.inputGatherMs, () => this.flush());
  }

  /** Sends what there is. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#bytes = 0;
    for (const [region, column] of this.#columns) {
      if (column.length > 0)
        this.#options.send(region, { inputs: { region, column: column.take() } });
      else this.#columns.delete(region);
    }
  }
}
