import { hashText, jobId } from '@atlasnet/schemas';
import type { Job, ProcessId } from '@atlasnet/schemas';

/** A living worker, and the names of the tasks that it runs. */
export interface KnownWorker {
  readonly id: ProcessId;
  /** The hash of its program's declaration. */
  readonly declaration: number;
  readonly tasks: ReadonlySet<string>;
}

/**
 * Which of the living workers runs a job: of those whose declaration packed it and that know its task the one that
 * hashes highest with it (rendezvous hashing, Thaler and Ravishankar 1998); where none knows it, of those with the
 * declaration, and it refuses; where none has that, nobody. All who see the same workers choose alike, and when one
 * goes only its jobs move. Two who see different ones may both run a job: its first result counts (M4).
 */
export function chooseWorker(job: Job, workers: readonly KnownWorker[]): ProcessId | null {
  const { name, worldSchemaHash } = job;
  const readers = workers.filter(({ declaration }) => {
    return worldSchemaHash === 0 || declaration === worldSchemaHash;
  });
  const able = readers.filter(({ tasks }) => tasks.has(name));
  const text = jobId(job);
  let chosen: ProcessId | null = null;
  let highest = -1;
  for (const { id } of able.length > 0 ? able : readers) {
    const weight = mixed(hashText(`${id}/${text}`));
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
