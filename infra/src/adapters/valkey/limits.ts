/** One request, waiting for a lost connection included. A store slower than this is no help. */
export const REQUEST_MS = 2000;
/** Opening a connection, with TLS and login. */
export const CONNECT_MS = 2000;
/** Between two tries to connect, growing to the second. */
export const RECONNECT_MIN_MS = 50;
export const RECONNECT_MAX_MS = 1000;
/** Requests under way or waiting for a connection; more than this means that nobody waits. */
export const REQUESTS_MAX = 4096;
/** A value; a checkpoint's chunk is a few MB. The server's own limit is 512 MB. */
export const VALUE_BYTES_MAX = 64 * 1024 * 1024;
/** Keys in one look at the key space. */
export const SCAN_COUNT = 1000;
