import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import type { Verdict } from './run-seed.ts';

interface TallyRecord {
  readonly commit: string;
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
 * refuses another commit's file and a work tree with changes: a sum over two programs says nothing.
 */
export class TallyFile {
  readonly #path: string;
  readonly #record: TallyRecord;

  /** @throws AtlasError ATLAS_USAGE for another commit's tally, or changes that are in no commit */
  constructor(file: string) {
    this.#path = path.resolve(file);
    const commit = currentCommit();
    this.#record = existsSync(this.#path) ? readTally(this.#path, commit) : emptyTally(commit);
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
    const { commit, ranges, simulatedMs, handoffs, failed, facts } = this.#record;
    const seeds = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    const list = Object.entries(facts).map(([name, count]) => `${name} ${count}`);
    return [
      `tally of ${commit}: ${seeds} seeds (${ranges.map((range) => range.join('-')).join(', ')}), ` +
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

function emptyTally(commit: string): TallyRecord {
  return {
    commit,
    ranges: [],
    simulatedMs: 0,
    handoffs: 0,
    failed: [],
    facts: {},
    crashPoints: {},
  };
}

function readTally(file: string, commit: string): TallyRecord {
  const record = JSON.parse(readFileSync(file, 'utf8')) as TallyRecord;
  if (record.commit === commit) return record;
  throw new AtlasError(
    'ATLAS_USAGE',
    `${file} is the tally of ${record.commit}, not of ${commit}`,
    {
      hint: 'name another file, or check that commit out',
    },
  );
}

function currentCommit(): string {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { encoding: 'utf8' }).trim();
  if (git('status', '--porcelain') !== '') {
    throw new AtlasError('ATLAS_USAGE', 'the work tree has changes that are in no commit', {
      hint: 'a tally is of one commit: commit them first',
    });
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
