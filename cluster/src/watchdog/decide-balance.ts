import type { RegionId } from '@atlasnet/schemas';
import type { ShardLoads } from './balance.ts';
import type { BalanceHold, WatchdogAction, WatchdogView } from './decision.ts';
import { dropBalanceMoves, takeBalanceMoves } from './planned-moves.ts';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

/**
 * Plans moves when all is calm and they pay, and makes one a look whose target is warm. What keeps a
 * move that would pay from being planned is left in `view.memory.balance`: without it, a shard that
 * gets no region is a riddle.
 */
export function decideBalance(
  view: WatchdogView,
  regions: readonly RegionId[],
  loads: ShardLoads,
): WatchdogAction | null {
  const { memory } = view;
  if (isDraining(view)) dropBalanceMoves(view);
  const { ready, givenUp } = takeBalanceMoves(view);
  const hold = holdOf(view, regions, loads);
  memory.balance = { hold, loadMicros: loads.summary, givenUp };
  if (ready.length > 0) {
    const [[region, { to, replaces }]] = ready;
    return { kind: 'assign', region, process: to, replaces, reason: 'balance' };
  }
  if (hold === 'none') planMoves(view, loads);
  return null;
}

/** A region moves to the shard that came last, whose code is cold, and its own drains next: once is enough. */
function isDraining({ shards }: WatchdogView): boolean {
  return shards.some(({ draining }) => draining);
}

function planMoves({ control, memory, nowMs }: WatchdogView, loads: ShardLoads): void {
  memory.movedAtMs = nowMs;
  while (memory.moves.size < WATCHDOG_LIMITS.balanceMovesMax) {
    const move = loads.bestMove();
    if (!move) return;
    const { region, to } = move;
    const replaces = control.epochOf(region);
    memory.moves.set(region, { to, reason: 'balance', replaces, sinceMs: nowMs });
    loads.move(move);
  }
}

/** What keeps moves from being planned; `none` when they are due. */
function holdOf(view: WatchdogView, regions: readonly RegionId[], loads: ShardLoads): BalanceHold {
  const { control, memory, nowMs, options, watches, storeAnswers, judges } = view;
  if (isDraining(view)) return 'draining';
  if (memory.moves.size > 0) return 'warming-up';
  if (!loads.bestMove()) return 'even';
  if (!storeAnswers) return 'store-away';
  if (!judges) return 'not-judging';
  if (control.openProposal) return 'proposal-open';
  const calm = regions.every((region) => {
    const watch = watches.get(region);
    return watch?.hasFrames && watch.silentMs < options.leaseMs;
  });
  if (!calm) return 'region-silent';
  return nowMs - memory.movedAtMs < options.balanceIntervalMs ? 'interval' : 'none';
}
