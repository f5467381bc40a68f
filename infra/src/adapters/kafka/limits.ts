/**
 * How long a broker may wait for its followers before it answers a produce request. One partition
 * that hangs holds up its neighbours of the same request this long at most (rule L3).
 */
export const PRODUCE_WAIT_MS = 1000;
/** What the network and a busy broker may add before a produce request's outcome is unknown. */
export const PRODUCE_SLACK_MS = 1500;
/** Opening a connection, with TLS and login. */
export const CONNECT_MS = 3000;
/** Any other request: metadata, a bounded read, a broker's own look at a partition's bounds. */
export const REQUEST_MS = 5000;
/** Creating a topic, or deleting records, includes writing to the controllers' log. */
export const ADMIN_MS = 15_000;
/** How long a read looks for a partition's leader, through an election, before it gives up. */
export const LEADER_SEARCH_MS = 10_000;
/** Between two looks for a leader; an election takes some hundreds of milliseconds. */
export const LEADER_RETRY_MS = 100;
/** A follower of a lost broker tries again after this, doubled with each failure up to the second. */
export const FOLLOW_RETRY_MIN_MS = 50;
export const FOLLOW_RETRY_MAX_MS = 1000;

/**
 * Connections per broker for requests of healthy partitions, and as many for partitions on their own
 * after a failure: a broker works on one request of a connection at a time.
 */
export const PRODUCE_CONNECTIONS_MAX = 4;
/** Connections per broker for bounded reads and looks at bounds. */
export const READ_CONNECTIONS_MAX = 4;

/** One append. A broker's own default for a batch is 1 MiB; this only keeps a request whole. */
export const APPEND_BYTES_MAX = 16 * 1024 * 1024;
/** One request; a broker closes the connection above 100 MB (socket.request.max.bytes). */
export const REQUEST_BYTES_MAX = 32 * 1024 * 1024;
/** Appends that wait behind an outstanding one of their partition. Rule L3 needs none. */
export const APPENDS_QUEUED_MAX = 64;

/** A tailing reader's request waits this long for records; it bounds how late a new reader joins. */
export const FETCH_WAIT_MS = 50;
/** The same while a reader's callback is busy, so that it is not kept waiting when it is done. */
export const FETCH_WAIT_BUSY_MS = 5;
/** Bytes of one partition in one answer: above any batch that a topic here allows. */
export const FETCH_PARTITION_BYTES_MAX = 4 * 1024 * 1024;
/** Bytes of one answer: what decoding holds in memory at once, per broker. */
export const FETCH_BYTES_MAX = 16 * 1024 * 1024;
/** Answers with a hole in the offsets before a reader is told (rule L5). */
export const GAPS_MAX = 3;

/** A record's and its batch's headers, with room to spare, above the largest record's value. */
export const BATCH_OVERHEAD_BYTES = 4096;
/** Kafka's default for max.message.bytes: a topic is not made with less. */
export const BATCH_BYTES_DEFAULT = 1_048_588;
