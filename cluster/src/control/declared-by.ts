import type { ProcessId } from '@atlasnet/schemas';
import type { RegisteredProcess } from './process-registry.ts';

/** What a registry entry's extra says: the hash of its program's declaration. */
export const DECLARATION_ENTRY = 'declaration';
/** Of a shard: the hash of the declaration that a region of it was carried over from, if one was. */
export const DECLARATION_BEFORE_ENTRY = 'declarationBefore';

/**
 * Shards of a declaration that another's regions have left: they go on with what they have, but a region that went
 * over to the grown declaration cannot go back to them, and one that has not had better go on to the others at once.
 */
export function outgrownShards(shards: readonly RegisteredProcess[]): ReadonlySet<ProcessId> {
  const left = new Set<unknown>(shards.map(({ extra }) => extra[DECLARATION_BEFORE_ENTRY]));
  const outgrown = shards.filter(({ extra: { [DECLARATION_ENTRY]: declaration } }) => {
    return declaration !== undefined && left.has(declaration);
  });
  return new Set(outgrown.map(({ id }) => id));
}
