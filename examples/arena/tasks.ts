import { defineTasks } from 'atlasnet/server';
import { BOUNTY_MAX, arenaWorld } from './world.ts';

/** Of how many fights a worker knows. */
const RECORDS_MAX = 1000;
/** What fighters who were knocked out had to show for themselves, the newest last. */
const records: number[] = [];

/**
 * What task workers run. Unlike hooks they may remember, wait and ask others: a bounty depends on all the
 * fights that the worker has seen, wherever in the arena they were.
 */
export const tasks = defineTasks(arenaWorld, {
  /** The better a record was among the newest, the more: from 1 coin to the most there is. */
  async bounty({ hits }) {
    records.push(hits);
    if (records.length > RECORDS_MAX) records.shift();
    const lesser = records.filter((record) => record < hits).length;
    return Promise.resolve({
      coins: Math.max(1, Math.round((BOUNTY_MAX * lesser) / records.length)),
    });
  },
});
