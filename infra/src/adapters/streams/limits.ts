/** Bounds of clients' streams (TCP, WebSocket), with their reasons. */
export const STREAM_LIMITS = {
  /** Streams of one listener, unless it is told otherwise: the slots of a proxy. */
  streams: 4096,
  /** Streams of one address, unless told otherwise: the players behind one NAT. */
  perAddress: 64,
  /**
   * A stream that was not answered for so long is closed, milliseconds. The server speaks to clients
   * every 100 ms and to nobody else, so this ends handshakes that do not finish, bytes that trickle,
   * junk, and what is left of clients that went.
   */
  unansweredMs: 5000,
  /** Between two looks at which streams were not answered, milliseconds. */
  sweepMs: 500,
  /** Bytes that wait for a slow peer; what comes on top is lost, as datagrams are. Half a second's. */
  queuedBytes: 16_384,
  /** A client dials again no sooner than this after its last try, milliseconds. */
  redialMs: 250,
  /** Of the headers of a request for a WebSocket. */
  headerBytes: 4096,
  /** Tries to find a port that is free for datagrams and streams. */
  portTries: 20,
} as const;
