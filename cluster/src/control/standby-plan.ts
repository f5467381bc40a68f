import type { ProcessId, RegionId } from '@atlasnet/schemas';

/** Which processes keep which regions warm, as the leading watchdog wants it (C3). */
export type StandbyPlan = ReadonlyMap<RegionId, readonly ProcessId[]>;

/** The entry in which the leading watchdog's registration carries the plan. */
export const PLAN_ENTRY = 'standbys';
/** The entry in which a shard's registration names the regions that it keeps warm. */
export const WARM_ENTRY = 'warm';

/** `3:aaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbb,4:…`: registrations carry plain values only. */
export function encodePlan(plan: StandbyPlan): string {
  return Array.from(plan, ([region, processes]) => `${region}:${processes.join(' ')}`).join(',');
}

/** The regions that a plan wants one process to keep warm; what does not parse is left out. */
export function regionsOfPlan(encoded: unknown, process: ProcessId): Set<RegionId> {
  const regions = new Set<RegionId>();
  if (typeof encoded !== 'string') return regions;
  for (const entry of encoded.split(',')) {
    const [region, processes] = entry.split(':');
    const number = Number(region);
    if (processes === undefined || !Number.isSafeInteger(number) || number < 0) continue;
    if (processes.split(' ').includes(process)) regions.add(number as RegionId);
  }
  return regions;
}

export function encodeWarm(regions: Iterable<RegionId>): string {
  return Array.from(regions)
    .sort((a, b) => a - b)
    .join(',');
}

/** Whether a shard's registration names a region as warm. */
export function isWarm(
  { extra }: { readonly extra: Readonly<Record<string, unknown>> },
  region: RegionId,
): boolean {
  const warm = extra[WARM_ENTRY];
  return typeof warm === 'string' && warm.split(',').includes(String(region));
}
