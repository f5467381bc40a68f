import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientJournal } from '@atlasnet/cluster';
import type { SecondOfRun } from './run-figures.ts';

/** A turn that a client's session took. */
export interface SessionEvent {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly account: string;
  readonly session: number;
  /** `resuming`: its proxy fell silent; `resumed`: another connection carries it on. */
  readonly what: 'connected' | 'avatar' | 'resuming' | 'resumed' | 'closed';
  /** 0: none (yet). */
  readonly avatar: number;
  /** Of an end that the client did not ask for. */
  readonly why: string;
}

/** The journals that the clients' program wrote, a session each. */
export function readJournals(directory: string): ClientJournal[] {
  return readLines(join(directory, 'journals.ndjson')).map((line) => ClientJournal.fromLine(line));
}

/** What the clients saw, second by second, as far as it is written. */
export function readFigures(directory: string): SecondOfRun[] {
  return readLines(join(directory, 'figures.ndjson')).map((line) => JSON.parse(line));
}

/** What became of each session, in the order in which it happened. */
export function readSessionEvents(directory: string): SessionEvent[] {
  return readLines(join(directory, 'sessions.ndjson')).map((line) => JSON.parse(line));
}

/** Whole lines only: the last one may still be on its way. */
function readLines(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}
