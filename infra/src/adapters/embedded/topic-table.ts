import { AtlasError } from '@atlasnet/schemas';
import type { TopicSpec } from '@atlasnet/schemas';
import { PARTITIONS_MAX, TOPIC_NAME_BYTES_MAX } from './limits.ts';
import { readSmallFile, replaceFile, replaceUnflushed } from './log-files.ts';
import type { LogFiles } from './log-files.ts';
import type { CleanSegment } from './segment.ts';

const TOPICS_FILE = 'topics.json';
const CLEAN_FILE = 'clean.json';

/** Where a topic's partition is kept. */
export const partitionDirectory = (topic: string, partition: number): string =>
  `topic-${encodeURIComponent(topic)}/${partition}`;

/** What topics there are. @throws AtlasError ATLAS_LOG_CORRUPT */
export async function readTopics(files: LogFiles): Promise<readonly TopicSpec[]> {
  const found = await readJson(files, TOPICS_FILE);
  if (found === null) return [];
  if (Array.isArray(found) && found.every(isSpec)) return found;
  throw damaged(files, TOPICS_FILE);
}

export async function writeTopics(files: LogFiles, topics: readonly TopicSpec[]): Promise<void> {
  await replaceFile(files, '.', TOPICS_FILE, new TextEncoder().encode(JSON.stringify(topics)));
}

/** @throws AtlasError ATLAS_CONFIG_INVALID */
export function checkSpec(spec: TopicSpec): void {
  const name = new TextEncoder().encode(encodeURIComponent(spec.topic));
  if (isSpec(spec) && name.length <= TOPIC_NAME_BYTES_MAX) return;
  throw new AtlasError('ATLAS_CONFIG_INVALID', `the embedded log cannot hold topic ${spec.topic}`, {
    details: { topic: spec.topic, partitions: spec.partitions },
    hint: `Topics have 1 to ${PARTITIONS_MAX} partitions and a name of moderate length.`,
  });
}

/** What each partition held at a clean stop; null after any other end. */
export async function readCleanEnds(
  files: LogFiles,
): Promise<ReadonlyMap<string, CleanSegment> | null> {
  const bytes = await readSmallFile(files, '.', CLEAN_FILE);
  if (bytes === null) return null;
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes)) as Record<
      string,
      number | CleanSegment
    >;
    return new Map(Object.entries(found).map(readEnd));
  } catch {
    // Torn by a power cut soon after the stop.
    return null;
  }
}

/**
 * Takes away what the last clean stop said. It need not be waited for: where it stays, or a power cut brings it
 * back, it still says what is there at least, and a file that has grown is read whole.
 */
export async function dropCleanEnds(files: LogFiles): Promise<void> {
  await files.remove(CLEAN_FILE);
}

/** Not flushed: whoever opens the log next may be waited for, and can do without. */
export async function writeCleanEnds(
  files: LogFiles,
  ends: ReadonlyMap<string, CleanSegment>,
): Promise<void> {
  const text = JSON.stringify(Object.fromEntries(ends));
  await replaceUnflushed(files, '.', CLEAN_FILE, new TextEncoder().encode(text));
}

/** Versions before wrote the end's offset alone. */
function readEnd([name, end]: [string, number | CleanSegment]): [string, CleanSegment] {
  if (typeof end === 'object') return [name, end];
  return [name, { endOffset: end, bytes: -1, timestampMs: 0, index: [] }];
}

async function readJson(files: LogFiles, name: string): Promise<unknown> {
  const bytes = await readSmallFile(files, '.', name);
  if (bytes === null) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    throw damaged(files, name);
  }
}

function isSpec(value: unknown): value is TopicSpec {
  const spec = value as TopicSpec | null;
  return (
    typeof spec?.topic === 'string' &&
    spec.topic.length > 0 &&
    Number.isSafeInteger(spec.partitions) &&
    spec.partitions > 0 &&
    spec.partitions <= PARTITIONS_MAX &&
    Number.isSafeInteger(spec.recordBytesMax)
  );
}

function damaged(files: LogFiles, name: string): AtlasError {
  const file = `${files.name}/${name}`;
  return new AtlasError('ATLAS_LOG_CORRUPT', `${file} is damaged`, {
    details: { file, position: 0 },
    hint: 'Restore the file from a copy, or begin a fresh world; nothing was changed.',
  });
}
