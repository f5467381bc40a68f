import type { TopicSpec } from '../ports/event-log.ts';

/** The topics of one world. */
export interface TopicNames {
  readonly frames: string;
  readonly map: string;
  readonly checkpoints: string;
  readonly load: string;
  readonly sessions: string;
  readonly tokens: string;
  readonly tasks: string;
  readonly taskResults: string;
}

/** The topics' names, from the world's name. */
export function topicNames(world: string): TopicNames {
  return {
    frames: `${world}.frames`,
    map: `${world}.map`,
    checkpoints: `${world}.checkpoints`,
    load: `${world}.load`,
    sessions: `${world}.sessions`,
    tokens: `${world}.tokens`,
    tasks: `${world}.tasks`,
    taskResults: `${world}.task-results`,
  };
}

/** What the topics of a world are created with. */
export interface TopicOptions {
  /** Partitions of `frames` and `checkpoints`: the most regions that the world can ever have. */
  readonly regionsMax: number;
  /** Of `sessions` and `tokens`. */
  readonly sessionPartitions: number;
  readonly taskPartitions: number;
  /** L1: 3 and 2 in production; 1 and 1 on a single broker. */
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  /** The largest record that will be appended, bytes (L6). */
  readonly recordBytesMax: number;
}

/** L1: how the topics must look; created so, or checked. */
export function topicSpecs(world: string, options: TopicOptions): readonly TopicSpec[] {
  const names = topicNames(world);
  const { replicationFactor, minInsyncReplicas, recordBytesMax } = options;
  const partitions: readonly (readonly [string, number])[] = [
    [names.map, 1],
    [names.frames, options.regionsMax],
    [names.checkpoints, options.regionsMax],
    [names.load, 1],
    [names.sessions, options.sessionPartitions],
    [names.tokens, options.sessionPartitions],
    [names.tasks, options.taskPartitions],
    [names.taskResults, options.taskPartitions],
  ];
  return partitions.map(([topic, count]) => ({
    topic,
    partitions: count,
    replicationFactor,
    minInsyncReplicas,
    recordBytesMax,
  }));
}
