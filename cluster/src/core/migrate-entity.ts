import { EntityTable, decodeEntity, encodeEntity } from '@atlasnet/schemas';
import type { CompiledComponent, Handoff, WorldSchema } from '@atlasnet/schemas';
import { fieldChange, refuseChange } from './migrate-payload.ts';

/** Carries entities over to another declaration of the same world: they lack what is new until the game adds it. */
export class EntityMigration {
  readonly #from: WorldSchema;
  readonly #to: WorldSchema;
  readonly #pairs: readonly ComponentPair[];

  /** @throws AtlasError ATLAS_WORLD_CHANGED naming the component */
  constructor(from: WorldSchema, to: WorldSchema) {
    this.#from = from;
    this.#to = to;
    this.#pairs = from.components.map((before) => ({ before, after: counterpart(before, to) }));
  }

  /** Gives an entity the components that it has in another table. */
  copy(from: EntityTable, old: number, to: EntityTable, slot: number): void {
    for (const { before, after } of this.#pairs) {
      if (from.has(old, before.index)) copyComponent(from, old, before, to, slot, after);
    }
  }

  /**
   * An entity on its way, as it would have left under the other declaration.
   * @throws AtlasError ATLAS_FRAME_MALFORMED
   */
  handoff(handoff: Handoff): Handoff {
    if (handoff.worldSchemaHash !== this.#from.hash) return handoff;
    const before = new EntityTable(this.#from, 1);
    const old = decodeEntity(before, handoff.state);
    const after = new EntityTable(this.#to, 1);
    const slot = after.add(handoff.entity);
    this.copy(before, old, after, slot);
    const { entity, session, sinceTick } = handoff;
    const state = encodeEntity(after, slot);
    return { entity, state, session, sinceTick, worldSchemaHash: this.#to.hash };
  }
}

interface ComponentPair {
  readonly before: CompiledComponent;
  readonly after: CompiledComponent;
}

function counterpart(before: CompiledComponent, schema: WorldSchema): CompiledComponent {
  const what = `component ${before.name}`;
  const after = schema.components.find((each) => each.name === before.name);
  if (!after) return refuseChange(schema, what, 'was removed');
  const how = fieldChange(before.field, after.field);
  if (how !== null) refuseChange(schema, what, how);
  if (after.laneCount !== before.laneCount) refuseChange(schema, what, 'changed its range');
  return after;
}

function copyComponent(
  from: EntityTable,
  old: number,
  before: CompiledComponent,
  to: EntityTable,
  slot: number,
  after: CompiledComponent,
): void {
  to.present[slot] |= 1 << after.index;
  for (let i = 0; i < before.laneCount; i++) {
    to.lanes[after.firstLane + i][slot] = from.lanes[before.firstLane + i][old];
  }
  if (before.heap >= 0) to.heaps[after.heap][slot] = from.heaps[before.heap][old];
}
