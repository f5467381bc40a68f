import { ChangeEncoder } from '@atlasnet/schemas';
import type { EntityTable } from '@atlasnet/schemas';

/**
 * Encodes what a frame has changed in a reader's table as its owner did, and throws it away: the engine then has
 * compiled for so many what else it compiles in a new owner's first tick, half of which that was at 100,000
 * entities. To be called before the changes are committed; the table is as it was.
 */
export function rehearseEncoding(table: EntityTable): void {
  const { cell, members } = table;
  table.cell = cell.slice();
  new ChangeEncoder(table.schema).encodePacked(table);
  table.cell = cell;
  table.members = members;
  table.cellOrder = null;
}
