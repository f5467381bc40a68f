import { runSimulation } from './run-simulation.ts';

const words = process.argv.slice(2);
const after = (name: string): string | undefined => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
};
const [first = 1, last = first] = (after('--seeds') ?? after('--seed') ?? '1')
  .split('-')
  .map(Number);
const catching = after('--catch');
process.exitCode = await runSimulation({
  seeds: [first, last],
  faults: Number(after('--faults') ?? 12),
  history: after('--history'),
  crashPoints: after('--crash-points'),
  bug: after('--bug'),
  jobs: Number(after('--jobs') ?? 1),
  tally: after('--tally'),
  catching: catching === undefined ? undefined : Number(catching),
  log: words.includes('--log'),
  twice: words.includes('--twice'),
  whole: words.includes('--whole'),
  print: (line) => console.log(line),
});
