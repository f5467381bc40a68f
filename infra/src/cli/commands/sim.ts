import { AtlasError } from '@atlasnet/schemas';
import { runSimulation } from '../../e2e/simulation/run-simulation.ts';
import type { CommandModule } from '../command.ts';

export const command: CommandModule = {
  options: [
    { flags: '--seed <n>', doc: 'one seed' },
    { flags: '--seeds <a-b>', doc: 'all seeds from a to b', initial: '1-20' },
    { flags: '--faults <n>', doc: 'faults a seed', initial: '12' },
    { flags: '--jobs <n>', doc: 'processes that run seeds', initial: '1' },
    { flags: '--tally <file>', doc: 'sum up the seeds of one commit, and go on where it ended' },
    { flags: '--history <name>', doc: 'a history that once found something, or all of them' },
    { flags: '--crash-points [which]', doc: 'visit all crash points, steps, or those named' },
    { flags: '--bug <name>', doc: 'plant a protocol bug first' },
    { flags: '--catch <n>', doc: 'say after how many seeds, at most n, planted bugs are caught' },
    { flags: '--account', doc: 'say which part of the product took the processor' },
    { flags: '--log', doc: 'print what the processes of a failing seed logged' },
    { flags: '--twice', doc: 'run every seed twice and compare the logs, byte for byte' },
    { flags: '--whole', doc: 'do not look for the shortest list of faults' },
  ],
  epilogue: 'A seed is a history: the same seed gives the same log, byte for byte.\n',
  run({ options, print }) {
    const [first, last = first] = String(options['seed'] ?? options['seeds'])
      .split('-')
      .map(wholeNumber);
    const faults = wholeNumber(String(options['faults']));
    const bug = options['bug'] === undefined ? undefined : String(options['bug']);
    const catching =
      options['catch'] === undefined ? undefined : wholeNumber(String(options['catch']));
    const account = options['account'] === true;
    const log = options['log'] === true;
    const whole = options['whole'] === true;
    const twice = options['twice'] === true;
    const seeds = [first, last] as const;
    const jobs = wholeNumber(String(options['jobs']));
    const tally = options['tally'] === undefined ? undefined : String(options['tally']);
    const points = options['crashPoints'];
    const crashPoints = points === true ? 'all' : points === undefined ? undefined : String(points);
    const history = options['history'] === undefined ? undefined : String(options['history']);
    const what = { seeds, faults, history, bug, catching, crashPoints };
    return runSimulation({ ...what, jobs, tally, account, log, twice, whole, print });
  },
};

/** @throws AtlasError ATLAS_USAGE */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new AtlasError('ATLAS_USAGE', `${text} is no whole number`, {
    hint: 'Give seeds as 7 or 1-20.',
  });
}
