import { main } from '../../cli/main.ts';
import { simCommand } from '../../cli/commands/sim.ts';
import type { SimulationHost } from './run-simulation.ts';

/** What a run of the command line printed, and how it ended. */
export interface Simulated {
  readonly code: number;
  readonly output: string;
}

/** As `npm run sim -- …words`, whoever runs the seeds. */
export async function simulate(words: readonly string[], host: SimulationHost): Promise<Simulated> {
  let output = '';
  const write = (text: string): void => void (output += text);
  const load = () => Promise.resolve({ command: simCommand(host) });
  const entry = { name: 'sim', summary: '', load };
  const code = await main(['sim', ...words], { out: write, error: write, env: {} }, [entry]);
  return { code, output };
}

/** The command lines that a run printed, to show its failures again. */
export function commandsIn({ output }: Simulated): readonly (readonly string[])[] {
  return Array.from(output.matchAll(/npm run sim -- (.*)$/gm), ([, line]) =>
    Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain),
  );
}
