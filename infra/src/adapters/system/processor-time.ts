import { openSync, readSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Tells the milliseconds that the main thread was on a processor, so that a machine busy with other
 * things does not count. Costs about 5 µs. Undefined where the kernel does not tell.
 */
export const processorMs: (() => number) | undefined = openProcessorTime();

function openProcessorTime(): (() => number) | undefined {
  if (!isMainThread) return undefined;
  let file = 0;
  try {
    file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  } catch {
    return undefined;
  }
  const text = Buffer.alloc(64);
  const read = (): number => {
    // Linux brings the file up to date at its own ticks only, or when a process asks for its usage.
    process.cpuUsage();
    const length = readSync(file, text, 0, text.length, 0);
    // Nanoseconds on a processor, a space, and more.
    let nanos = 0;
    for (let i = 0; i < length && text[i] !== 0x20; i++) nanos = nanos * 10 + text[i] - 0x30;
    return nanos / 1e6;
  };
  return read() > 0 ? read : undefined;
}
