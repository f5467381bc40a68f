import type { Figure } from '../figure.ts';
import type { ArenaRun } from './measure-arena.ts';

/** What a number of clients must reach to count. */
export const PASS = { ageMs: 100, roundTripMs: 150, updatesShare: 0.95 } as const;

/** What passing is judged by; the same for AtlasNet and its peers. */
type Judged = Pick<ArenaRun, 'updatesShare' | 'ageMsP99' | 'roundTripMsP99' | 'ended'>;

export function passes(run: Judged): boolean {
  return (
    run.updatesShare >= PASS.updatesShare &&
    run.ageMsP99 <= PASS.ageMs &&
    run.roundTripMsP99 <= PASS.roundTripMs &&
    run.ended === 0
  );
}

/** One line for a person who waits. */
export function summaryOf(run: ArenaRun): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const rate = (count: number): string => (count / run.seconds / run.bots).toFixed(1);
  const cores = [...run.cores]
    .filter(([, share]) => share >= 0.01)
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name} ${Math.round(share * 100)}`);
  return [
    passes(run) ? 'passes' : 'FAILS',
    `updates ${percent(run.updatesShare)} (came ${percent(run.ticksShare)}, whole ` +
      `${percent(run.completeShare)})`,
    `age ${run.ageMsP50.toFixed(0)}/${run.ageMsP99.toFixed(0)} ms`,
    `round trip ${run.roundTripMsP50.toFixed(0)}/${run.roundTripMsP99.toFixed(0)} ms`,
    `${bytesPerUpdate(run).toFixed(2)} bytes/update`,
    `${run.inRange.toFixed(1)} in range`,
    `${rate(run.packetsIn)} packets/s down, ${rate(run.packetsOut)} up a client`,
    `joined in ${run.joinSeconds.toFixed(1)} s`,
    `cores % ${cores.join(', ')}, others ${Math.round(run.otherCores * 100)}`,
    oddities(run),
  ]
    .filter((text) => text !== '')
    .join('; ');
}

/** What should all be zero. */
function oddities(run: ArenaRun): string {
  const names = ['wrong', 'malformed', 'unauthentic', 'resets', 'ended', 'sendFails'] as const;
  return names
    .filter((name) => run[name] > 0)
    .map((name) => `${name} ${run[name]}`)
    .join(', ');
}

/** Everything above UDP, of all entities that an update told of. */
export function bytesPerUpdate(run: ArenaRun): number {
  return run.updates === 0 ? 0 : run.bytesIn / run.updates;
}

/** The figures of one run. */
export function figuresOf(run: ArenaRun, bytesMost: number | null): Figure[] {
  const of = (name: string, value: number, unit: string): Figure => ({
    name: `${run.bots} clients: ${name}`,
    value,
    unit,
  });
  const atMost = (value: number): Figure['limit'] => ({ is: 'at most', value });
  const bytes = of('bytes an entity update', bytesPerUpdate(run), 'bytes');
  return [
    {
      ...of('whole updates', run.updatesShare * 100, '%'),
      limit: { is: 'at least', value: PASS.updatesShare * 100 },
    },
    { ...of('update age p99', run.ageMsP99, 'ms'), limit: atMost(PASS.ageMs) },
    of('update age p50', run.ageMsP50, 'ms'),
    { ...of('command round trip p99', run.roundTripMsP99, 'ms'), limit: atMost(PASS.roundTripMs) },
    of('command round trip p50', run.roundTripMsP50, 'ms'),
    bytesMost === null ? bytes : { ...bytes, limit: atMost(bytesMost) },
    of('until all had joined', run.joinSeconds, 's'),
    of('entities in range', run.inRange, ''),
    of('bytes a client', run.bytesIn / run.seconds / run.bots / 1000, 'kB/s'),
    ...[...run.cores]
      .filter(([, share]) => share >= 0.005)
      .map(([name, share]) => of(`CPU of ${name}`, share * 100, '% of core')),
    of('CPU of others and the kernel', run.otherCores * 100, '% of core'),
  ];
}
