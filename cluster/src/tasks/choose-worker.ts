import { hashText } from '@atlasnet/schemas';
import type { ProcessId } from '@atlasnet/schemas';

/**
 * Which of the living workers runs a job: the one that hashes highest with it (rendezvous hashing,
 * Thaler and Ravishankar 1998). All who see the same workers choose alike, and when one goes only its
 * jobs move. Two who see different ones may both run a job: its first result counts (M4).
 */
export function chooseWorker(job: string, workers: readonly ProcessId[]): ProcessId | null {
  let chosen: ProcessId | null = null;
  let highest = -1;
  for (const worker of workers) {
    const weight = mixed(hashText(`${worker}/${job}`));
    if (weight < highest || (weight === highest && chosen !== null && worker > chosen)) continue;
    highest = weight;
    chosen = worker;
  }
  return chosen;
}

/** MurmurHash3's finaliser (Appleby): jobs that differ in their last digit only are spread as well. */
function mixed(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
