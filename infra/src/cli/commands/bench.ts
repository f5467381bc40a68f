import { AtlasError } from '@atlasnet/schemas';
import { runBenches } from '../../e2e/bench/run-bench.ts';
import type { CommandModule } from '../command.ts';

export const command: CommandModule = {
  arguments: [{ name: '<names...>', doc: 'tick, encode, memory, checkpoint, log, …' }],
  options: [
    { flags: '--json', doc: 'print one JSON object a benchmark' },
    { flags: '--seconds <n>', doc: 'length of one measurement', initial: '5' },
    { flags: '--rounds <n>', doc: 'recovery: how often a shard is killed', initial: '30' },
    {
      flags: '--only <name>',
      doc: 'recovery: cold, warm, cold-lease, warm-lease, cold-many, warm-many',
    },
    { flags: '--kafka', doc: 'recovery: on real Kafka and Valkey, not the embedded log' },
    { flags: '--clients <list>', doc: 'clients: numbers to try, 400,800,… until one fails' },
  ],
  epilogue: 'Each figure is printed beside the limit that it is measured against.\n',
  run({ args, options, print, loaded }) {
    const seconds = Number(options['seconds']);
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new AtlasError('ATLAS_USAGE', `--seconds ${options['seconds']} is no time`, {
        hint: 'Give a number of seconds above 0.',
      });
    }
    const rounds = Number(options['rounds']);
    if (!(rounds > 0 && rounds <= 10_000)) {
      throw new AtlasError('ATLAS_USAGE', `--rounds ${options['rounds']} is no number of kills`);
    }
    const only = typeof options['only'] === 'string' ? options['only'] : undefined;
    const kafka = options['kafka'] === true;
    const json = options['json'] === true;
    const progress = (text: string): void => void process.stderr.write(`${text}\n`);
    return runBenches({
      names: args,
      json,
      seconds,
      rounds,
      only,
      kafka,
      clients: numbersOf(options['clients']),
      flags: loaded.inputs.flags ?? {},
      print,
      progress,
    });
  },
};

/** @throws AtlasError ATLAS_USAGE for what is no list of numbers */
function numbersOf(list: string | boolean | undefined): number[] | undefined {
  if (typeof list !== 'string') return undefined;
  const numbers = list.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new AtlasError('ATLAS_USAGE', `--clients ${list} is no list of numbers`, {
    hint: 'Give numbers with commas between: --clients 800,2400.',
  });
}
