import { AtlasError } from '@atlasnet/schemas';
import { figureLine, isMet } from './figure.ts';
import { BENCHES } from './index.ts';
import { machine } from './machine.ts';

/** Seconds that one measurement takes unless told. */
const SECONDS = 5;

/** Benchmarks that are planned and not here. */
const NOT_BUILT: readonly string[] = ['handoff', 'balance', 'step'];

export interface RunBenchOptions {
  readonly names: readonly string[];
  readonly json: boolean;
  readonly seconds?: number;
  readonly rounds?: number;
  readonly only?: string;
  readonly kafka?: boolean;
  readonly clients?: readonly number[] | undefined;
  readonly flags?: Readonly<Record<string, string>>;
  readonly print: (line: string) => void;
  readonly progress: (text: string) => void;
}

/**
 * Runs benchmarks by name and prints their figures beside their limits.
 * @returns the exit code: 0 even where a limit is missed, since a shared machine is no judge
 * @throws AtlasError ATLAS_USAGE for a name that is no benchmark's
 */
export async function runBenches(options: RunBenchOptions): Promise<number> {
  const { names, json, seconds = SECONDS, print, progress } = options;
  const known = Object.keys(BENCHES);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined && NOT_BUILT.includes(unknown)) {
    throw new AtlasError('ATLAS_USAGE', `the benchmark ${unknown} is not built yet`, {
      hint: 'It needs the whole cluster: a feeder, shards, the heuristic and Kafka.',
    });
  }
  if (unknown !== undefined || names.length === 0) {
    throw new AtlasError(
      'ATLAS_USAGE',
      unknown === undefined ? 'bench wants a name' : `${unknown} is no benchmark`,
      { hint: `The benchmarks are ${known.join(', ')}.` },
    );
  }
  for (const name of names) {
    const { bench } = await BENCHES[name]();
    const where = machine();
    const say = (text: string): void => progress(`${name}: ${text}`);
    const figures = await bench.run({ ...options, seconds, progress: say });
    if (json) {
      const results = figures.map((figure) => ({ ...figure, met: isMet(figure) }));
      print(JSON.stringify({ bench: name, what: bench.what, machine: where, figures: results }));
      continue;
    }
    print(`${name}: ${bench.what}`);
    for (const figure of figures) print(figureLine(figure));
    print(
      `  on ${where.cores} cores of ${where.cpu}, ${where.memoryGiB} GiB, Node ${where.node}, ` +
        `load ${where.load}, ${where.date}`,
    );
  }
  return 0;
}
