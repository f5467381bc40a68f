import { isAway } from '@atlasnet/cluster';
import { AtlasError, decodeDirectory, storeKeys } from '@atlasnet/schemas';
import type { IncarnationId, RegionDirectory, SessionPlace, StateStore } from '@atlasnet/schemas';

/** Regions whose entries are read; above what a world has. */
const REGIONS_MAX = 4096;

/** Where something was, by the newest entry that lists it: a hint. */
export interface Whereabouts {
  readonly region: number;
  readonly tick: number;
  /** The session asked for; null for an entity that has none. */
  readonly session: SessionPlace | null;
}

/**
 * The whole directory, the entry with the newest tick first; entries that cannot be read are left out.
 * @throws AtlasError ATLAS_STORE_UNREACHABLE, ATLAS_STORE_DENIED
 */
export async function readDirectory(
  store: StateStore,
  incarnation: IncarnationId,
): Promise<readonly RegionDirectory[]> {
  const keys = await store.keys(storeKeys.directories(incarnation), REGIONS_MAX);
  const entries: RegionDirectory[] = [];
  for (const value of await store.getMany(keys)) {
    try {
      if (value) entries.push(decodeDirectory(value));
    } catch (error) {
      // The store is untrusted input, and a hint.
      if (!(error instanceof AtlasError)) throw error;
    }
  }
  return entries.sort((a, b) => b.tick - a.tick);
}

/** The newest word of an entity; null when no entry lists it. */
export function findEntity(
  directory: readonly RegionDirectory[],
  entity: number,
): Whereabouts | null {
  const entry = directory.find(({ entities }) => entities.includes(entity));
  if (!entry) return null;
  const session = entry.sessions.find(({ avatar }) => avatar === entity) ?? null;
  return { region: entry.region, tick: entry.tick, session };
}

/** The newest word of an account's session, the region of its avatar before its home. */
export function findAccount(
  directory: readonly RegionDirectory[],
  account: string,
): Whereabouts | null {
  const places = directory.flatMap(({ region, tick, sessions }) =>
    sessions
      .filter((session) => session.account === account)
      .map((session) => ({ region, tick, session })),
  );
  const newest = Math.max(...places.map(({ session }) => session.generation));
  const current = places.filter(({ session }) => session.generation === newest);
  return current.find(({ session }) => !isAway(session)) ?? current[0] ?? null;
}
