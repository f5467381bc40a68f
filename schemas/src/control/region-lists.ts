import type { ProcessId, RegionId } from '../ids.ts';

/** Which regions are whose: asked for many times a second, and changed by records alone. */
export interface RegionLists {
  /** Ascending, as all of them. */
  readonly assigned: readonly RegionId[];
  readonly byProcess: ReadonlyMap<ProcessId, readonly RegionId[]>;
  readonly wanted: readonly RegionId[];
  /** Assigned, and wanted by no map. */
  readonly released: readonly RegionId[];
}

/** @param wanted by the map in force or the open proposal */
export function listRegions(
  regions: ReadonlyMap<
    RegionId,
    { readonly assignment: { readonly process: ProcessId | null } | null }
  >,
  wanted: ReadonlySet<RegionId>,
): RegionLists {
  const assigned: RegionId[] = [];
  const byProcess = new Map<ProcessId, RegionId[]>();
  for (const region of Array.from(regions.keys()).sort((a, b) => a - b)) {
    const process = regions.get(region)?.assignment?.process;
    if (!process) continue;
    assigned.push(region);
    const others = byProcess.get(process);
    if (others) others.push(region);
    else byProcess.set(process, [region]);
  }
  const released = assigned.filter((region) => !wanted.has(region));
  return { assigned, byProcess, wanted: Array.from(wanted).sort((a, b) => a - b), released };
}
