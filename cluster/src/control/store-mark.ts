import { AtlasError, sleep, storeKeys } from '@atlasnet/schemas';
import type { Clock, IncarnationId, Logger, ProcessId, StateStore } from '@atlasnet/schemas';

/** A mark outlives every pause that a process survives, milliseconds. */
const MARK_TTL_MS = 600_000;
/** Between two looks of {@link watchStore}, milliseconds. */
const LOOK_MS = 500;

export interface StoreMarkOptions {
  readonly store: StateStore;
  readonly incarnation: IncarnationId;
  readonly process: ProcessId;
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

/**
 * Tells a store that lost what it held from a slow one. A wiped or restarted store has no generation
 * key, or another's; one that fell back to an older state has an older mark of this process.
 */
export class StoreMark {
  readonly #options: StoreMarkOptions;
  #generation: string | null = null;
  #count = 0;
  /** What the mark may be: after an error it is not known whether the newest was taken. */
  #possible: string[] = [];

  constructor(options: StoreMarkOptions) {
    this.#options = options;
  }

  /**
   * Whether the store lost writes since the last look (the first look cannot say).
   * @throws AtlasError ATLAS_STORE_UNREACHABLE, ATLAS_STORE_DENIED
   */
  async look(): Promise<boolean> {
    const { store, incarnation, process } = this.#options;
    const keys = [storeKeys.generation(incarnation), storeKeys.mark(incarnation, process)];
    const [generation, mark] = (await store.getMany(keys)).map((value) =>
      value ? text.decode(value) : null,
    );
    const found = generation ?? (await this.#makeGeneration(keys[0]));
    const knew = this.#generation !== null;
    const lost =
      knew && (found !== this.#generation || mark === null || !this.#possible.includes(mark));
    this.#generation = found;
    const next = String((this.#count += 1));
    this.#possible = [...(mark === null || lost ? [] : [mark]), next];
    await store.set(keys[1], utf8.encode(next), { ttlMs: MARK_TTL_MS });
    this.#possible = [next];
    return lost;
  }

  /** Process ids are random, so no other store, nor this one before, ever had this generation. */
  async #makeGeneration(key: string): Promise<string | null> {
    const { store, process } = this.#options;
    await store.compareAndSet(key, null, utf8.encode(`${process}/${this.#count}`));
    const value = await store.get(key);
    return value && text.decode(value);
  }
}

/** Looks at the store again and again until the signal; calls `lost` when it lost what it held. */
export async function watchStore(
  options: StoreMarkOptions & { readonly clock: Clock; readonly logger: Logger },
  signal: AbortSignal,
  lost: () => void,
): Promise<void> {
  const mark = new StoreMark(options);
  const { clock, logger } = options;
  do {
    try {
      if (!(await mark.look())) continue;
      logger.warn('the store lost what it held: it is filled again');
      lost();
    } catch (error) {
      // O6: whoever runs goes on without the store.
      if (!(error instanceof AtlasError)) throw error;
    }
  } while (await sleep(clock, LOOK_MS, signal));
}
