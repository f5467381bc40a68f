export { processorMs } from './processor-time.ts';
export * from './system-clock.ts';
export * from './system-random.ts';
