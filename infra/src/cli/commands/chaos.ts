import { resolve } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import { runChaos } from '../../e2e/chaos/run-chaos.ts';
import type { CommandModule } from '../command.ts';
import { exitOnSignals } from '../run.ts';

export const command: CommandModule = {
  options: [
    { flags: '--minutes <n>', doc: 'how long faults go on', initial: '3' },
    { flags: '--seed <n>', doc: 'which faults are drawn', initial: '1' },
    { flags: '--clients <n>', doc: 'clients over UDP, with coins and commands', initial: '100' },
    { flags: '--log <kind>', doc: 'kafka or embedded', initial: 'kafka' },
    { flags: '--report <directory>', doc: 'where the report goes', initial: '.atlasnet/chaos' },
  ],
  epilogue: `Starts three Kafka brokers and a Valkey (or the embedded log) and every process of a world on this machine, then kills,
pauses, cuts and slows them. At the end the whole log and the clients' journals are checked (I1–I10).
The seed chooses the faults; what they hit is as real processes have it, and differs from run to run.
Exit code 1: something did not hold; the report says what.`,
  run({ options, print }) {
    exitOnSignals();
    const directory = resolve(String(options['report']));
    const [minutes, seed, clients] = ['minutes', 'seed', 'clients'].map((name) => {
      const value = Number(options[name]);
      if (value >= 0 && value <= 10_000) return value;
      throw new AtlasError('ATLAS_USAGE', `--${name} ${options[name]} is no such number`, {
        hint: 'Give a number from 0 to 10000.',
      });
    });
    const log = String(options['log']);
    if (log !== 'kafka' && log !== 'embedded') {
      throw new AtlasError('ATLAS_USAGE', `--log ${log} is no log`, {
        hint: 'It takes kafka or embedded.',
      });
    }
    return runChaos({ minutes, seed, clients, log, directory, print });
  },
};
