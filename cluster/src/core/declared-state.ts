import { compileWorldJson } from '@atlasnet/schemas';
import type { WorldSchema } from '@atlasnet/schemas';
import { migrateState } from './migrate-state.ts';
import type { RegionState } from './region-state.ts';

/**
 * A region's counted state under the declarations that its log's claims carry. A declaration holds
 * from the first frame that counts under its claim: a program that claimed, found that it cannot go on
 * from this state and ended, has changed nothing, and the one before it goes on.
 */
export class DeclaredState {
  readonly #initial: (schema: WorldSchema) => RegionState;
  #state: RegionState | null;
  #counted: boolean;
  /** The newest claim's declaration, if the state is not under it yet. */
  #claimed: string | null = null;

  /** @param start the state to go on from; null: before the partition's first record */
  constructor(start: RegionState | null, initial: (schema: WorldSchema) => RegionState) {
    this.#state = start;
    this.#counted = start !== null;
    this.#initial = initial;
  }

  /** Null before the first claim. */
  get state(): RegionState | null {
    return this.#state;
  }

  /** Takes the declaration (canonical JSON, UTF-8) of a claim that became current. */
  claim(worldSchema: Uint8Array): void {
    const json = new TextDecoder().decode(worldSchema);
    this.#claimed = this.#state?.schema.json === json ? null : json;
    if (this.#claimed === null || this.#counted) return;
    // Nothing counted yet: there is nothing to carry over.
    this.#state = this.#initial(compileWorldJson(json));
    this.#claimed = null;
  }

  /**
   * The state that the next frame that counts is applied to.
   * @throws AtlasError ATLAS_WORLD_CHANGED
   */
  forFrame(): RegionState | null {
    if (this.#claimed !== null && this.#state) {
      this.#state = migrateState(this.#state, compileWorldJson(this.#claimed));
      this.#claimed = null;
    }
    this.#counted = true;
    return this.#state;
  }

  /**
   * The state under an owner's own declaration.
   * @throws AtlasError ATLAS_WORLD_CHANGED
   */
  under(schema: WorldSchema): RegionState {
    if (!this.#state || !this.#counted) return this.#initial(schema);
    return migrateState(this.#state, schema);
  }
}
