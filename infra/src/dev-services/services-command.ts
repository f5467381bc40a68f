import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AtlasError } from '@atlasnet/schemas';
import { isRunning } from './process-identity.ts';
import type { Services, Started } from './start-services.ts';
import { startServices, stopStarted } from './start-services.ts';

/** What the state file holds: where the services are, and what to end. */
type State = Pick<Services, 'kafka' | 'valkey' | 'by' | 'started'>;

/** `npm run services [-- --brokers 3]`, `npm run services -- stop`. Returns the exit code. */
export async function servicesCommand(root: string, args: readonly string[]): Promise<number> {
  const directory = join(root, '.atlasnet', 'services');
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { brokers: { type: 'string', default: '1' } },
    });
    const [action = 'start', ...rest] = positionals;
    if (rest.length > 0 || !['start', 'stop'].includes(action)) throw usage();
    if (action === 'stop') return await stop(directory);
    if (!['1', '3'].includes(values.brokers)) throw usage();
    return await start(directory, Number(values.brokers));
  } catch (error) {
    return report(error);
  }
}

async function start(directory: string, brokers: number): Promise<number> {
  const running = readState(directory);
  if (running !== null && running.started.processes.every(isRunning)) {
    console.log('The services run already.');
    print(running);
    return 0;
  }
  if (running !== null) await stopStarted(running.started);
  rmSync(join(directory, 'data'), { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  console.log('Starting Kafka and Valkey …');
  const services = await startServices({
    brokers,
    directory: join(directory, 'data'),
    detached: true,
  });
  const { kafka, valkey, by, started } = services;
  const state: State = { kafka, valkey, by, started };
  writeFileSync(stateFile(directory), `${JSON.stringify(state, null, 2)}\n`);
  print(state);
  return 0;
}

async function stop(directory: string): Promise<number> {
  const state = readState(directory);
  if (state === null) {
    console.log('No services were started here.');
    return 0;
  }
  const { processes, containers } = state.started;
  await stopStarted(state.started);
  rmSync(stateFile(directory));
  const ended = processes.length + containers.reduce((sum, { ids }) => sum + ids.length, 0);
  console.log(`Ended ${ended} processes and containers.`);
  return 0;
}

function print({ kafka, valkey, by }: State): void {
  console.log(`Kafka   ${kafka.join(',')}  (${by.kafka})`);
  console.log(`Valkey  ${valkey}  (${by.valkey})`);
  console.log('For other commands of this shell:');
  console.log(`  export ATLASNET_KAFKA=${kafka.join(',')} ATLASNET_VALKEY=${valkey}`);
  console.log('End them with: npm run services -- stop');
}

function readState(directory: string): State | null {
  try {
    // Written by this command alone; a broken one is reported as what it is.
    return JSON.parse(readFileSync(stateFile(directory), 'utf8')) as State & { started: Started };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function stateFile(directory: string): string {
  return join(directory, 'state.json');
}

function usage(): AtlasError {
  return new AtlasError('ATLAS_USAGE', 'usage: npm run services -- [start|stop] [--brokers 1|3]');
}

function report(error: unknown): number {
  if (error instanceof AtlasError) {
    console.error(`${error.message}\n${error.hint}`.trimEnd());
    return error.exitCode;
  }
  console.error(error instanceof Error ? error.message : String(error));
  return 2;
}
