import { AtlasError } from '@atlasnet/schemas';
import { FUZZ_READERS } from '../../fuzz/readers/index.ts';
import { runFuzz } from '../../fuzz/run-fuzz.ts';
import type { CommandModule } from '../command.ts';

const READERS = FUZZ_READERS.map(
  ({ name, doc, authentic }) => `  ${name.padEnd(16)} ${doc}${authentic ? ' *' : ''}`,
);

export const command: CommandModule = {
  options: [
    { flags: '--packets <n>', doc: 'inputs of each reader', initial: '100000' },
    { flags: '--seed <n>', doc: 'what the inputs are drawn from', initial: '1' },
    { flags: '--reader <name>', doc: 'one reader, not all' },
  ],
  epilogue: `Changes what honest peers said, and gives it to whoever reads bytes of strangers:

${READERS.join('\n')}

* sealed or signed: no changed input may be accepted. The others may take one that still reads well.
Nobody may throw anything but the errors of the closed list, change what honest peers have, or hold
more memory than before. With all readers, those that are slow get a part of the inputs. A failing
input is printed with the seed and count that repeat it. Exit code 1: a reader failed.
`,
  run({ options, print }) {
    const reader = options['reader'];
    return runFuzz({
      reader: reader === undefined ? null : String(reader),
      seed: wholeNumber(options['seed']),
      packets: wholeNumber(options['packets']),
      print,
    });
  },
};

/** @throws AtlasError ATLAS_USAGE */
function wholeNumber(given: string | boolean | undefined): number {
  const number = Number(given);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new AtlasError('ATLAS_USAGE', `${String(given)} is no count`, {
    hint: 'Give a whole number above 0.',
  });
}
