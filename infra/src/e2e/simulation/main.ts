import { readArguments } from './arguments.ts';
import { runSimulation } from './run-simulation.ts';

process.exitCode = await runSimulation({
  ...readArguments(process.argv.slice(2)),
  print: (line) => console.log(line),
});
