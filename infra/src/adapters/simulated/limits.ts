/** Events that share one turn of Node's event loop; microtasks drain between them all the same. */
export const EVENTS_PER_TURN = 64;

/** An append without an answer is `unknown` after this long; the real adapters' order of magnitude. */
export const LOG_REQUEST_TIMEOUT_MS = 2000;
/** A store request without an answer fails after this long: the configuration's default. */
export const STORE_REQUEST_TIMEOUT_MS = 1000;
/** What a broker's batch limit leaves above the largest record, bytes: record headers and the batch's. */
export const BATCH_OVERHEAD_BYTES = 16_384;
/** What a follower gets at once, bytes: about a broker's default fetch of one partition. */
export const FOLLOW_BATCH_BYTES = 1_048_576;
/** A follower that cannot reach its partition tries again after this long. */
export const FOLLOW_RETRY_MS = 50;

/** Undelivered bytes of one direction of a link; beyond it the link closes, as over TCP. */
export const LINK_QUEUE_BYTES_MAX = 64 * 1024 * 1024;
/** A link whose other end is silent this long closes: the TCP adapter's rule. */
export const LINK_SILENCE_MS = 6000;
/** A connection attempt that nobody answers fails after this long. */
export const LINK_CONNECT_TIMEOUT_MS = 3000;

/** A datagram longer than this cannot be sent over UDP, bytes. */
export const DATAGRAM_BYTES_MAX = 65_507;
/** Datagrams that a stopped process's socket keeps: about 200 kB of a kernel's buffer. */
export const DATAGRAMS_WAITING_MAX = 1024;

/** Unix milliseconds of the simulation's start. Any fixed instant will do. */
export const WALL_START_MS = 1_700_000_000_000;
/** How long a spawned process takes to start, milliseconds. */
export const PROCESS_START_MS = 150;
/** How far back a failover of the store can lose writes: what the store keeps to undo. */
export const STORE_UNDO_MS = 5000;
