import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import type { Verdict } from './run-seed.ts';

/** What seeds must have in common to be summed up. */
export interface TallyKey {
  readonly commit: string;
  /** That seeds were run with, as on the command line. */
  readonly words: string;
}

interface TallyRecord extends TallyKey {
  /** Seeds that were run, as ranges without overlap, ascending. */
  ranges: [number, number][];
  simulatedMs: number;
  handoffs: number;
  readonly failed: { seed: number; invariant: string; problem: string }[];
  readonly facts: Record<string, number>;
  readonly crashPoints: Record<string, number>;
}

/**
 * What all seeds of one commit found, kept in a file so that a run can be stopped and gone on with. It
 * refuses the file of another commit or of other options: a sum over two experiments says nothing.
 */
export class TallyFile {
  readonly #path: string;
  readonly #record: TallyRecord;

  /** @throws AtlasError ATLAS_USAGE for a tally of another commit, or of other options */
  constructor(file: string, key: TallyKey) {
    this.#path = path.resolve(file);
    this.#record = existsSync(this.#path) ? readTally(this.#path, key) : emptyTally(key);
  }

  /** Seeds that failed, in this run or one before. */
  get failed(): number {
    return this.#record.failed.length;
  }

  has(seed: number): boolean {
    return this.#record.ranges.some(([from, to]) => seed >= from && seed <= to);
  }

  add({
    seed,
    held,
    invariant,
    problem,
    report,
    workload,
    simulatedMs,
    crashPoints,
  }: Verdict): void {
    if (this.has(seed)) return;
    const record = this.#record;
    record.ranges = joined([...record.ranges, [seed, seed]]);
    record.simulatedMs += simulatedMs;
    record.handoffs += workload?.handoffs ?? 0;
    for (const { invariant: name, facts } of report?.invariants ?? []) {
      record.facts[name] = (record.facts[name] ?? 0) + facts;
    }
    for (const [name, times] of crashPoints) {
      record.crashPoints[name] = (record.crashPoints[name] ?? 0) + times;
    }
    if (!held) record.failed.push({ seed, invariant: invariant ?? '', problem: problem ?? '' });
    this.#write();
  }

  lines(): string[] {
    const { commit, words, ranges, simulatedMs, handoffs, failed, facts } = this.#record;
    const seeds = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    const list = Object.entries(facts).map(([name, count]) => `${name} ${count}`);
    return [
      `tally of ${commit}${words}: ${seeds} seeds (${ranges.map((range) => range.join('-')).join(', ')}), ` +
        `${failed.length} failed; ${Math.round(simulatedMs / 1000)} simulated seconds, ` +
        `${handoffs} handoffs`,
      `tally of facts: ${list.join(', ')}`,
      ...failed.map(({ seed, invariant, problem }) => `  seed ${seed} [${invariant}] ${problem}`),
    ];
  }

  /** Whole or not at all: a run may be killed at any time. */
  #write(): void {
    mkdirSync(path.dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#record, null, 1));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function emptyTally(key: TallyKey): TallyRecord {
  return {
    ...key,
    ranges: [],
    simulatedMs: 0,
    handoffs: 0,
    failed: [],
    facts: {},
    crashPoints: {},
  };
}

function readTally(file: string, { commit, words }: TallyKey): TallyRecord {
  const record = JSON.parse(readFileSync(file, 'utf8')) as TallyRecord;
  const differs = record.commit !== commit || record.words !== words;
  if (!differs) return record;
  throw new AtlasError(
    'ATLAS_USAGE',
    `--tally ${file} is of ${record.commit}${record.words}, not of ${commit}${words}`,
    { hint: 'Name another file, or check that commit out and give those options.' },
  );
}

/** @throws AtlasError ATLAS_USAGE for changes that are in no commit */
export function currentCommit(): string {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { encoding: 'utf8' }).trim();
  if (git('status', '--porcelain') !== '') {
    throw new AtlasError(
      'ATLAS_USAGE',
      '--tally: the work tree has changes that are in no commit',
      {
        hint: 'A tally is of one commit: commit them first, or leave --tally out.',
      },
    );
  }
  return git('rev-parse', '--short=12', 'HEAD');
}

function joined(ranges: [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
