import type { Bench, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import { traceRun } from './trace-run.ts';

/**
 * Envelope: from a tick to the next of the target there are 50 ms, for an append (some 5 ms) and a
 * message (some 1 ms); what misses a tick met a pause of a process or of the machine.
 */
export const bench: Bench = {
  what: 'recorded traffic at real speed: 8 regions on 2 shards, real Kafka and Valkey',
  seconds: 180,
  async run(context) {
    const { audit, appendsMs, note } = await traceRun(context);
    const share = (ticks: number): number => (audit.missed.get(ticks) ?? 0) / audit.handoffs;
    const none = { is: 'at most', value: 0 } as const;
    const figures: Figure[] = [
      { name: 'handoffs', value: audit.handoffs, unit: '', ...(note && { note }) },
      { name: 'entities lost', value: audit.lost, unit: '', limit: none },
      { name: 'entities doubled', value: audit.doubled, unit: '', limit: none },
      { name: 'tick counters that are wrong', value: audit.ticksWrong, unit: '', limit: none },
      { name: 'odometers that are wrong', value: audit.odometersWrong, unit: '', limit: none },
      {
        ...{ name: 'handoffs that missed no tick', value: 100 * share(0), unit: '%' },
        limit: { is: 'at least', value: 99.9 },
      },
      {
        name: 'handoffs that missed a tick',
        value: audit.handoffs - (audit.missed.get(0) ?? 0),
        unit: '',
      },
      {
        ...{ name: 'most ticks missed by one', value: audit.missedMax, unit: 'ticks' },
        limit: { is: 'at most', value: 2 },
      },
      { name: 'ticks checked', value: audit.ticks, unit: '' },
      { name: 'append p50', value: quantile(appendsMs, 0.5), unit: 'ms' },
      { name: 'append p99', value: quantile(appendsMs, 0.99), unit: 'ms' },
      { name: 'append p99.9', value: quantile(appendsMs, 0.999), unit: 'ms' },
    ];
    for (const problem of audit.problems) context.progress(problem);
    return figures;
  },
};
