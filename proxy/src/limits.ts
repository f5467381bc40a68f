/** Every limit of this package, with its reason. Services take overrides; these are the defaults. */

/** Client slots of one proxy: about twice what a core can open, route and seal at 20 Hz. */
export const CLIENTS_MAX = 4096;

/**
 * Handshakes between challenge and connection at once. Each needs a valid token and holds about
 * 600 bytes; at 5,000 connects a second and 100 ms a handshake, 500 are under way.
 */
export const HANDSHAKES_PENDING_MAX = 4096;

/** A handshake that does not finish in this time is forgotten, also when its token has no timeout. */
export const HANDSHAKE_MS_MAX = 10_000;

/** The same while the log is asked about its token: through the loss of a broker, as clients wait. */
export const HANDSHAKE_JUDGED_MS_MAX = 30_000;

/**
 * Used tokens remembered for the standard's "used by another address" test. The oldest goes first:
 * single use is decided by the log, this table only saves it questions.
 */
export const USED_TOKENS_MAX = 65_536;

/** Used tokens looked at per second to forget the expired: keeps that work under a millisecond. */
export const USED_TOKENS_SWEPT_PER_SECOND = 4096;

/**
 * Connection requests whose token is opened, per host and second. A client sends ten; the rest is
 * room for the players behind one NAT. It bounds a single host's share of a core to about 1 %.
 */
export const REQUESTS_PER_HOST_PER_SECOND_MAX = 1000;

/**
 * The same over all hosts: at about 10 µs each, half-forged requests from spoofed addresses cannot
 * take more than a fifth of a core from connected clients. Above the 5,000 connects a second, with
 * repeats, that a proxy must admit.
 */
export const REQUESTS_PER_SECOND_MAX = 20_000;

/** Packets that say that a client's address changed, opened per host and second: one client sends ten. */
export const MOVES_PER_HOST_PER_SECOND_MAX = 100;

/** The same over all hosts: forged ones take a twentieth of a core at most. */
export const MOVES_PER_SECOND_MAX = 5000;

/** A challenge to a client's new address is good for so long, milliseconds: some round trips. */
export const MOVE_CHALLENGE_MS = 2000;

/** Buckets of the per-host limiter: 128 kB, and few enough hosts share one within a second. */
export const HOST_BUCKETS = 65_536;

/**
 * Authentic packets of one client a second; more are dropped before they are opened. Ours say one each 10 ms at
 * most. It bounds what a client that turns hostile takes of a core: a tenth of a percent.
 */
export const CLIENT_PACKETS_PER_SECOND = 250;

/** And so many at once: a network, or a proxy, that stood still for seconds hands over all that was said. */
export const CLIENT_PACKETS_BURST = 1000;

/** Packets said in farewell, because any of them may be lost: the reference implementation's count. */
export const DISCONNECT_PACKETS = 10;

/** A sealed packet is appended to a slab of this size; the slab is never reused, see PacketArena. */
export const ARENA_SLAB_BYTES = 65_536;

/** The same for one client: a few packets, as a process may hold thousands of clients. */
export const CLIENT_SLAB_BYTES = 4096;

/** Private keys tried on a connection request: the one in use, and the one before its rotation. */
export const PRIVATE_KEYS_MAX = 2;

/** The largest message of a channel, reliable or not: 58 packets, a whole view of a dense crowd. */
export const MESSAGE_BYTES_MAX = 65_536;

/** Unreliable channels: their number travels in five bits, and each may hold one assembly buffer. */
export const UNRELIABLE_CHANNELS_MAX = 32;

/** Reliable bytes waiting for acknowledgement; past that the peer is too slow, and is let go. */
export const RELIABLE_QUEUE_BYTES_MAX = 256 * 1024;

/** Reliable messages waiting, for the same reason, so that empty ones are bounded as well. */
export const RELIABLE_QUEUE_CHUNKS_MAX = 4096;

/** Chunks sent beyond the oldest unacknowledged one: a message of 64 kB, and bounded reordering. */
export const RELIABLE_WINDOW_CHUNKS = 64;

/** Bytes a connection may send a second, unless its owner says otherwise: 256 kbit/s. */
export const SEND_BYTES_PER_SECOND = 32_000;

/** Budget that may be saved up: one view of a dense crowd at once, then the rate holds. */
export const SEND_BURST_BYTES = 16_000;
