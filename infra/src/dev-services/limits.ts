/** A JVM that shares two cores with tests needs up to 20 s; beyond a minute it is not coming. */
export const KAFKA_START_MS = 60_000;
/** Docker may have to pull an image first. */
export const DOCKER_START_MS = 300_000;
/** A Valkey answers after some 20 ms. */
export const VALKEY_START_MS = 10_000;
/** Between two looks at something that is starting. */
export const POLL_MS = 50;
/** After this long a process that ignores SIGTERM gets SIGKILL. Kafka flushes for a second or two. */
export const STOP_MS = 15_000;
/** Maven downloads 43 MB; a slow mirror needs minutes. */
export const MAVEN_MS = 300_000;
