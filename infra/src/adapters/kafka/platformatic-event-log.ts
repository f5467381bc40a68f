import type { KafkaOptions } from './broker-connection.ts';
import { BrokerEventLog } from './broker-event-log.ts';
import { connectByPlatformatic } from './platformatic-connection.ts';

/** The log on Kafka by \@platformatic/kafka, the second driver. */
export class PlatformaticEventLog extends BrokerEventLog {
  constructor(options: KafkaOptions) {
    super(options, connectByPlatformatic(options));
  }
}
