/** Bounds of the gateway's HTTP server, with their reasons. */
export const GATEWAY_SERVER_LIMITS = {
  /** A login with a large JWT; nothing that a client sends is longer. */
  bodyBytes: 16_384,
  /** A whole request, so that nobody holds a connection open by sending slowly, milliseconds. */
  requestMs: 10_000,
  /** Between two looks for requests that take too long; Node's own are half a minute apart. */
  lookMs: 1000,
  /** An idle connection is kept for a client's next request, milliseconds. */
  keepAliveMs: 5000,
  /** Connections at once: a client needs one for two short requests. */
  connections: 4096,
  /** Requests of one connection, so that a limit on connections is one on clients. */
  requestsPerConnection: 1000,
  /** Of the path's parameters: an account name with every byte escaped. */
  parameterCharacters: 600,
} as const;
