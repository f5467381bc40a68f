/**
 * Why a packet was dropped. A hostile packet is counted under one of these and leaves no other
 * trace. The order follows the steps of the standard.
 */
export const NETCODE_REFUSALS = [
  // Any packet.
  'too-small',
  'too-large',
  'packet-type',
  'unexpected-type',
  'sequence-length',
  'truncated',
  'unknown-address',
  'sequence-range',
  'replayed',
  'unauthentic',
  'data-size',
  'not-connected',
  'packet-rate',
  // A changed address.
  'move-rate',
  'move-slot',
  'move-unchallenged',
  // Connection requests.
  'request-size',
  'request-version',
  'request-protocol',
  'request-expired',
  'request-host-rate',
  'request-rate',
  'request-unauthentic',
  'request-malformed',
  'request-not-for-us',
  'address-connected',
  'client-connected',
  'token-elsewhere',
  'token-used',
  'server-full',
  'handshakes-full',
  // Connection responses.
  'challenge-unauthentic',
  'challenge-mismatch',
  'response-pending',
  'token-undecided',
  'handshake-expired',
] as const;

export type NetcodeRefusal = (typeof NETCODE_REFUSALS)[number];

/** How often each happened since the start. */
export type RefusalCounts = Record<NetcodeRefusal, number>;

/** Counts at zero, always with the same shape, so that counting stays cheap. */
export function makeRefusalCounts(): RefusalCounts {
  return Object.fromEntries(NETCODE_REFUSALS.map((reason) => [reason, 0])) as RefusalCounts;
}
