import { AtlasError } from '@atlasnet/schemas';
import type { PartitionBounds, TopicSpec } from '@atlasnet/schemas';

/** Checks an existing topic against what is wanted. @throws AtlasError ATLAS_LOG_TOPIC_MISMATCH */
export function checkTopic(wanted: TopicSpec, found: TopicSpec): void {
  if (found.partitions !== wanted.partitions) {
    throw topicMismatch(wanted.topic, 'partitions', wanted.partitions, found.partitions);
  }
  if (found.recordBytesMax < wanted.recordBytesMax) {
    throw topicMismatch(
      wanted.topic,
      'recordBytesMax',
      wanted.recordBytesMax,
      found.recordBytesMax,
    );
  }
}

/** A topic that is not as it must be. */
export function topicMismatch(
  topic: string,
  setting: string,
  wanted: string | number,
  found: string | number,
): AtlasError {
  return new AtlasError(
    'ATLAS_LOG_TOPIC_MISMATCH',
    `topic ${topic} has ${setting} = ${found}, the configuration wants ${wanted}`,
    {
      details: { topic, setting, wanted, found },
      hint: 'Correct the configuration, give the world another name, or change the topic by hand.',
    },
  );
}

export function topicMissing(topic: string, partition: number): AtlasError {
  return new AtlasError('ATLAS_LOG_TOPIC_MISSING', `the log has no ${topic}/${partition}`, {
    details: { topic, partition },
    hint: 'Start the watchdog first: it creates the topics.',
  });
}

/** An append to one partition. */
export interface AppendRequest {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly Uint8Array[];
}

/** The error of an append with a record, or in all, over the limit; null when it fits. */
export function batchTooLarge(
  append: AppendRequest,
  recordBytesMax: number,
  batchBytesMax: number,
): AtlasError | null {
  let batchBytes = 0;
  let largest = 0;
  for (const record of append.records) {
    batchBytes += record.length;
    largest = Math.max(largest, record.length);
  }
  if (largest <= recordBytesMax && batchBytes <= batchBytesMax) return null;
  const what =
    largest > recordBytesMax
      ? `a record of ${largest} bytes is over the limit of ${recordBytesMax}`
      : `records of ${batchBytes} bytes in all are over a batch's limit of ${batchBytesMax}`;
  return new AtlasError(
    'ATLAS_LOG_RECORD_TOO_LARGE',
    `${append.topic}/${append.partition}: ${what}`,
    {
      details: { topic: append.topic, partition: append.partition, largest, batchBytes },
      hint: 'Raise log.recordBytesMax (and the broker’s limit), or write smaller records.',
    },
  );
}

/** An offset that the partition does not have (any more, or yet). */
export function outOfRange(
  at: { readonly topic: string; readonly partition: number; readonly offset: number },
  bounds: PartitionBounds,
): AtlasError {
  const { startOffset, endOffset } = bounds;
  return new AtlasError(
    'ATLAS_LOG_OFFSET_OUT_OF_RANGE',
    `${at.topic}/${at.partition} holds offsets ${startOffset} to ${endOffset}, not ${at.offset}`,
    {
      details: { ...at, startOffset, endOffset },
      hint: 'Begin again from a verified checkpoint (rule L5).',
    },
  );
}

/** A call on a log that was closed. */
export function logClosed(what: string): AtlasError {
  return new AtlasError('ATLAS_LOG_CLOSED', `${what}: the log is closed`);
}
