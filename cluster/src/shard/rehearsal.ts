import { PartitionMap, gridRegions, regionId, sleep } from '@atlasnet/schemas';
import type {
  Clock,
  EntityTable,
  IncarnationId,
  Link,
  ProcessId,
  WorldSchema,
} from '@atlasnet/schemas';
import { RehearsalRegion } from './rehearsal-region.ts';

/** Enough for an engine to compile what a tick runs, in steps of a few milliseconds each. */
const ENTITIES = 150;
const TICKS = 40;
/** Commands of a session that a tick applies. */
const COMMANDS = 4;
const SESSION = 1;
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
 * Ticks two made-up regions side by side without a game or a log, and throws them away: the first ticks of
 * a region that is taken over would else wait until the engine has compiled their code. That took 100 to
 * 200 ms at 10,000 entities, more than everything else of a warm takeover together.
 */
export async function rehearse(options: RehearsalOptions): Promise<void> {
  const regions = rehearsalRegions(options);
  for (let tick = 1; tick <= TICKS; tick++) {
    rehearseTick(options.schema, regions, tick);
    if (!(await sleep(options.clock, 1, options.signal))) return;
  }
}

/** Two regions that share a world, with entities and a session, each other's neighbour. */
export function rehearsalRegions(
  options: Omit<RehearsalOptions, 'signal'>,
): readonly RehearsalRegion[] {
  const { schema, process } = options;
  const bounds = { min: schema.boundsMin, max: schema.boundsMax };
  const map = new PartitionMap(1, gridRegions(2, bounds));
  const links = new Map<number, Link>();
  const regions = [0, 1].map((id) => {
    const linkTo = (region: number): Link | null => links.get(region) ?? null;
    return new RehearsalRegion({ ...options, region: regionId(id), map, linkTo });
  });
  for (const each of regions) links.set(each.region, each.linkFor(process));
  for (const { region, state } of regions) {
    for (let i = 1; i <= ENTITIES; i++) if (i % 2 === region) addWhole(schema, state.table, i);
  }
  regions[0].attach(SESSION);
  return regions;
}

/** Somebody with every component: what moves later is what a reader knows of. */
function addWhole({ components }: WorldSchema, table: EntityTable, id: number): void {
  const slot = table.add(id);
  for (const { index } of components) table.addComponent(slot, index);
}

/** Everybody moves, many to the other region; a client gives commands. */
export function rehearseTick(
  schema: WorldSchema,
  regions: readonly RehearsalRegion[],
  tick: number,
): void {
  for (const region of regions) {
    const { table } = region.state;
    move(schema, table, tick);
    // As in a table to which frames were applied: the first tick puts everybody in order.
    if (tick % 2 === 0) table.cellOrder = null;
    for (let i = 0; i < COMMANDS; i++) region.command(SESSION);
    region.tick(tick);
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
