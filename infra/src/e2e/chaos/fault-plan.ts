import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../../adapters/simulated/index.ts';
import { PROCESS_FAULTS } from './chaos-faults.ts';
import type { ChaosFault } from './chaos-faults.ts';
import type { ChaosStage } from './chaos-stage.ts';

/** Between two faults, milliseconds. */
const GAP_MS = [2000, 9000] as const;
/** How likely another follows at once, while the first is still in effect. */
const DOUBLE_RATE = 0.25;
const DOUBLE_GAP_MS = 300;

/** What was done, and when; times in milliseconds since the run began. */
export interface StruckFault {
  readonly kind: string;
  readonly target: string;
  readonly fromMs: number;
  /** When it was undone; a process that was ended is started again after this. */
  toMs: number;
}

/**
 * Draws faults until the time is over and waits until the last is undone.
 * @param sinceMs the run's own time
 */
export async function strikeFaults(
  stage: ChaosStage,
  random: SeededRandom,
  run: {
    readonly lastMs: number;
    readonly sinceMs: () => number;
    readonly struck: (fault: StruckFault) => void;
  },
): Promise<StruckFault[]> {
  const faults: StruckFault[] = [];
  const open = new Set<Promise<void>>();
  const busy = new Set<string>();
  const strikeOne = async (fault: ChaosFault): Promise<void> => {
    let entry: StruckFault | null = null;
    if (fault.exclusive !== undefined) busy.add(fault.exclusive);
    try {
      await fault.strike(stage, random, (target) => {
        entry = { kind: fault.kind, target, fromMs: run.sinceMs(), toMs: run.sinceMs() };
        faults.push(entry);
        run.struck(entry);
      });
    } finally {
      if (entry !== null) (entry as StruckFault).toMs = run.sinceMs();
      if (fault.exclusive !== undefined) busy.delete(fault.exclusive);
    }
  };
  const possible = [...PROCESS_FAULTS, ...stage.serviceFaults];
  for (;;) {
    await delay(random.chance(DOUBLE_RATE) ? DOUBLE_GAP_MS : random.between(...GAP_MS));
    if (run.sinceMs() > run.lastMs) break;
    const fault = draw(possible, random, busy);
    const striking = strikeOne(fault);
    open.add(striking);
    striking.then(
      () => open.delete(striking),
      // Told below: everything that was begun is awaited.
      () => undefined,
    );
  }
  await Promise.all(open);
  return faults;
}

function draw(
  from: readonly ChaosFault[],
  random: SeededRandom,
  busy: ReadonlySet<string>,
): ChaosFault {
  const free = from.filter(({ exclusive }) => !exclusive || !busy.has(exclusive));
  const weights = free.reduce((sum, { weight }) => sum + weight, 0);
  let at = random.between(0, weights);
  for (const fault of free) {
    at -= fault.weight;
    if (at < 0) return fault;
  }
  return free[free.length - 1];
}
