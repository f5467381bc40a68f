import type { RecoverySource } from './recovery.ts';

/** How long each part of taking over a region took, milliseconds (C3). */
export interface TakeoverTimes {
  readonly from: RecoverySource;
  readonly claimMs: number;
  readonly checkpointMs: number;
  readonly tailMs: number;
  readonly tailFrames: number;
}

/** For a log line. */
export function roundedTimes(times: TakeoverTimes): Record<string, number | string> {
  const { from, ...numbers } = times;
  const entries = Object.entries(numbers).map(([name, value]) => [
    name,
    Math.round(value * 10) / 10,
  ]);
  return { from, ...Object.fromEntries(entries) };
}

/** For the process registry: how each region came here, as `epoch from checkpointMs tailMs`. */
export function takeoverWords(
  hosts: Iterable<{
    readonly region: number;
    readonly epoch: number;
    readonly times: TakeoverTimes | null;
  }>,
): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const { region, epoch, times } of hosts) {
    if (!times) continue;
    const { from, checkpointMs, tailMs } = roundedTimes(times);
    words[`took/${region}`] = [epoch, from, checkpointMs, tailMs].join(' ');
  }
  return words;
}
