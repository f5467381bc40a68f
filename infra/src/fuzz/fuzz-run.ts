import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SeededRandom } from '../adapters/simulated/index.ts';
import { ACCEPTED } from './fuzz-reader.ts';
import type { FuzzReader, FuzzTarget } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

/** Inputs of one round: each round has a reader of its own and a seed of its own. */
export const ROUND_INPUTS = 100_000;
/** A round's reader may hold so much more at its end than at its beginning: queues, caches, code. */
const GROWTH_BYTES_MAX = 24 * 1024 * 1024;
/** Of an input, when it is printed. */
const SHOWN_BYTES = 4096;

/** What is known of one reader after its inputs. */
export interface FuzzTally {
  readonly reader: string;
  inputs: number;
  accepted: number;
  readonly refused: Map<string, number>;
  /** Bytes in use after a collection, with the first round's reader open, before and after all. */
  heapBefore: number;
  heapAfter: number;
  failure: FuzzFailure | null;
}

export interface FuzzFailure {
  readonly seed: number;
  /** Inputs of that seed until it shows. */
  readonly inputs: number;
  readonly problem: string;
  readonly input: string;
}

/** Feeds a reader so many changed inputs; ends at the first failure. */
export async function fuzz(reader: FuzzReader, seed: number, inputs: number): Promise<FuzzTally> {
  const tally: FuzzTally = {
    ...{ reader: reader.name, inputs: 0, accepted: 0, refused: new Map() },
    ...{ heapBefore: 0, heapAfter: 0, failure: null },
  };
  for (let round = 0; tally.inputs < inputs && tally.failure === null; round++) {
    const left = Math.min(ROUND_INPUTS, inputs - tally.inputs);
    await runRound(reader, seed + round, left, tally);
  }
  return tally;
}

async function runRound(
  reader: FuzzReader,
  seed: number,
  inputs: number,
  tally: FuzzTally,
): Promise<void> {
  const random = new SeededRandom(seed, reader.name);
  const target = await reader.open(random.fork('world'));
  const heapBefore = heapInUse();
  if (tally.heapBefore === 0) tally.heapBefore = heapBefore;
  const fed = { count: 0, input: new Uint8Array(0) };
  try {
    await feedAll({ reader, target, random, inputs, tally, fed });
    await target.check?.();
    tally.heapAfter = heapInUse();
    const growth = tally.heapAfter - heapBefore;
    if (growth > GROWTH_BYTES_MAX) throw new Error(`the reader holds ${growth} bytes more`);
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const input = Buffer.from(fed.input.subarray(0, SHOWN_BYTES)).toString('hex');
    tally.failure = { seed, inputs: fed.count, problem, input };
  } finally {
    await target.close?.();
  }
}

async function feedAll(round: {
  readonly reader: FuzzReader;
  readonly target: FuzzTarget;
  readonly random: SeededRandom;
  readonly inputs: number;
  readonly tally: FuzzTally;
  readonly fed: { count: number; input: Uint8Array };
}): Promise<void> {
  const { reader, target, random, inputs, tally, fed } = round;
  const { corpus } = target;
  if (corpus.length === 0) throw new Error('the corpus is empty');
  while (fed.count < inputs) {
    const original = random.integer(corpus.length);
    fed.input = mutate(random, corpus[original], corpus);
    fed.count++;
    tally.inputs++;
    const answer = target.feed(fed.input, original);
    // Most readers answer at once: ten million turns of the loop would be most of the work.
    const outcome = typeof answer === 'string' ? answer : await answer;
    if (outcome !== ACCEPTED) {
      tally.refused.set(outcome, (tally.refused.get(outcome) ?? 0) + 1);
      continue;
    }
    tally.accepted++;
    if (reader.authentic) throw new Error('a changed input was accepted');
  }
}

/** After a collection. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
