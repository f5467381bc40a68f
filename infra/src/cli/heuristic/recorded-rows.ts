import type { TraceRow } from '@atlasnet/heuristic';
import { WorldWalk } from '@atlasnet/replay';
import type { WorldLog } from '@atlasnet/replay';

/**
 * A recorded session as a trace: where every entity was, once a second, from the log's frames. Reads
 * the log once, with one state a region in memory.
 */
export async function* recordedRows(source: WorldLog): AsyncGenerator<TraceRow> {
  const { tickHz } = source.incarnation;
  const walk = await WorldWalk.open(source, 0);
  if ((await walk.next()) === null) return;
  for (let second = Math.floor(walk.tick / tickHz) + 1; ; second++) {
    await walk.advanceTo(second * tickHz);
    yield* rowsNow(walk, second);
    if ((await walk.next()) === null) return;
  }
}

function* rowsNow(walk: WorldWalk, timeS: number): Generator<TraceRow> {
  // An entity on its way is in no region, one that has just come may still be in both.
  const seen = new Set<number>();
  for (const { table } of walk.moment(walk.tick).regions.values()) {
    const { slots, length } = table.slotsById();
    const { positionQuantumM } = table.schema;
    for (let i = 0; i < length; i++) {
      const id = table.ids[slots[i]];
      if (seen.has(id)) continue;
      seen.add(id);
      const xM = table.lanes[0][slots[i]] * positionQuantumM;
      yield { timeS, id, xM, yM: table.lanes[1][slots[i]] * positionQuantumM };
    }
  }
}
