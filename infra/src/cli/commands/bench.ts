import { AtlasError } from '@atlasnet/schemas';
import { BENCHES } from '../../e2e/bench/index.ts';
import { runBenches } from '../../e2e/bench/run-bench.ts';
import { endStarted } from '../../e2e/bench/started.ts';
import type { CommandModule } from '../command.ts';
import { exitOnSignals } from '../run.ts';

export const command: CommandModule = {
  arguments: [
    {
      name: '<names...>',
      doc: Object.keys(BENCHES).join(', '),
    },
  ],
  options: [
    { flags: '--json', doc: 'print one JSON object a benchmark' },
    { flags: '--seconds <n>', doc: 'length of one measurement (5; peers 15; whole clusters 180)' },
    {
      flags: '--warm <seconds>',
      doc: 'clients, peers: from the last join until the measurement begins (3)',
    },
    { flags: '--trace <file>', doc: 'for handoff and balance: a movement trace, CSV or CSV.gz' },
    { flags: '--from <second>', doc: 'of the trace, where it begins', initial: '0' },
    { flags: '--rounds <n>', doc: 'recovery, wipe: how often', initial: '30' },
    {
      flags: '--only <name>',
      doc: 'recovery: cold, warm, cold-lease, warm-lease, cold-many, warm-many; peers: dgram,atlasnet,…',
    },
    { flags: '--kafka', doc: 'clients, recovery, wipe: on real Kafka, not the embedded log' },
    {
      flags: '--clients <list>',
      doc: 'clients, peers: numbers to try, 400,800,… until one fails; crowd, junk',
    },
  ],
  epilogue: 'Each figure is printed beside the limit that it is measured against.\n',
  async run({ args, options, print, loaded }) {
    const signalled = exitOnSignals(endStarted);
    const { seconds, warm, trace, from, rounds, only } = options;
    const progress = (text: string): void => void process.stderr.write(`${text}\n`);
    const benches = runBenches({
      names: args,
      json: options['json'] === true,
      ...(seconds === undefined ? {} : { seconds: numberOf('seconds', seconds, 1, 3600) }),
      ...(warm === undefined ? {} : { warmSeconds: numberOf('warm', warm, 0, 600) }),
      ...(trace === undefined ? {} : { trace: String(trace) }),
      fromS: numberOf('from', from, 0, 1_000_000),
      rounds: numberOf('rounds', rounds, 1, 10_000),
      only: typeof only === 'string' ? only : undefined,
      kafka: options['kafka'] === true,
      clients: numbersOf(options['clients']),
      flags: loaded.inputs.flags ?? {},
      print,
      progress,
    });
    return benches.catch((error: unknown) => {
      // The process ends once what was started has.
      if (signalled()) return new Promise<number>(() => {});
      throw error;
    });
  },
};

function numberOf(flag: string, given: unknown, least: number, most: number): number {
  const value = Number(given);
  if (value >= least && value <= most) return value;
  throw new AtlasError('ATLAS_USAGE', `--${flag} ${String(given)} is out of its range`, {
    hint: `Give a number from ${least} to ${most}.`,
  });
}

/** @throws AtlasError ATLAS_USAGE for what is no list of numbers */
function numbersOf(list: string | boolean | undefined): number[] | undefined {
  if (typeof list !== 'string') return undefined;
  const numbers = list.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new AtlasError('ATLAS_USAGE', `--clients ${list} is no list of numbers`, {
    hint: 'Give numbers with commas between: --clients 800,2400.',
  });
}
