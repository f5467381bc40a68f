import { AtlasError } from '@atlasnet/schemas';
import type { FuzzReader } from './fuzz-reader.ts';
import { fuzz } from './fuzz-run.ts';
import type { FuzzTally } from './fuzz-run.ts';
import { FUZZ_READERS } from './readers/index.ts';

const MEGABYTE = 1024 * 1024;

export interface RunFuzzOptions {
  /** One reader; null: all. */
  readonly reader: string | null;
  readonly seed: number;
  /** Inputs of each reader; when all are fed, those that cost more get their part. */
  readonly packets: number;
  readonly print: (line: string) => void;
}

/**
 * Gives every reader changed inputs, and prints what became of them.
 * @returns the exit code: 1 when a reader broke a promise
 * @throws AtlasError ATLAS_USAGE for a reader that there is not
 */
export async function runFuzz(options: RunFuzzOptions): Promise<number> {
  const { seed, packets, print } = options;
  let failed = 0;
  let inputs = 0;
  for (const reader of readersOf(options.reader)) {
    const startedMs = performance.now();
    const part = options.reader === null ? reader.costs : 1;
    const tally = await fuzz(reader, seed, Math.ceil(packets / part));
    inputs += tally.inputs;
    if (tally.failure !== null) failed++;
    for (const line of describeTally(tally, (performance.now() - startedMs) / 1000)) print(line);
  }
  print(`${inputs} changed inputs, seed ${seed}: ${failed === 0 ? 'no reader' : failed} failed`);
  return failed === 0 ? 0 : 1;
}

function readersOf(name: string | null): readonly FuzzReader[] {
  if (name === null) return FUZZ_READERS;
  const found = FUZZ_READERS.filter((reader) => reader.name === name);
  if (found.length > 0) return found;
  throw new AtlasError('ATLAS_USAGE', `there is no reader ${name}`, {
    hint: `It takes ${FUZZ_READERS.map((reader) => reader.name).join(', ')}.`,
  });
}

function* describeTally(tally: FuzzTally, seconds: number): Generator<string> {
  const { reader, inputs, accepted, refused, heapBefore, heapAfter, failure } = tally;
  const heap = `heap ${inMegabytes(heapBefore)} MB before, ${inMegabytes(heapAfter)} after`;
  const counts = `${inputs} inputs in ${seconds.toFixed(1)} s, ${accepted} accepted; ${heap}`;
  yield `${reader.padEnd(16)} ${counts}`;
  const reasons = [...refused].sort(([, a], [, b]) => b - a);
  if (reasons.length > 0) {
    yield `${' '.repeat(17)}${reasons.map(([name, count]) => `${name} ${count}`).join(', ')}`;
  }
  if (failure === null) return;
  yield `  FAILED: ${failure.problem}`;
  yield `  the input, in hex: ${failure.input}`;
  const again = `--reader ${reader} --seed ${failure.seed} --packets ${failure.inputs}`;
  yield `  again: npm run fuzz -- ${again}`;
}

function inMegabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
