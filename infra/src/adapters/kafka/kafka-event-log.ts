import type { KafkaOptions } from './broker-connection.ts';
import { BrokerEventLog } from './broker-event-log.ts';
import { connectByKafkajs } from './kafkajs-connection.ts';

/** The log on Kafka by kafkajs, the default driver. */
export class KafkaEventLog extends BrokerEventLog {
  constructor(options: KafkaOptions) {
    super(options, connectByKafkajs(options));
  }
}
