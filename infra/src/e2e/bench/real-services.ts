import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServices } from '../../dev-services/index.ts';
import type { Services } from '../../dev-services/index.ts';
import { removeFolder } from '../cluster-process.ts';
import { noteStarted } from './started.ts';

/** The configuration of a cluster on a Kafka and a Valkey. */
export function serviceFlags({ kafka, valkey }: Services): Readonly<Record<string, string>> {
  return {
    'log.driver': 'kafkajs',
    'log.kafka.brokers': kafka.join(','),
    'store.driver': 'valkey',
    'store.valkey.url': valkey.includes('://') ? valkey : `redis://${valkey}`,
  };
}

/** Starts a real Kafka and Valkey, and ends them once `work` is done with them; its folder goes with them. */
export async function withServices<T>(
  progress: (text: string) => void,
  work: (services: Services, directory: string) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'atlasnet-bench-'));
  progress('starting Kafka and Valkey');
  const services = await startServices({ directory: join(directory, 'services') });
  const end = async (): Promise<void> => {
    await services.stop();
    await removeFolder(directory);
  };
  const forget = noteStarted(end);
  try {
    return await work(services, directory);
  } finally {
    await end();
    forget();
  }
}
