import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLogContract } from '../../testing/event-log-contract.ts';
import { EmbeddedEventLog } from './embedded-event-log.ts';
import { NodeLogFiles } from './node-log-files.ts';

eventLogContract('embedded, in process', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'atlasnet-log-'));
  const files = new NodeLogFiles(directory);
  const log = await EmbeddedEventLog.open({ files, diskBytesMax: 2 ** 30, wallMs: Date.now });
  const close = async (): Promise<void> => {
    await log.close();
    await rm(directory, { recursive: true });
  };
  return { log, close };
});
