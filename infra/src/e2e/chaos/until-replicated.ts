import { setTimeout as delay } from 'node:timers/promises';
import { AtlasError } from '@atlasnet/schemas';
import { Kafka, logLevel } from 'kafkajs';

const POLL_MS = 500;
/** A killed broker starts, looks through its log and copies what it missed: minutes, on a busy machine. */
const LIMIT_MS = 300_000;

/**
 * Waits until every copy of every partition is in sync: another broker may then be lost.
 * @throws AtlasError ATLAS_LOG_UNREACHABLE when that takes too long
 */
export async function untilReplicated(brokers: readonly string[]): Promise<void> {
  const endMs = Date.now() + LIMIT_MS;
  while (!(await isReplicated(brokers))) {
    if (Date.now() > endMs) {
      throw new AtlasError(
        'ATLAS_LOG_UNREACHABLE',
        `copies were not in sync within ${LIMIT_MS / 1000} s`,
        { details: { brokers: brokers.join(',') }, hint: 'See the brokers’ own logs.' },
      );
    }
    await delay(POLL_MS);
  }
}

async function isReplicated(brokers: readonly string[]): Promise<boolean> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin({ retry: { retries: 2 } });
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata();
    const partitions = topics.flatMap((topic) => topic.partitions);
    return partitions.every(({ isr, replicas }) => isr.length === replicas.length);
  } catch {
    // A broker that just came up, or went: asked again.
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
