import type { ProcessId, RegionId } from '@atlasnet/schemas';
import { outgrownShards } from '../control/declared-by.ts';
import { isWarm } from '../control/standby-plan.ts';
import type { RegisteredProcess } from '../control/process-registry.ts';
import type { ShardLoads } from './balance.ts';
import type { PlannedMove, WatchdogView } from './decision.ts';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/** The shards that go on. */
export function eligibleShards({ shards, dead }: WatchdogView): RegisteredProcess[] {
  return shards.filter(({ id, draining }) => !draining && !dead.has(id));
}

/** Those of them that are given regions: while others are there, none whose declaration regions have left. */
export function targetShards(view: WatchdogView): RegisteredProcess[] {
  const eligible = eligibleShards(view);
  const outgrown = outgrownShards(view.shards);
  const targets = eligible.filter(({ id }) => !outgrown.has(id));
  return targets.length > 0 ? targets : eligible;
}

/** Who replaces an owner: the least loaded that keeps the region warm, else the least loaded. */
export function replacementOf(
  view: WatchdogView,
  region: RegionId,
  loads: ShardLoads,
): ProcessId | null {
  const owner = view.control.assignmentOf(region)?.process ?? null;
  return warmOne(view, region, loads) ?? loads.least(owner);
}

/**
 * Where a region of a draining shard goes now: to who keeps it warm. Without such a one a target is
 * chosen, which is then told to warm up; null until it has, or has had its time.
 */
export function drainTarget(
  view: WatchdogView,
  region: RegionId,
  loads: ShardLoads,
): ProcessId | null {
  const { control, memory, nowMs } = view;
  const warm = warmOne(view, region, loads);
  if (warm !== null) return warm;
  const to = memory.moves.get(region)?.to ?? replacementOf(view, region, loads);
  if (to === null) return null;
  if (!memory.moves.has(region)) {
    const replaces = control.epochOf(region);
    memory.moves.set(region, { to, reason: 'draining', replaces, sinceMs: nowMs });
  }
  return hasHadItsTime(view, region) ? to : null;
}

/** Forgets moves that came about, or that cannot. */
export function dropVoidMoves(view: WatchdogView): void {
  const { memory, control } = view;
  const targets = new Set(targetShards(view).map(({ id }) => id));
  for (const [region, { to, replaces }] of memory.moves) {
    if (control.epochOf(region) === replaces && targets.has(to)) continue;
    memory.moves.delete(region);
  }
}

/** Forgets the moves for balance that are not made yet. */
export function dropBalanceMoves({ memory }: WatchdogView): void {
  for (const [region, { reason }] of memory.moves) {
    if (reason === 'balance') memory.moves.delete(region);
  }
}

/** The moves for balance that can be made now; those that took too long are given up. */
export function takeBalanceMoves(view: WatchdogView): {
  readonly ready: readonly [RegionId, PlannedMove][];
  readonly givenUp: readonly [RegionId, PlannedMove][];
} {
  const { shards, nowMs, memory } = view;
  const ready: [RegionId, PlannedMove][] = [];
  const givenUp: [RegionId, PlannedMove][] = [];
  for (const [region, move] of memory.moves) {
    if (move.reason !== 'balance') continue;
    const target = shards.find(({ id }) => id === move.to);
    if (target && isWarm(target, region)) ready.push([region, move]);
    else if (nowMs - move.sinceMs >= WATCHDOG_LIMITS.balanceWarmUpMs) givenUp.push([region, move]);
  }
  for (const [region] of givenUp) memory.moves.delete(region);
  return { ready, givenUp };
}

function hasHadItsTime({ memory, nowMs }: WatchdogView, region: RegionId): boolean {
  const sinceMs = memory.moves.get(region)?.sinceMs ?? nowMs;
  return nowMs - sinceMs >= WATCHDOG_LIMITS.warmUpMs;
}

function warmOne(view: WatchdogView, region: RegionId, loads: ShardLoads): ProcessId | null {
  const owner = view.control.assignmentOf(region)?.process;
  const warm = targetShards(view).filter((shard) => shard.id !== owner && isWarm(shard, region));
  return loads.leastOf(warm.map(({ id }) => id));
}
