/** One message of a link; above the largest frame slice or checkpoint copy by far. */
export const MESSAGE_BYTES_MAX = 64 * 1024 * 1024;
/** Bytes waiting to be sent; a peer that is this far behind is given up instead of our memory. */
export const QUEUE_BYTES_MAX = 64 * 1024 * 1024;
/** Anything longer before the peer has proved itself is hostile. */
export const HANDSHAKE_BYTES_MAX = 1024;
/** A peer that has not proved itself by then is cut off. */
export const HANDSHAKE_TIMEOUT_MS = 3000;
/** Connections of one listener that may be in their handshake at once. */
export const HANDSHAKES_MAX = 256;
/** A link without traffic says so this often. */
export const HEARTBEAT_MS = 2000;
/** A peer that is silent this long is gone: three heartbeats. */
export const SILENCE_MS = 6000;
/** How long close() waits for what was sent to leave. */
export const CLOSE_TIMEOUT_MS = 2000;
/** Of a reason for closing, as text. */
export const REASON_BYTES_MAX = 512;
/** Of a process id, a role or a world's name in the handshake. */
export const NAME_BYTES_MAX = 128;
