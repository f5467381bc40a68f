import { EntityTable, PartitionMap, epoch, gridRegions, regionId, sleep } from '@atlasnet/schemas';
import type { Clock, IncarnationId, ProcessId, WorldSchema } from '@atlasnet/schemas';
import { RegionRuntime } from '../core/region-runtime.ts';
import { RegionState } from '../core/region-state.ts';

/** Enough for an engine to compile what a tick runs, in steps of about a millisecond each. */
const ENTITIES = 500;
const TICKS = 60;
/** A prime that leaves most entities in a cell of their own, as in a large region, in worlds of any size. */
const SPREAD = 15_485_863;

export interface RehearsalOptions {
  readonly schema: WorldSchema;
  readonly clock: Clock;
  readonly process: ProcessId;
  readonly incarnation: IncarnationId;
  readonly signal: AbortSignal;
}

/**
 * Ticks a made-up region without a game, a log or readers, and throws it away: the first tick of a
 * region that is taken over would else wait until the engine has compiled its code. That took 100 to
 * 200 ms at 10,000 entities, more than everything else of a warm takeover together.
 */
export async function rehearse(options: RehearsalOptions): Promise<void> {
  const { schema, clock, signal } = options;
  const runtime = scratchRegion(options);
  const { table } = runtime.state;
  for (let id = 1; id <= ENTITIES; id++) table.add(id);
  for (let tick = 1; tick <= TICKS; tick++) {
    move(schema, table, tick);
    // As in a table to which frames were applied: the first tick puts everybody in order.
    if (tick % 2 === 0) table.cellOrder = null;
    runtime.runTick(tick);
    if (!(await sleep(clock, 1, signal))) return;
  }
}

/** Every column changes, a little or a lot; everybody is all over the world, and some change their cell. */
function move(schema: WorldSchema, table: EntityTable, tick: number): void {
  const { slots, length } = table.slotsById();
  const { boundsMin, boundsMax, positionQuantumM } = schema;
  for (let i = 0; i < length; i++) {
    for (const { index, firstLane, laneCount } of schema.components) {
      const step = (i * 7919 + tick * (index + 1)) % (tick % 3 === 0 ? 60_000 : 200);
      for (let lane = 0; lane < laneCount; lane++) {
        let value = lane === 0 ? step : 0;
        if (index === 0) {
          const room = Math.floor((boundsMax[lane] - boundsMin[lane]) / positionQuantumM);
          const place = ((i + 1) * SPREAD * (lane + 1) + step) % Math.max(1, room);
          value = Math.ceil(boundsMin[lane] / positionQuantumM) + place;
        }
        table.writeLane(slots[i], index, firstLane + lane, value);
      }
    }
  }
}

function scratchRegion({ schema, process, incarnation }: RehearsalOptions): RegionRuntime {
  const region = regionId(0);
  const [box] = gridRegions(1, { min: schema.boundsMin, max: schema.boundsMax });
  return new RegionRuntime({
    schema,
    server: { world: schema.declaration },
    region,
    incarnation,
    process,
    epoch: epoch(1),
    seed: 1,
    state: new RegionState(schema, region),
    map: new PartitionMap(1, [{ ...box, region }]),
    homeCount: 1,
    lingerTicks: 1,
    sessionsMax: 1,
    stopwatch: () => 0,
    neighbourhood: {
      ghosts: new EntityTable(schema),
      ownerOf: () => -1,
      isUp: () => false,
      reads: () => [],
      confirmedBy: () => 0,
      hold: () => undefined,
      bury: () => undefined,
    },
  });
}
