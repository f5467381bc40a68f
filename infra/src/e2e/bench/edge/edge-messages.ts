/** What tokens and packets of these benchmarks name. */
export const BENCH_PROTOCOL_ID = 7n;

/** What the server's process is told first. */
export interface EdgeSettings {
  /** Hex digits: seals the connect tokens. */
  readonly key: string;
  readonly clientsMax: number;
  /** As proxy.sendThread: a thread of its own for the socket. */
  readonly sendThread: boolean;
}

/** What it answers when it is asked. */
export interface EdgeCounts {
  readonly clients: number;
  /** Payloads passed on. */
  readonly relayed: number;
  /** Payloads to somebody who is not connected. */
  readonly misrouted: number;
  /** Packets dropped by the connection layer, whatever the reason. */
  readonly refused: number;
}
