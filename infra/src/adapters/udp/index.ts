export * from './udp-network.ts';
