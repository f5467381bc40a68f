export * from './embedded-event-log.ts';
export * from './embedded-log-server.ts';
export * from './embedded-state-store.ts';
export * from './log-files.ts';
export * from './node-log-files.ts';
export * from './remote-event-log.ts';
export * from './remote-state-store.ts';
export * from './transient-store.ts';
export type { RemoteServerOptions } from './remote-server.ts';
