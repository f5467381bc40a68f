import { AtlasError } from '@atlasnet/schemas';
import { figureLine, isMet } from './figure.ts';
import { BENCHES } from './index.ts';
import { machine } from './machine.ts';

/** Seconds that one measurement takes unless told. */
const SECONDS = 5;

export interface RunBenchOptions {
  readonly names: readonly string[];
  readonly json: boolean;
  readonly seconds?: number;
  readonly warmSeconds?: number;
  readonly rounds?: number;
  readonly only?: string;
  readonly kafka?: boolean;
  readonly clients?: readonly number[] | undefined;
  readonly flags?: Readonly<Record<string, string>>;
  readonly trace?: string;
  readonly fromS?: number;
  readonly print: (line: string) => void;
  readonly progress: (text: string) => void;
}

/**
 * Runs benchmarks by name and prints their figures beside their limits.
 * @returns the exit code: 0 even where a limit is missed, since a shared machine is no judge
 * @throws AtlasError ATLAS_USAGE for a name that is no benchmark's
 */
export async function runBenches(options: RunBenchOptions): Promise<number> {
  const { names, json, trace = '', fromS = 0, print, progress } = options;
  const known = Object.keys(BENCHES);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined || names.length === 0) {
    throw new AtlasError(
      'ATLAS_USAGE',
      unknown === undefined ? 'bench wants a name' : `${unknown} is no benchmark`,
      { hint: `The benchmarks are ${known.join(', ')}.` },
    );
  }
  const shared = {};
  for (const name of names) {
    const { bench } = await BENCHES[name]();
    const where = machine();
    const seconds = options.seconds ?? bench.seconds ?? SECONDS;
    const say = (text: string): void => progress(`${name}: ${text}`);
    const table = (lines: readonly string[]): void => {
      if (!json) for (const line of lines) print(line);
    };
    const context = { ...options, seconds, trace, fromS, shared, table, progress: say };
    const figures = await bench.run(context);
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
