export type { KafkaOptions } from './broker-connection.ts';
export { KafkaEventLog } from './kafka-event-log.ts';
export { PlatformaticEventLog } from './platformatic-event-log.ts';
