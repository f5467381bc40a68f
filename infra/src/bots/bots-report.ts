import type { Latencies } from './latencies.ts';
import type { BotTally } from './load-bot.ts';
import { sideLines } from './processor-sides.ts';
import type { ProcessorUse } from './processor-sides.ts';

/** What a run of bots came to. */
export interface BotsReport {
  /** How many were asked for, and how many got in. */
  readonly bots: number;
  readonly joined: number;
  /** Those who did not, by code. */
  readonly refused: ReadonlyMap<string, number>;
  readonly joinSeconds: number;
  /** How long was measured. */
  readonly seconds: number;
  readonly tally: BotTally;
  readonly bytesReceived: number;
  /** Entity updates in views. */
  readonly updates: number;
  /** Of a core, that this process took. */
  readonly cpuShare: number;
  /** By how much this process's timers came late: what it adds to every time that it measures. */
  readonly lagMsP99: number;
  /** What the cluster's processes took meanwhile; null: they could not be asked. */
  readonly cluster: ProcessorUse | null;
}

/** Above this share of a core the bots measure themselves. */
const BUSY_SHARE = 0.9;

/** For people, a line each. */
export function reportLines(report: BotsReport): string[] {
  const { tally, joined, seconds, bytesReceived, updates, cpuShare, lagMsP99 } = report;
  const each = (total: number): number => (joined === 0 ? 0 : total / joined / seconds);
  const outcomes = [...tally.outcomes].map(([name, total]) => `${total} ${name}`);
  const lines = [
    `${joined} of ${report.bots} bots joined in ${report.joinSeconds.toFixed(1)} s` +
      listed(report.refused),
    `update age          ${percentiles(tally.ageMs)}  (${tally.ageMs.count} views)`,
    `command round trip  ${percentiles(tally.roundTripMs)}  (${outcomes.join(', ') || 'none'})`,
    `views               ${each(tally.ticks).toFixed(1)} a second and bot, ` +
      `${each(updates).toFixed(0)} entity updates, ${(each(bytesReceived) / 1000).toFixed(1)} kB`,
    `processor           ${(cpuShare * 100).toFixed(0)} % of a core for the bots, ` +
      `timers late by p99 ${lagMsP99.toFixed(1)} ms`,
    ...sideLines(report.cluster),
    `connections ended   ${total(tally.ended)}${listed(tally.ended)}`,
  ];
  if (tally.unsent > 0) lines.push(`commands not sent   ${tally.unsent}: too many waited`);
  if (cpuShare > BUSY_SHARE) {
    lines.push('warn: this process was busy itself: take fewer bots a process, or --native');
  }
  return lines;
}

/** For programs. */
export function reportJson(report: BotsReport): string {
  const { tally, refused, ...rest } = report;
  const { ageMs, roundTripMs, ticks, inputs, unsent } = tally;
  return JSON.stringify({
    ...rest,
    ...{ views: ticks, inputs, unsent },
    refused: Object.fromEntries(refused),
    updateAgeMs: percentilesOf(ageMs),
    roundTripMs: percentilesOf(roundTripMs),
    commands: Object.fromEntries(tally.outcomes),
    ended: Object.fromEntries(tally.ended),
  });
}

function percentilesOf(latencies: Latencies): Readonly<Record<string, number>> {
  const { count, maxMs } = latencies;
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((p) => latencies.quantile(p));
  return { count, p50, p90, p99, max: maxMs };
}

function percentiles(latencies: Latencies): string {
  if (latencies.count === 0) return 'none';
  const { p50, p90, p99, max } = percentilesOf(latencies);
  const ms = [p50, p90, p99, max].map((value) => value.toFixed(1));
  return `p50 ${ms[0]} p90 ${ms[1]} p99 ${ms[2]} max ${ms[3]} ms`;
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
}

function listed(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return '';
  return ` (${[...counts].map(([code, times]) => `${times} ${code}`).join(', ')})`;
}
