/** The broker's error codes that are told apart here. */
export const BROKER_ERRORS = {
  none: 0,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  requestTimedOut: 7,
  brokerNotAvailable: 8,
  replicaNotAvailable: 9,
  messageTooLarge: 10,
  networkException: 13,
  invalidTopic: 17,
  recordListTooLarge: 18,
  notEnoughReplicas: 19,
  notEnoughReplicasAfterAppend: 20,
  invalidRequiredAcks: 21,
  topicAuthorizationFailed: 29,
  clusterAuthorizationFailed: 31,
  invalidTimestamp: 32,
  unsupportedVersion: 35,
  topicAlreadyExists: 36,
  invalidReplicationFactor: 38,
  invalidRequest: 42,
  unsupportedForMessageFormat: 43,
  policyViolation: 44,
  kafkaStorageError: 56,
  fencedLeaderEpoch: 74,
  unknownLeaderEpoch: 75,
  unsupportedCompression: 76,
  offsetNotAvailable: 78,
  invalidRecord: 87,
} as const;

const names = new Map<number, string>(
  Object.entries(BROKER_ERRORS).map(([name, code]) => [code, name]),
);

/** `notEnoughReplicas (19)`. */
export function describeBrokerError(code: number): string {
  return `${names.get(code) ?? 'broker error'} (${code})`;
}

/**
 * The answers to a produce request that prove the records are not in the log: the broker gives them
 * before it appends. `notLeader` is not among them: a leader that appended and then lost its office
 * while it waited for followers says the same. Nor is a storage error, half-way as it may be.
 */
const definiteRefusals = new Set<number>([
  BROKER_ERRORS.corruptMessage,
  BROKER_ERRORS.unknownTopicOrPartition,
  BROKER_ERRORS.messageTooLarge,
  BROKER_ERRORS.invalidTopic,
  BROKER_ERRORS.recordListTooLarge,
  BROKER_ERRORS.notEnoughReplicas,
  BROKER_ERRORS.invalidRequiredAcks,
  BROKER_ERRORS.topicAuthorizationFailed,
  BROKER_ERRORS.clusterAuthorizationFailed,
  BROKER_ERRORS.invalidTimestamp,
  BROKER_ERRORS.unsupportedVersion,
  BROKER_ERRORS.invalidRequest,
  BROKER_ERRORS.unsupportedForMessageFormat,
  BROKER_ERRORS.policyViolation,
  BROKER_ERRORS.unsupportedCompression,
  BROKER_ERRORS.invalidRecord,
]);

export function isDefiniteRefusal(code: number): boolean {
  return definiteRefusals.has(code);
}

/** Answers that another broker, or the same one a little later, will not give. */
const passing = new Set<number>([
  BROKER_ERRORS.unknownTopicOrPartition,
  BROKER_ERRORS.leaderNotAvailable,
  BROKER_ERRORS.notLeader,
  BROKER_ERRORS.requestTimedOut,
  BROKER_ERRORS.brokerNotAvailable,
  BROKER_ERRORS.replicaNotAvailable,
  BROKER_ERRORS.networkException,
  BROKER_ERRORS.kafkaStorageError,
  BROKER_ERRORS.fencedLeaderEpoch,
  BROKER_ERRORS.unknownLeaderEpoch,
  BROKER_ERRORS.offsetNotAvailable,
]);

export function isPassing(code: number): boolean {
  return passing.has(code);
}
