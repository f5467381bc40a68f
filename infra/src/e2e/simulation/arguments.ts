import type { RunSimulationOptions } from './run-simulation.ts';

/** What the words after `atlasnet sim` ask for. */
export function readArguments(words: readonly string[]): Omit<RunSimulationOptions, 'print'> {
  const after = (name: string): string | undefined => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : words[at + 1];
  };
  const [first = 1, last = first] = (after('--seeds') ?? after('--seed') ?? '1')
    .split('-')
    .map(Number);
  const catching = after('--catch');
  return {
    seeds: [first, last],
    faults: Number(after('--faults') ?? 12),
    history: after('--history'),
    crashPoints: after('--crash-points'),
    bug: after('--bug'),
    jobs: Number(after('--jobs') ?? 1),
    tally: after('--tally'),
    catching: catching === undefined ? undefined : Number(catching),
    account: words.includes('--account'),
    log: words.includes('--log'),
    twice: words.includes('--twice'),
    whole: words.includes('--whole'),
  };
}
