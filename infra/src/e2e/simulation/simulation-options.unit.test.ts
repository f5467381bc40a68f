import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from './faults.ts';
import { HISTORIES } from './histories.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';
import { FAULTS_A_SEED, faultsOf } from './run-seed.ts';
import type { Verdict } from './run-seed.ts';
import type { SeedRunner, SeedTask } from './seed-pool.ts';
import { commandsIn, simulate } from './simulate.ts';

/** Runs nothing: a scenario fails where `fails` says so, of its seed and the faults that it would have. */
class Pretended implements SeedRunner {
  readonly ran: { seed: number; task: SeedTask; faults: readonly Fault[] }[] = [];
  readonly #fails: (seed: number, faults: readonly Fault[], task: SeedTask) => boolean;

  constructor(fails: (seed: number, faults: readonly Fault[], task: SeedTask) => boolean) {
    this.#fails = fails;
  }

  run(seed: number, task: SeedTask = {}): Promise<Verdict> {
    const all = task.faultList ?? faultsOf(seed, task.faults ?? FAULTS_A_SEED);
    const faults = all.slice(0, task.firstFaults);
    this.ran.push({ seed, task, faults });
    const held = !this.#fails(seed, faults, task);
    const first = held ? null : { invariant: 'I2', problem: 'an entity is lost' };
    return Promise.resolve({
      seed,
      scene: 'market',
      held,
      problem: first?.problem ?? null,
      invariant: first?.invariant ?? null,
      report: { first, invariants: [] } as unknown as Verdict['report'],
      workload: null,
      faults,
      faultsDone: faults.length,
      crashPoints: new Map(),
      leftBehind: 0,
      digest: '00',
      simulatedMs: 60_000,
      cpuMs: 1,
      lines: [],
    });
  }
}

const sound = (): Pretended => new Pretended(() => false);

describe('the command that a failing seed prints', () => {
  /** Fails from its fifth fault on. */
  const fragile = (): Pretended => new Pretended((_seed, faults) => faults.length >= 5);

  test.each([
    ['faults are counted by an option', ['--seed', '3', '--faults', '7']],
    ['a bug is planted', ['--seed', '3', '--bug', 'skip-gaps']],
    ['it is a history', ['--history', HISTORIES[0].name]],
  ])('shows the same scenario again, whole and cut short, where %s', async (_what, words) => {
    const runner = fragile();
    const failed = await simulate(words, { runner });
    expect(failed.code).toBe(1);
    const [whole, cut] = commandsIn(failed);
    const [{ task }] = runner.ran;
    for (const [command, count] of [
      [whole, runner.ran[0].faults.length],
      [cut, 5],
    ] as const) {
      const again = fragile();
      expect(await simulate([...command, '--whole'], { runner: again })).toMatchObject({ code: 1 });
      expect(again.ran).toHaveLength(1);
      expect(again.ran[0].task.bug).toBe(task.bug);
      expect(again.ran[0].seed).toBe(runner.ran[0].seed);
      expect(again.ran[0].faults).toEqual(runner.ran[0].faults.slice(0, count));
    }
  });

  test('shows a walk of crash points again', async () => {
    const runner = fragile();
    const failed = await simulate(['--seed', '2', '--crash-points', '6'], { runner });
    const [whole, cut] = commandsIn(failed);
    const again = fragile();
    await simulate([...whole, '--whole'], { runner: again });
    expect(again.ran[0].faults).toEqual(runner.ran[0].faults);
    const short = fragile();
    await simulate([...cut, '--whole'], { runner: short });
    expect(short.ran.map(({ faults }) => faults)).toEqual([runner.ran[0].faults.slice(0, 5)]);
  });
});

describe('a tally', () => {
  const commit = (): string => 'abc';
  const fileOf = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'tally-')), 'tally.json');

  test('that has a failed seed ends with 1, also when it is gone on with', async () => {
    const words = ['--seeds', '1-2', '--whole', '--tally', fileOf()];
    const fails = new Pretended((seed) => seed === 2);
    expect(await simulate(words, { runner: fails, commit })).toMatchObject({ code: 1 });
    const resumed = await simulate(words, { runner: sound(), commit });
    expect(resumed.output).toContain('tally of abc --faults 12: 2 seeds (1-2), 1 failed');
    expect(resumed.code).toBe(1);
  });

  test('without one ends with 0, and is of one commit and of the same options', async () => {
    const words = ['--seeds', '1-2', '--tally', fileOf()];
    expect(await simulate(words, { runner: sound(), commit })).toMatchObject({ code: 0 });
    expect(await simulate(words, { runner: sound(), commit })).toMatchObject({ code: 0 });
    const other = await simulate([...words, '--faults', '0'], { runner: sound(), commit });
    expect(other).toMatchObject({
      code: 2,
      output: expect.stringContaining('is of abc --faults 12'),
    });
    const later = await simulate(words, { runner: sound(), commit: () => 'def' });
    expect(later).toMatchObject({ code: 2, output: expect.stringContaining('not of def') });
  });
});

