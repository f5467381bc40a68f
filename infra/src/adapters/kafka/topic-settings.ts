import type { TopicSpec } from '@atlasnet/schemas';
import { topicMismatch } from '../log-rules.ts';
import type { NewTopic, TopicMetadata } from './broker-connection.ts';
import { BATCH_BYTES_DEFAULT, BATCH_OVERHEAD_BYTES } from './limits.ts';

/** A setting of a topic and the values that rule L1 allows. */
interface Rule {
  readonly setting: string;
  /** What a new topic gets. */
  readonly value: string;
  readonly wanted: string;
  readonly allows: (found: string) => boolean;
}

/** The settings that are looked at. */
export const CHECKED_SETTINGS = [
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'message.timestamp.type',
  'min.insync.replicas',
  'unclean.leader.election.enable',
  'max.message.bytes',
] as const;

/** How the topic is made (rule L1). */
export function newTopic(spec: TopicSpec): NewTopic {
  return {
    topic: spec.topic,
    partitions: spec.partitions,
    replicationFactor: spec.replicationFactor,
    settings: Object.fromEntries(rules(spec).map(({ setting, value }) => [setting, value])),
  };
}

/**
 * Compares an existing topic with what is wanted.
 * @throws AtlasError ATLAS_LOG_TOPIC_MISMATCH naming the first difference
 */
export function checkTopic(
  spec: TopicSpec,
  metadata: TopicMetadata,
  settings: ReadonlyMap<string, string>,
): void {
  const partitions = metadata.partitions.length;
  if (partitions !== spec.partitions) {
    throw topicMismatch(spec.topic, 'partitions', spec.partitions, partitions);
  }
  const replicas = Math.min(...metadata.partitions.map((partition) => partition.replicas));
  if (replicas < spec.replicationFactor) {
    const wanted = `${spec.replicationFactor} or more`;
    throw topicMismatch(spec.topic, 'replicationFactor', wanted, replicas);
  }
  for (const { setting, wanted, allows } of rules(spec)) {
    const found = settings.get(setting);
    if (found === undefined || !allows(found)) {
      throw topicMismatch(spec.topic, setting, wanted, found ?? 'nothing');
    }
  }
}

function rules(spec: TopicSpec): Rule[] {
  const batchBytes = spec.recordBytesMax + BATCH_OVERHEAD_BYTES;
  return [
    exactly('cleanup.policy', 'delete'),
    exactly('retention.ms', '-1'),
    exactly('retention.bytes', '-1'),
    exactly('message.timestamp.type', 'LogAppendTime'),
    exactly('unclean.leader.election.enable', 'false'),
    atLeast('min.insync.replicas', spec.minInsyncReplicas, spec.minInsyncReplicas),
    atLeast('max.message.bytes', batchBytes, Math.max(batchBytes, BATCH_BYTES_DEFAULT)),
  ];
}

function exactly(setting: string, value: string): Rule {
  return { setting, value, wanted: value, allows: (found) => found === value };
}

function atLeast(setting: string, least: number, value: number): Rule {
  return {
    setting,
    value: String(value),
    wanted: `${least} or more`,
    allows: (found) => Number(found) >= least,
  };
}
