/** A number of clients and what its runs gave. */
export interface Rung<Run> {
  readonly clients: number;
  readonly runs: readonly Run[];
}

/** A measurement moves from run to run: what decides is measured so often. */
const RUNS = 2;

/**
 * Tries numbers of clients until one fails. The one that failed is run once more; so is the largest
 * that passed, and each below it until one passes twice.
 */
export async function climb<Run>(
  sizes: readonly number[],
  measure: (clients: number) => Promise<Run>,
  passes: (run: Run) => boolean,
): Promise<Rung<Run>[]> {
  const rungs: { clients: number; runs: Run[] }[] = [];
  const again = async (rung: { clients: number; runs: Run[] }): Promise<boolean> => {
    const run = await measure(rung.clients);
    rung.runs.push(run);
    return passes(run);
  };
  for (const clients of [...sizes].sort((a, b) => a - b)) {
    const rung = { clients, runs: [] };
    rungs.push(rung);
    if (!(await again(rung))) break;
  }
  const passed = rungs.filter(({ runs }) => runs.every(passes));
  const failed = rungs.find(({ runs }) => !runs.every(passes));
  if (failed) while (failed.runs.length < RUNS) await again(failed);
  for (const rung of passed.reverse()) if (await again(rung)) break;
  return rungs;
}

/** The largest number of clients all of whose runs passed; null when there is none. */
export function carried<Run>(
  rungs: readonly Rung<Run>[],
  passes: (run: Run) => boolean,
): Rung<Run> | null {
  return rungs.findLast(({ runs }) => runs.every(passes)) ?? null;
}

/** The smallest above that of which a run failed; null when none was tried. */
export function firstFailing<Run>(
  rungs: readonly Rung<Run>[],
  passes: (run: Run) => boolean,
): Rung<Run> | null {
  const most = carried(rungs, passes)?.clients ?? 0;
  return rungs.find(({ clients }) => clients > most) ?? null;
}
