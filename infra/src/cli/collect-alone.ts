import { setFlagsFromString } from 'node:v8';

/** The engine's option that gives collections of young objects to several threads. */
export const HELPERS_OPTION = 'parallel-scavenge';

/**
 * Has the engine collect young objects on this process's own thread alone. It is done in a millisecond or
 * two; threads that help are waited for, and where processors are short, as on a machine that runs a whole
 * cluster, each waits for one first: 5 to 15 ms instead of 2, a tick's or a view's time, and the process takes
 * 8 % more of a processor. What is collected beside the program, old objects above all, stays as it is.
 */
export function collectAlone(): void {
  setFlagsFromString(`--no-${HELPERS_OPTION}`);
}
