import { readSimulationOptions } from '../../e2e/simulation/simulation-options.ts';
import { runSimulation } from '../../e2e/simulation/run-simulation.ts';
import type { SimulationHost } from '../../e2e/simulation/run-simulation.ts';
import type { CommandModule } from '../command.ts';

/** @param host who runs the seeds, and of which commit they are, if that is not to be found out here */
export const simCommand = (host: SimulationHost = {}): CommandModule => ({
  options: [
    { flags: '--seed <n>', doc: 'one seed' },
    { flags: '--seeds <a-b>', doc: 'all seeds from a to b; by default 1-20' },
    { flags: '--faults <n>', doc: 'faults that a seed draws; by default 12' },
    { flags: '--first-faults <n>', doc: 'of the faults only the first n are done' },
    { flags: '--jobs <n>', doc: 'processes that run seeds; by default 1' },
    { flags: '--tally <file>', doc: 'sum up the seeds of one commit, and go on where it ended' },
    { flags: '--history <name>', doc: 'a history that once found something, or all of them' },
    {
      flags: '--crash-points [which]',
      doc: 'visit all crash points, steps, so many, or those named',
    },
    { flags: '--bug <name>', doc: 'plant a protocol bug first' },
    { flags: '--catch <n>', doc: 'say after how many seeds, at most n, planted bugs are caught' },
    { flags: '--account', doc: 'say which part of the product took the processor' },
    { flags: '--log', doc: 'print what the processes of a failing seed logged' },
    { flags: '--twice', doc: 'run every seed twice and compare the logs, byte for byte' },
    { flags: '--whole', doc: 'do not look for a shorter list of faults that fails, too' },
  ],
  epilogue: 'A seed is a history: the same seed gives the same log, byte for byte.\n',
  run: ({ options, print }) => {
    return runSimulation(readSimulationOptions(options), print, host);
  },
});

export const command = simCommand();
