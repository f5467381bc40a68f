import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { verifyLog } from '@atlasnet/replay';
import { EmbeddedEventLog, NodeLogFiles } from '../adapters/embedded/index.ts';
import type { StatusLine } from './cluster-process.ts';
import { ClusterFolder } from './cluster-process.ts';

const CAP_BYTES = 16 * 1024 * 1024;
/** A minute of it does not fit under the cap. */
const FLAGS = {
  'example.bots': '8',
  'example.speed': '3',
  'shards.count': '2',
  'log.embedded.diskBytesMax': String(CAP_BYTES),
};
const LIMIT_MS = 120_000;
const folder = new ClusterFolder('small-cap');

afterEach(() => folder.close());

const openLog = (): Promise<EmbeddedEventLog> =>
  EmbeddedEventLog.open({
    files: new NodeLogFiles(join(folder.path, 'traffic', 'log')),
    diskBytesMax: CAP_BYTES,
    wallMs: () => Date.now(),
  });

const isCrowded = ({ entities }: StatusLine): boolean => entities > 300;

/** What the log holds is whole, and below the cap. */
async function expectSound(): Promise<void> {
  const log = await openLog();
  expect(log.diskUse.usedBytes).toBeLessThan(CAP_BYTES);
  const report = await verifyLog(log, 'traffic');
  expect(report.first).toBeNull();
  expect(report.held).toBe(true);
  expect(report.frames).toBeGreaterThan(100);
  await log.close();
}

test(
  '[L1] under a cap that is far too small the world runs on, also after a restart, and says what would do',
  async () => {
    const first = await folder.start(FLAGS);
    await first.untilLine(/Set log.embedded.diskBytesMax to \d+MiB/, LIMIT_MS);
    await first.untilLine(/older history was dropped/, LIMIT_MS);
    // The trace fills the world, ends and begins again: it goes on as long as the log takes what happens.
    await first.until((status) => !isCrowded(status), LIMIT_MS);
    await first.until(isCrowded, LIMIT_MS);
    expect(await first.stop()).toBe(0);
    await expectSound();
    const second = await folder.start(FLAGS);
    await second.until(isCrowded, LIMIT_MS);
    expect(await second.stop()).toBe(0);
    await expectSound();
  },
  6 * LIMIT_MS,
);
