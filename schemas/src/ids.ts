/**
 * Branded ids. All of them are plain numbers or strings at run time; the brand keeps a region from
 * being passed where an offset is meant.
 */
declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A region's id: its Kafka partition number. */
export type RegionId = Branded<number, 'RegionId'>;
/** An entity's id: unique for ever, below 2^53. */
export type EntityId = Branded<number, 'EntityId'>;
/** A client run's id: 53 random bits chosen by the gateway; a new run of a client is a new session. */
export type SessionId = Branded<number, 'SessionId'>;
/** The offset, in the map topic, of an assignment. */
export type Epoch = Branded<number, 'Epoch'>;
/** A position in one partition of the log. */
export type Offset = Branded<number, 'Offset'>;
/** A number on the world's one time axis. */
export type Tick = Branded<number, 'Tick'>;
/** A process's random id (16 hex digits), made anew at each start. */
export type ProcessId = Branded<string, 'ProcessId'>;
/** A world's incarnation (32 hex digits). */
export type IncarnationId = Branded<string, 'IncarnationId'>;

export const regionId = (value: number): RegionId => value as RegionId;
export const entityId = (value: number): EntityId => value as EntityId;
export const sessionId = (value: number): SessionId => value as SessionId;
export const epoch = (value: number): Epoch => value as Epoch;
export const offset = (value: number): Offset => value as Offset;
export const tick = (value: number): Tick => value as Tick;
export const processId = (value: string): ProcessId => value as ProcessId;
export const incarnationId = (value: string): IncarnationId => value as IncarnationId;

/** Regions are numbered below this, so that a region and a counter fit in 53 bits. */
export const REGIONS_MAX = 4096;
/** Entities one region can ever create: 2^41. */
export const ENTITIES_PER_REGION_MAX = 2 ** 41;

/**
 * Makes the id of the `counter`-th entity that `region` ever created. The counter is part of the
 * region's counted state and never goes back, so ids need no coordination.
 */
export function makeEntityId(region: RegionId, counter: number): EntityId {
  if (counter < 0 || counter >= ENTITIES_PER_REGION_MAX) {
    throw new RangeError(`entity counter ${counter} is outside 0…2^41`);
  }
  return (region * ENTITIES_PER_REGION_MAX + counter) as EntityId;
}

/** The region that created an entity, and the entity's number there. */
export function splitEntityId(id: EntityId): { region: RegionId; counter: number } {
  const region = Math.floor(id / ENTITIES_PER_REGION_MAX);
  return { region: region as RegionId, counter: id - region * ENTITIES_PER_REGION_MAX };
}

/** `12.345`: the creating region and the number there; what pages, logs and the CLI print. */
export function formatEntityId(id: EntityId): string {
  const { region, counter } = splitEntityId(id);
  return `${region}.${counter}`;
}

/** Reads what {@link formatEntityId} prints, or a plain integer; null when it is neither. */
export function parseEntityId(text: string): EntityId | null {
  const dotted = /^(\d{1,4})\.(\d{1,13})$/.exec(text);
  if (dotted) {
    const region = Number(dotted[1]);
    const counter = Number(dotted[2]);
    if (region >= REGIONS_MAX || counter >= ENTITIES_PER_REGION_MAX) return null;
    return makeEntityId(region as RegionId, counter);
  }
  const plain = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(plain) ? (plain as EntityId) : null;
}

/** R3: the slice of the rolling hash, by the entity's number in its region; a remainder of whole 32-bit numbers takes a tenth of the time. */
export function hashSliceOf(id: number, slices: number): number {
  const counter = id - Math.floor(id / ENTITIES_PER_REGION_MAX) * ENTITIES_PER_REGION_MAX;
  return counter < 2 ** 31 ? (counter | 0) % slices : counter % slices;
}
