import type { ProcessId, RegionAssignment, RegionId } from '@atlasnet/schemas';
import { ShardLoads } from './balance.ts';
import { decideBalance } from './decide-balance.ts';
import type { AssignReason, WatchdogAction, WatchdogView } from './decision.ts';
import { DrainRoom } from './drain-room.ts';
import {
  drainTarget,
  dropVoidMoves,
  eligibleShards,
  replacementOf,
  targetShards,
} from './planned-moves.ts';
import type { RegionWatch } from './region-watch.ts';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/**
 * A region counts as this much at least, and as this much while its cost is not known: small ones are
 * spread by their number, since what differs between them is noise and a move costs a recovery.
 */
const COST_MICROS_MIN = 1000;

/** Which regions get another owner now, and who (rules O1, O5). Pure but for `view.memory`. */
export function decideOwners(view: WatchdogView): WatchdogAction[] {
  const { control } = view;
  const eligible = eligibleShards(view);
  if (eligible.length === 0) return [];
  const waits = shardsStillCome(view, eligible.length);
  const keeping = awaitingSuccessors(view, eligible.length);
  const loads = new ShardLoads(targetShards(view).map(({ id }) => id));
  const regions = ownedRegions(view);
  for (const region of regions) {
    const owner = control.assignmentOf(region)?.process;
    if (owner) loads.add(owner, region, costOf(view, region));
  }
  dropVoidMoves(view);
  for (const [region, { to }] of view.memory.moves) moveLoad(view, loads, region, to);
  const actions: WatchdogAction[] = [];
  const room = new DrainRoom(view);
  for (const region of regions) {
    const reason = reasonToAssign(view, region);
    // Nobody else will tick it again, whoever is still to come.
    if (reason === null || (waits && reason !== 'exited')) continue;
    if (reason === 'silent' && !mayJudge(view)) continue;
    const owner = control.assignmentOf(region)?.process ?? null;
    if (reason === 'draining' && owner && keeping.has(owner)) continue;
    // An owner that only must claim again keeps the region: its state is warm.
    const keeps = reason === 'named-again' || reason === 'log-ahead';
    const kept = keeps && eligible.some(({ id }) => id === owner) ? owner : null;
    const choose = reason === 'draining' ? drainTarget : replacementOf;
    const process = kept ?? choose(view, region, loads);
    const planned = process ?? view.memory.moves.get(region)?.to;
    if (planned) moveLoad(view, loads, region, planned);
    if (process === null) continue;
    if (reason === 'draining' && !room.take(process)) continue;
    if (reason === 'exited') view.memory.replacedMs = view.nowMs;
    actions.push({ kind: 'assign', region, process, replaces: control.epochOf(region), reason });
  }
  if (waits || actions.length > 0) return actions;
  const move = decideBalance(view, regions, loads);
  return move ? [move] : [];
}

function moveLoad(view: WatchdogView, loads: ShardLoads, region: RegionId, to: ProcessId): void {
  const owner = view.control.assignmentOf(region)?.process;
  if (owner) loads.remove(owner, region);
  loads.remove(to, region);
  loads.add(to, region, costOf(view, region));
}

/**
 * Right after a start the first process to register would get everything, and each region that is
 * moved away later costs a recovery: the others are waited for, a little.
 */
function shardsStillCome({ nowMs, memory, options }: WatchdogView, there: number): boolean {
  return there < options.shardCount && nowMs - memory.sinceMs < WATCHDOG_LIMITS.shardsWaitMs;
}

/** Draining shards that go on with their regions: another is still to come in their place. */
function awaitingSuccessors(view: WatchdogView, there: number): ReadonlySet<ProcessId> {
  const { nowMs, options, shards } = view;
  const since = view.memory.drainingSinceMs;
  const draining = new Set(shards.filter((shard) => shard.draining).map(({ id }) => id));
  for (const id of since.keys()) if (!draining.has(id)) since.delete(id);
  for (const id of draining) if (!since.has(id)) since.set(id, nowMs);
  if (there >= options.shardCount) return new Set();
  const isFresh = (id: ProcessId): boolean =>
    nowMs - (since.get(id) ?? nowMs) < WATCHDOG_LIMITS.successorWaitMs;
  return new Set([...draining].filter(isFresh));
}

