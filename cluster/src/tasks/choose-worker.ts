import { hashText } from '@atlasnet/schemas';
import type { ProcessId } from '@atlasnet/schemas';

/** A living worker, and the names of the tasks that it runs. */
export interface KnownWorker {
  readonly id: ProcessId;
  readonly tasks: ReadonlySet<string>;
}

/**
 * Which of the living workers runs a job: of those that know its task the one that hashes highest with
 * it (rendezvous hashing, Thaler and Ravishankar 1998); where none does, of all, and it refuses. All who
 * see the same workers choose alike, and when one goes only its jobs move. Two who see different ones may
 * both run a job: its first result counts (M4).
 */
export function chooseWorker(
  job: string,
  task: string,
  workers: readonly KnownWorker[],
): ProcessId | null {
  const able = workers.filter(({ tasks }) => tasks.has(task));
  let chosen: ProcessId | null = null;
  let highest = -1;
  for (const { id } of able.length > 0 ? able : workers) {
    const weight = mixed(hashText(`${id}/${job}`));
    if (weight < highest || (weight === highest && chosen !== null && id > chosen)) continue;
    highest = weight;
    chosen = id;
  }
  return chosen;
}

/** MurmurHash3's finaliser (Appleby): jobs that differ in their last digit only are spread as well. */
function mixed(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
