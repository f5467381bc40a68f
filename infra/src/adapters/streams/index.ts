export * from './edge-network.ts';
export * from './stream-client-network.ts';
export type { StreamCertificate } from './stream-listener.ts';
export { dialTcp } from './tcp-packet-stream.ts';
export * from './websocket-client-network.ts';
