/** Bounds of what the gateway and its clients ask of others, with their reasons. */
export const GATEWAY_REQUEST_LIMITS = {
  /** Between two readings of an external issuer's keys at least, milliseconds: strangers cause them. */
  issuerKeysCooldownMs: 30_000,
  /** An external issuer must answer in this time, milliseconds: a login waits for it. */
  issuerKeysTimeoutMs: 5000,
  /** A client's own wait for the gateway, milliseconds: twice what a record may take. */
  clientWaitMs: 10_000,
} as const;
