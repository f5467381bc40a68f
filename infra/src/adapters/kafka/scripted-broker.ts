import type {
  BrokerConnection,
  ConnectBroker,
  ProduceAnswer,
  ProducePart,
} from './broker-connection.ts';

/** What a scripted broker says to a produce request: answers, or an error; a hang by a promise. */
export type ProduceScript = (
  parts: readonly ProducePart[],
) => Promise<readonly ProduceAnswer[]> | readonly ProduceAnswer[];

/** One broker in memory that leads every partition, for tests of what is made of its answers. */
export interface ScriptedBroker {
  readonly connect: ConnectBroker;
  /** The partitions of each produce request, in order of arrival. */
  readonly requests: (readonly number[])[];
  /** Connections opened so far. */
  opened: number;
  refuseConnections: boolean;
  produce: ProduceScript;
}

export function makeScriptedBroker(partitions: number): ScriptedBroker {
  const address = { host: 'scripted', port: 1 };
  const broker: ScriptedBroker = {
    requests: [],
    opened: 0,
    refuseConnections: false,
    produce: (parts) => parts.map((part) => ({ ...part, errorCode: 0, baseOffset: 0 })),
    connect: () => {
      if (broker.refuseConnections) return Promise.reject(new Error('connection refused'));
      broker.opened++;
      return Promise.resolve(connection());
    },
  };
  function connection(): BrokerConnection {
    let open = true;
    const never = (): Promise<never> => Promise.reject(new Error('not scripted'));
    return {
      address,
      isOpen: () => open,
      metadata: (topics) =>
        Promise.resolve({
          brokers: new Map([[1, address]]),
          topics: topics.map((topic) => ({
            topic,
            errorCode: 0,
            partitions: Array.from({ length: partitions }, (_, partition) => ({
              partition,
              leader: 1,
              replicas: 1,
              inSync: 1,
            })),
          })),
        }),
      produce: async (parts) => {
        broker.requests.push(parts.map(({ partition }) => partition));
        return await broker.produce(parts);
      },
      fetch: never,
      offsetAt: never,
      createTopic: never,
      topicSettings: never,
      deleteRecords: never,
      close: () => (open = false),
    };
  }
  return broker;
}
