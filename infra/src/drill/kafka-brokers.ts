import { topicNames } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import type {
  BrokerAddress,
  ClusterMetadata,
  KafkaOptions,
} from '../adapters/kafka/broker-connection.ts';
import { parseAddress } from '../adapters/kafka/cluster-view.ts';
import { connectByKafkajs } from '../adapters/kafka/kafkajs-connection.ts';

/** What a drill asks the brokers of a running cluster. */
export class KafkaBrokers {
  readonly #options: KafkaOptions;
  readonly #topics: readonly string[];
  readonly #frames: string;
  #known: readonly BrokerAddress[];

  constructor(options: KafkaOptions, world: string) {
    this.#options = options;
    this.#topics = Object.values(topicNames(world));
    this.#frames = topicNames(world).frames;
    this.#known = options.brokers.map((broker) => parseAddress(broker));
  }

  /** `host:port` of every broker; those that the options name while none answers. */
  async addresses(): Promise<string[]> {
    await this.#metadata();
    return this.#known.map(({ host, port }) => `${host}:${port}`);
  }

  /** Who leads a region's partition; null while nobody does, or nobody answers. */
  async leaderOf(region: RegionId): Promise<BrokerAddress | null> {
    const metadata = await this.#metadata();
    const frames = metadata?.topics.find(({ topic }) => topic === this.#frames);
    const leader = frames?.partitions.find(({ partition }) => partition === region)?.leader;
    return leader === undefined ? null : (metadata?.brokers.get(leader) ?? null);
  }

  /** Whether every copy of the world's partitions is in sync. */
  async areInSync(): Promise<boolean> {
    const topics = (await this.#metadata())?.topics ?? [];
    const partitions = topics.flatMap((topic) => topic.partitions);
    return partitions.length > 0 && partitions.every((each) => each.inSync === each.replicas);
  }

  async #metadata(): Promise<ClusterMetadata | null> {
    for (const address of this.#known) {
      try {
        const connection = await connectByKafkajs(this.#options)(address);
        try {
          const metadata = await connection.metadata(this.#topics);
          if (metadata.brokers.size > this.#known.length)
            this.#known = [...metadata.brokers.values()];
          return metadata;
        } finally {
          connection.close();
        }
      } catch {
        // Another may answer.
      }
    }
    return null;
  }
}
