export { followKernelDrops } from './kernel-drops.ts';
export * from './threaded-udp-network.ts';
export * from './udp-network.ts';