/** Regions that must have an owner: those of maps, and those that still have to close themselves. */
export function ownedRegions(view: WatchdogView): RegionId[] {
  const { control } = view;
  const closing = control.releasedRegions().filter((region) => isClosing(view, region));
  return [...control.wantedRegions(), ...closing].sort((a, b) => a - b);
}

function isClosing({ control, watches }: WatchdogView, region: RegionId): boolean {
  if (!control.everActive(region) || watches.get(region)?.isClosed) return false;
  return control.releasedRegions().includes(region);
}

function costOf(view: WatchdogView, region: RegionId): number {
  return Math.max(COST_MICROS_MIN, view.watches.get(region)?.costMicros ?? 0);
}

function reasonToAssign(view: WatchdogView, region: RegionId): AssignReason | null {
  const { control, watches, dead } = view;
  const assignment = control.assignmentOf(region);
  const watch = watches.get(region);
  if (!assignment?.process) return watch?.isRead ? 'unowned' : null;
  if (assignment.epoch < control.namedAt(region)) return 'named-again';
  if (watch && watch.epoch > assignment.epoch) return 'log-ahead';
  if (dead.has(assignment.process)) return 'exited';
  const shard = view.shards.find(({ id }) => id === assignment.process);
  if (shard?.draining) return 'draining';
  if (!watch?.isRead || !view.judges) return null;
  return silentReason(view, assignment, watch);
}

/** O5: progress decides; a lease that is gone only shortens the wait. */
function silentReason(
  view: WatchdogView,
  assignment: RegionAssignment,
  watch: RegionWatch,
): AssignReason | null {
  const { options, shards, storeAnswers } = view;
  const hasLease = shards.some(({ id }) => id === assignment.process);
  // Doubled here, too: a tick that is longer than a lease, a world's first say, is as long for the next owner.
  const patience = 2 ** Math.min(watch.tries, WATCHDOG_LIMITS.triesMax);
  const leaseless = (options.leaseMs / 2) * patience;
  if (storeAnswers && !hasLease && watch.silentMs >= leaseless) return 'lease-lost';
  const base = watch.hasFrames ? options.progressLimitMs : options.firstFrameLimitMs;
  // Without the store nobody knows who leads, nor who lives: twice the patience.
  const careful = storeAnswers ? 1 : 2;
  const limit = base * careful * patience;
  if (watch.silentMs < limit || expectsNoFrames(view, watch)) return null;
  return 'silent';
}

/**
 * A region that claimed, but that no map has before its tick comes, rightly writes nothing yet; one that maps have no
 * longer still has to hand over what it holds, and to close itself (P3).
 */
function expectsNoFrames(view: WatchdogView, watch: RegionWatch): boolean {
  const { control, worldMs } = view;
  if (isClosing(view, watch.region)) return false;
  const assigned = control.epochOf(watch.region);
  if (watch.hasFrames || watch.epoch < assigned || watch.epoch === 0) return false;
  const tick = worldMs === null ? null : (control.timeAxis?.tickAt(worldMs) ?? null);
  return tick === null || !control.mapAt(tick)?.has(watch.region);
}

/** Remembers one more judgement if there is room for it in the last progressLimitMs. */
function mayJudge({ nowMs, options, memory }: WatchdogView): boolean {
  memory.judgedAtMs = memory.judgedAtMs.filter((at) => nowMs - at < options.progressLimitMs);
  if (memory.judgedAtMs.length >= options.reassignAtOnceMax) return false;
  memory.judgedAtMs.push(nowMs);
  return true;
}
