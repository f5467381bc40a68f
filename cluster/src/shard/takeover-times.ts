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
