/** A segment file, at most: a crash makes the next start read the newest of each partition whole. */
export const SEGMENT_BYTES_MAX = 8 * 1024 * 1024;
/** And at least: below it files are more trouble than what they hold. */
export const SEGMENT_BYTES_MIN = 128 * 1024;
/**
 * Segments that the disk cap has room for. A partition’s history is reclaimed in steps of one, and its newest stays: were
 * they as large as the cap allows partitions, all of it would be in the newest ones, and none could be reclaimed.
 */
export const SEGMENTS_OF_CAP = 512;
/** One write and flush of a partition: bounds the memory of a commit and what a power cut can tear. */
export const GROUP_BYTES_MAX = 4 * 1024 * 1024;
/** What one append may hold beyond its largest record: room for a batch of small ones. */
export const BATCH_OVERHEAD_BYTES = 65_536;
/** Bytes that wait to be written in one partition; beyond it appends are refused, not queued. */
export const PENDING_BYTES_MAX = 64 * 1024 * 1024;
/** Distance of two entries of a segment's index, bytes: what a read scans at most in vain. */
export const INDEX_STEP_BYTES = 32_768;
/** The newest records of a partition that followers get without reading the disk, bytes. */
export const RECENT_BYTES_MAX = 1024 * 1024;
/** What a follower is given at once, bytes. */
export const FOLLOW_BATCH_BYTES = 1024 * 1024;
/** All values of the transient store, bytes; checkpoint copies are the most of it. */
export const STORE_BYTES_MAX = 1024 * 1024 * 1024;
/** One value of the transient store, bytes: below a link's message. */
export const STORE_VALUE_BYTES_MAX = 48 * 1024 * 1024;
/** Expired values that nobody asks for are dropped this often, milliseconds. */
export const STORE_SWEEP_MS = 1000;
/** Partitions of a topic that are opened at once: what the disk takes side by side; each holds a chunk of its file. */
export const OPENING_MAX = 32;
/** Records pushed to one remote follower and not yet taken, bytes. */
export const PUSH_WINDOW_BYTES = 4 * 1024 * 1024;
/** A remote request without an answer, milliseconds. */
export const REQUEST_TIMEOUT_MS = 5000;
/** Between two attempts to reach the server, milliseconds: loopback, so often. */
export const RECONNECT_MS = 20;
/** A log that stops serves on until its clients have another to go to, this long at most, milliseconds. */
export const HAND_OVER_MS = 1000;
/** When none has found another within this, there is none: a spare is told at once. */
export const SUCCESSOR_MS = 200;
/** A store that holds more is not handed over, bytes: all wait while it is sent; its writers write it anew. */
export const HERITAGE_BYTES_MAX = 16 * 1024 * 1024;
/** What a store leaves was sent before the log's directory was given back: more than its way takes, milliseconds. */
export const HERITAGE_MS = 200;
/** A client that takes longer to connect to the next is not waited for before another is asked, milliseconds. */
export const MOVE_STEP_MS = 20;
/** Between two looks at who has. */
export const HAND_OVER_LOOK_MS = 2;
/** Requests of one client that wait until the log is open: more than a process asks in that time. */
export const EARLY_REQUESTS_MAX = 10_000;
/** Requests of one client that wait for their answers. */
export const REQUESTS_MAX = 100_000;
/** A topic's name as a directory. */
export const TOPIC_NAME_BYTES_MAX = 200;
/** Partitions of a topic: region ids are below it. */
export const PARTITIONS_MAX = 4096;
/** A message to or from `atlasnet log`: a link's limit. */
export const SERVER_MESSAGE_BYTES_MAX = 64 * 1024 * 1024;
/** What one remote read returns at most, bytes; the caller reads on. */
export const REMOTE_READ_BYTES_MAX = 16 * 1024 * 1024;
/** A key of the transient store, bytes. */
export const STORE_KEY_BYTES_MAX = 1024;
/** A store request without an answer, milliseconds: the configuration's default. */
export const STORE_REQUEST_TIMEOUT_MS = 1000;
