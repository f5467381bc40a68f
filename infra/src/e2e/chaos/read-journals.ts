import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientJournal } from '@atlasnet/cluster';
import type { SecondOfRun } from './run-figures.ts';

/** The journals that the clients' program wrote, a session each. */
export function readJournals(directory: string): ClientJournal[] {
  return readLines(join(directory, 'journals.ndjson')).map((line) => ClientJournal.fromLine(line));
}

/** What the clients saw, second by second, as far as it is written. */
export function readFigures(directory: string): SecondOfRun[] {
  return readLines(join(directory, 'figures.ndjson')).map((line) => JSON.parse(line));
}

/** Whole lines only: the last one may still be on its way. */
function readLines(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}
