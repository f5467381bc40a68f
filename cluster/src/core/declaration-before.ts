import { AtlasError } from '@atlasnet/schemas';
import type { EntityMessage, Handoff, TaskResult, WorldSchema } from '@atlasnet/schemas';
import { EntityMigration } from './migrate-entity.ts';
import { PayloadMigration } from './migrate-payload.ts';
import type { Given } from './migrate-payload.ts';

/**
 * The declaration that a region's state was carried over from. Regions go over to a grown declaration one by one, as
 * their shards are started anew: what those that have not yet send is packed by this one, and carried over by name
 * where it is applied. The log has it as it came, so that every reader carries it over alike.
 */
export class DeclarationBefore {
  readonly schema: WorldSchema;
  /** The declaration that it was carried over to. */
  readonly to: WorldSchema;
  readonly entities: EntityMigration;
  readonly payloads: PayloadMigration;

  /** @throws AtlasError ATLAS_WORLD_CHANGED naming the component */
  constructor(schema: WorldSchema, to: WorldSchema) {
    this.schema = schema;
    this.to = to;
    this.entities = new EntityMigration(schema, to);
    this.payloads = new PayloadMigration(schema, to, (handoff) => this.entities.handoff(handoff));
  }
}

/** A region's declaration, and the one before it if it has one. */
export interface Declarations {
  readonly schema: WorldSchema;
  readonly before: DeclarationBefore | null;
}

/** The declaration that something is packed by; null: one that the region does not know. */
export function packedBy({ schema, before }: Declarations, hash: number): WorldSchema | null {
  if (hash === schema.hash || hash === 0) return schema;
  return before !== null && before.schema.hash === hash ? before.schema : null;
}

/** A message to an entity as the region's own declaration packs it; null where it cannot (M3). */
export function ownMessage(region: Declarations, message: EntityMessage): EntityMessage | null {
  return carried(region, message, (before) => before.payloads.entityMessage(message));
}

/** What became of a job, likewise. */
export function ownResult(region: Declarations, result: TaskResult): TaskResult | null {
  return carried(region, result, (before) => before.payloads.taskResult(result));
}

/** A command or an input, likewise. */
export function ownGiven(region: Declarations, said: Given): Given | null {
  return carried(region, said, (before) => before.payloads.given(said));
}

/** An entity that arrives, likewise. */
export function ownHandoff(region: Declarations, handoff: Handoff): Handoff | null {
  return carried(region, handoff, (before) => before.entities.handoff(handoff));
}

interface Packed {
  readonly worldSchemaHash: number;
}

function carried<What extends Packed>(
  region: Declarations,
  what: What,
  carry: (before: DeclarationBefore) => What,
): What | null {
  const by = packedBy(region, what.worldSchemaHash);
  if (by === region.schema) return what;
  if (by === null || region.before === null) return null;
  try {
    const own = carry(region.before);
    return own.worldSchemaHash === region.schema.hash ? own : null;
  } catch (error) {
    // What it is lacks a counterpart, or its bytes are damaged.
    if (error instanceof AtlasError) return null;
    throw error;
  }
}
