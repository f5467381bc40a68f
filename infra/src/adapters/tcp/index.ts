export * from './tcp-interlink.ts';
export type { HandshakeIdentity } from './link-handshake.ts';
