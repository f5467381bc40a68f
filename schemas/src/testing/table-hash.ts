import { addTableToHash, emptyHash } from '../codec/state-hash.ts';
import type { EntityTable } from '../table/entity-table.ts';

/** How many a table holds and the hash of all their state: two tables with one text hold the same. */
export function hashOf(table: EntityTable): string {
  const hash = emptyHash();
  addTableToHash(hash, table, -1);
  return `${table.count}:${hash.low}:${hash.high}`;
}