describe('an option without effect is refused, with its name and a way out', () => {
  test.each([
    ['--bug all', '--bug all --catch'],
    ['--bug nonsense', 'skip-gaps'],
    ['--bug skip-gaps --history all', 'Leave one of them out'],
    ['--bug skip-gaps --crash-points 2', 'Leave one of them out'],
    ['--tally x --crash-points 2', 'Leave one of them out'],
    ['--tally x --history all', 'Leave one of them out'],
    ['--tally x --bug skip-gaps', 'Leave out --tally'],
    ['--tally x --first-faults 2', 'Leave out --tally'],
    ['--catch 5 --crash-points 2', 'Leave one of them out'],
    ['--catch 5 --faults 2', 'Leave one of them out'],
    ['--history all --seed 3', 'Leave one of them out'],
    ['--crash-points 2 --seeds 1-5', 'Leave one of them out'],
    ['--seed 3 --seeds 1-5', 'Give one of them'],
    ['--seed 3-5', '--seed 7'],
    ['--seeds 20-1', '--seeds 1-20'],
    ['--seeds 1-2-3', '--seeds 1-20'],
    ['--seeds x', '--seeds 1-20'],
    ['--jobs 0', '--jobs 2'],
    ['--jobs 65', '--jobs 2'],
    ['--faults -1', '--faults 2'],
    ['--faults 1.5', '--faults 2'],
    ['--catch 0', '--catch 2'],
    ['--crash-points 0', 'Steps are'],
    ['--crash-points nowhere', 'Steps are'],
    ['--history nonsense', HISTORIES[0].name],
  ])('%s', async (line, way) => {
    const words = line.split(' ');
    const runner = sound();
    const { code, output } = await simulate(words, { runner });
    expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(/^ATLAS_USAGE: /) });
    expect(output).toContain(words[0]);
    expect(output).toContain(way);
    expect(runner.ran).toEqual([]);
  });

  test('--seed with --crash-points, --jobs with all, and --bug all with --catch are heeded', async () => {
    const walked = sound();
    await simulate(['--seed', '9', '--crash-points', 'claim.append/after'], { runner: walked });
    expect(walked.ran[0].seed).toBe(9);
    const planted = new Pretended((_seed, _faults, { bug }) => bug !== undefined);
    const { code } = await simulate('--bug all --catch 1 --jobs 2'.split(' '), { runner: planted });
    expect(code).toBe(0);
    const names = new Set(planted.ran.flatMap(({ task }) => task.bug ?? []));
    expect(names.size).toBe(PROTOCOL_BUGS.length);
  });
});

describe('a planted bug', () => {
  test('is caught by a seed that fails with it and holds without it', async () => {
    // Seed 1 fails whatever is planted, seed 2 never.
    const runner = new Pretended((seed, _faults, { bug }) => {
      return seed === 1 || (seed >= 3 && bug !== undefined);
    });
    const { code, output } = await simulate('--bug skip-gaps --catch 9'.split(' '), { runner });
    expect(output).toContain('skip-gaps: I2 after 3: an entity is lost');
    expect(code).toBe(0);
    const controls = runner.ran.filter(({ task }) => task.bug === undefined);
    expect(controls.map(({ seed, task }) => [seed, task.settleLimitMs])).toEqual(
      runner.ran
        .filter(({ seed, task }) => task.bug !== undefined && seed !== 2)
        .map(({ seed, task }) => [seed, task.settleLimitMs]),
    );
  });

  test('is not caught by a run that broke off, or compared nothing', async () => {
    const fails = new Pretended(() => true);
    const runner: SeedRunner = {
      run: async (seed, task = {}) => {
        const verdict = await fails.run(seed, task);
        if (task.bug === undefined) return { ...verdict, held: true };
        if (seed === 1) return { ...verdict, invariant: 'run', report: null };
        const report = { first: null, invariants: [] } as unknown as Verdict['report'];
        return { ...verdict, problem: 'no facts', report };
      },
    };
    const { code, output } = await simulate('--bug skip-gaps --catch 2'.split(' '), { runner });
    expect(output).toContain('skip-gaps: not in 2');
    expect(code).toBe(1);
  });
});
