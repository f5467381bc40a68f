import type { WatchdogView } from './decision.ts';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/**
 * Whether shard processes may be started now. A start takes a core for a second, so the regions of
 * a process that died tick first, if they do soon.
 */
export function mayStartProcesses({ nowMs, memory, watches }: WatchdogView): boolean {
  const sinceMs = nowMs - memory.replacedMs;
  // Assignments that were only just appended are not read back yet.
  if (sinceMs < WATCHDOG_LIMITS.turnMs) return false;
  if (sinceMs >= WATCHDOG_LIMITS.regionsFirstMs) return true;
  return Array.from(watches.values()).every(({ hasFrames }) => hasFrames);
}
