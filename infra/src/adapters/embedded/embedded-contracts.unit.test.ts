import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLogContract } from '../../testing/event-log-contract.ts';
import { stateStoreContract } from '../../testing/state-store-contract.ts';
import { testInterlink } from '../../testing/test-interlink.ts';
import { SystemClock } from '../system/system-clock.ts';
import { EmbeddedEventLog } from './embedded-event-log.ts';
import { EmbeddedLogServer } from './embedded-log-server.ts';
import { EmbeddedStateStore } from './embedded-state-store.ts';
import { NodeLogFiles } from './node-log-files.ts';
import { RemoteEventLog } from './remote-event-log.ts';
import { RemoteStateStore } from './remote-state-store.ts';
import { TransientStore } from './transient-store.ts';

const clock = new SystemClock();

async function openLog(): Promise<{ log: EmbeddedEventLog; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'atlasnet-log-'));
  const files = new NodeLogFiles(directory);
  const log = await EmbeddedEventLog.open({ files, diskBytesMax: 2 ** 30, wallMs: Date.now });
  const close = async (): Promise<void> => {
    await log.close();
    await rm(directory, { recursive: true });
  };
  return { log, close };
}

async function serve(): Promise<{ address: string; close: () => Promise<void> }> {
  const { log, close } = await openLog();
  const server = new EmbeddedLogServer({ interlink: testInterlink('log', 'log'), clock, log });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    address,
    close: async () => {
      await server.stop();
      await close();
    },
  };
}

eventLogContract('embedded, in process', openLog);

eventLogContract('embedded, through the server', async () => {
  const { address, close } = await serve();
  const log = new RemoteEventLog({ interlink: testInterlink('shard', 'shard'), clock, address });
  return {
    log,
    close: async () => {
      await log.close();
      await close();
    },
  };
});

stateStoreContract('embedded, in process', () => {
  const values = new TransientStore(() => performance.now());
  const [store, second] = [new EmbeddedStateStore(values), new EmbeddedStateStore(values)];
  return Promise.resolve({ store, second, close: () => Promise.resolve() });
});

stateStoreContract('embedded, through the server', async () => {
  const { address, close } = await serve();
  const [store, second] = ['p', 'q'].map(
    (process) =>
      new RemoteStateStore({ interlink: testInterlink(process, 'shard'), clock, address }),
  );
  if (store === undefined || second === undefined) throw new Error('two clients');
  return {
    store,
    second,
    close: async () => {
      await store.close();
      await second.close();
      await close();
    },
  };
});
