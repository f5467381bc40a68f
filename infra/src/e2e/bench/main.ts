import { runBenches } from './run-bench.ts';

const words = process.argv.slice(2);
process.exitCode = await runBenches({
  names: words.filter((word) => !word.startsWith('--')),
  json: words.includes('--json'),
  seconds: Number(words.find((word) => word.startsWith('--seconds='))?.slice(10) ?? 5),
  print: (line) => console.log(line),
  progress: (text) => console.error(text),
});
