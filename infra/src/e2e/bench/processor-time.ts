import { readFileSync } from 'node:fs';

/**
 * Milliseconds that the main thread was on a processor, so that a machine busy with other things does
 * not count; the wall clock where the kernel does not tell. Costs about 10 µs.
 */
export function threadTimeMs(): number {
  if (!told) return performance.now();
  // Linux brings the file up to date at its own ticks only, or when a process asks for its usage.
  process.cpuUsage();
  return Number(readFileSync(STATISTICS, 'latin1').split(' ')[0]) / 1e6;
}

const STATISTICS = '/proc/self/task/' + process.pid + '/schedstat';
const told = tells();

function tells(): boolean {
  try {
    return Number(readFileSync(STATISTICS, 'latin1').split(' ')[0]) > 0;
  } catch {
    return false;
  }
}
