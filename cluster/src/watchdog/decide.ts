import type { RegionId } from '@atlasnet/schemas';
import { decideOwners } from './decide-owners.ts';
import type { WatchdogAction, WatchdogView } from './decision.ts';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/**
 * What a leading watchdog appends to the map topic now. A function of the view, which it changes only
 * in `memory`. Every record is conditional on the state that it was decided from (O1, P1, T1), so a
 * watchdog that decides from an old view, and a copy, do nothing.
 */
export function decide(view: WatchdogView): WatchdogAction[] {
  if (!view.control.incarnation) return [];
  const resume = decideTime(view);
  // Regions claimed before time goes on would run ticks that it then makes again.
  if (resume) return resume === 'waiting' ? [] : [resume];
  return [...decideOwners(view), ...decideProposal(view), ...decideRetirements(view)];
}

/** The newest tick that any region's log shows; the one before the time axis begins if none does. */
function newestTick(view: WatchdogView): number {
  let newest = (view.control.timeAxis?.originTick ?? 0) - 1;
  for (const { newestFrame } of view.watches.values()) {
    newest = Math.max(newest, newestFrame?.tick ?? newest);
  }
  return newest;
}

function allRead({ control, watches }: WatchdogView): boolean {
  return control.wantedRegions().every((region) => watches.get(region)?.isRead);
}

/**
 * T1: with no frame anywhere for a minute, time goes on from the newest tick. Processes that live may
 * be about to go on by themselves (the log was away, say): with them, the standstill must also last
 * while we watch. `waiting`: not known yet, for a few seconds after a start at most.
 */
function decideTime(view: WatchdogView): WatchdogAction | 'waiting' | null {
  const { control, worldMs, memory, options, nowMs } = view;
  const axis = control.timeAxis;
  if (!axis || control.wantedRegions().length === 0) return null;
  const mayWait = nowMs - memory.sinceMs < WATCHDOG_LIMITS.startWaitMs;
  if (worldMs === null) return mayWait ? 'waiting' : null;
  const tick = newestTick(view);
  const behindMs = worldMs - axis.worldMsOf(tick);
  if (behindMs <= options.standstillMs && behindMs >= -WATCHDOG_LIMITS.timeBehindMs) {
    memory.standstillSinceMs = null;
    return null;
  }
  if (!allRead(view)) return mayWait ? 'waiting' : null;
  memory.standstillSinceMs ??= nowMs;
  if (ownerLives(view)) {
    const silences = control.wantedRegions().map((region) => view.watches.get(region)?.silentMs);
    const seenMs = Math.min(nowMs - memory.standstillSinceMs, ...silences.map((ms) => ms ?? 0));
    if (seenMs < WATCHDOG_LIMITS.standstillSeenMs) return null;
  }
  const atMs = Math.ceil(worldMs);
  return { kind: 'resume-time', tick: tick + 1, atMs, replaces: control.timeOffset };
}

function ownerLives(view: WatchdogView): boolean {
  if (!view.storeAnswers) return true;
  const owners = new Set(
    view.control.assignedRegions().map((region) => view.control.assignmentOf(region)?.process),
  );
  return view.shards.some(({ id }) => owners.has(id) && !view.dead.has(id));
}

/** P1: an open proposal holds once all its regions are claimed, or is withdrawn after a while. */
function decideProposal(view: WatchdogView): WatchdogAction[] {
  const { control, memory, nowMs, options, worldMs } = view;
  const open = control.openProposal;
  if (!open) {
    memory.proposal = null;
    return [];
  }
  const mapVersion = open.map.version;
  if (memory.proposal?.version !== mapVersion) {
    memory.proposal = { version: mapVersion, sinceMs: nowMs };
  }
  const axis = control.timeAxis;
  const claimed = open.map.regions.every((region) => isClaimed(view, region));
  if (claimed && worldMs !== null && axis) {
    const marginTicks = Math.ceil((options.activationMarginMs * axis.tickHz) / 1000);
    const fromTick = Math.max(newestTick(view), axis.tickAt(worldMs), 0) + marginTicks;
    return [{ kind: 'activate', mapVersion, fromTick }];
  }
  // Without a map in force there is nothing to go back to.
  const waitedMs = nowMs - memory.proposal.sinceMs;
  if (!control.mapInForce || claimed || waitedMs < options.proposalLimitMs) return [];
  const missing = open.map.regions.filter((region) => !isClaimed(view, region));
  return [{ kind: 'withdraw', mapVersion, reason: `no claim of region ${missing.join(', ')}` }];
}

/** P3: a claim from before the map named the region's id again is none. */
function isClaimed({ control, watches }: WatchdogView, region: RegionId): boolean {
  const epoch = watches.get(region)?.epoch ?? 0;
  return epoch > 0 && epoch > control.namedAt(region);
}

/** P3: regions of no map are retired once closed, or at once when they never held anything. */
function decideRetirements({ control, watches }: WatchdogView): WatchdogAction[] {
  const mapVersion = control.mapInForce?.map.version ?? 0;
  return control
    .releasedRegions()
    .filter((region) => !control.everActive(region) || watches.get(region)?.isClosed)
    .map((region) => ({ kind: 'retire', region, mapVersion }));
}
