import { processorMs } from '../../adapters/system/index.ts';

/** Milliseconds that the main thread was on a processor; the wall clock where the kernel does not tell. */
export const threadTimeMs: () => number = processorMs ?? (() => performance.now());
