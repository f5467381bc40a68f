import { join } from 'node:path';
import type { Frame, RegionId } from '@atlasnet/schemas';
import { ROOT } from '../../cli/root.ts';
import { OdometerAuditor } from '../audit-odometers.ts';
import { BalanceReader } from './balance-reader.ts';
import type { BalanceSpan } from './balance-reader.ts';
import { runCluster } from './cluster-run.ts';
import type { FrameReader } from './cluster-run.ts';
import type { Bench, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import { STEP } from './step-world.ts';

/** Between two looks at the balance, seconds. */
const SPAN_S = 0.25;
/** Max/mean of entities that counts as balanced. */
const BALANCED = 1.25;
/** How long after the jump ticks are looked at, and how long before it, seconds. */
const AFTER_S = 10;
const BEFORE_S = 30;
const TICK_HZ = 20;
/** A tick with so many handoffs, sent or taken, is one of a burst. */
const BURST = 32;

/**
 * Envelope: a load is known after a second at most, a map holds half a second after it was proposed, and
 * 64 entities a region go over in a tick: three seconds for one change, and two or three changes.
 */
export const bench: Bench = {
  what: `${STEP.walkers} walkers, of whom two in five are at once in one disc of ${STEP.disc.radiusM} m`,
  seconds: 100,
  async run({ seconds, progress }) {
    let balance: BalanceReader | null = null;
    const auditor = new OdometerAuditor({ ticks: 'ticks', odometer: 'odometer' });
    const ticks = new TickReader();
    await runCluster({
      seconds,
      example: null,
      flags: { 'world.game': join(ROOT, 'infra/dist/e2e/bench/step-world.js') },
      readers: (source) => {
        balance = new BalanceReader(source, SPAN_S);
        return [auditor, balance, ticks];
      },
      progress,
    });
    const spans = (balance as BalanceReader | null)?.spans ?? [];
    const jump = ticks.firstTick + STEP.jumpTicks;
    const after = spans.filter(({ tick }) => tick > jump);
    const audit = auditor.finish(ticks.lastTick);
    const none = { is: 'at most', value: 0 } as const;
    return [
      { name: 'max/mean before', value: at(spans, jump - TICK_HZ), unit: '' },
      { name: 'max/mean at most', value: Math.max(...after.map(imbalance)), unit: '' },
      {
        ...{ name: `under ${BALANCED} for good after`, value: settledS(after), unit: 's' },
        limit: { is: 'at most', value: 10 },
      },
      ...tickFigures(ticks.around(jump)),
      { name: 'handoffs', value: audit.handoffs, unit: '' },
      { name: 'walkers lost', value: audit.lost, unit: '', limit: none },
      { name: 'walkers doubled', value: audit.doubled, unit: '', limit: none },
    ];
  },
};

/** How much longer ticks with handoffs are than the median calm one, and calm ones beside them. */
function tickFigures({ calm, busy }: { calm: number[]; busy: TickTime[] }): Figure[] {
  const calmMs = quantile(calm, 0.5);
  const times = busy.map(({ ms }) => ms);
  const longestMs = Math.max(...times);
  const bursts = busy.filter(({ handoffs }) => handoffs >= BURST).map(({ ms }) => ms);
  const longer = (name: string, ms: number): Figure => ({ name, value: ms - calmMs, unit: 'ms' });
  return [
    {
      ...longer('a tick with handoffs is longer by', longestMs),
      limit: { is: 'at most', value: 5 },
    },
    {
      name: 'handoffs in that one',
      value: busy.find(({ ms }) => ms === longestMs)?.handoffs ?? NaN,
      unit: '',
    },
    longer('their 99th percentile is longer by', quantile(times, 0.99)),
    longer(`the median one with ${BURST} handoffs is longer by`, quantile(bursts, 0.5)),
    { name: 'a calm tick, p50', value: calmMs, unit: 'ms' },
    longer('the longest calm tick is longer by', Math.max(...calm)),
    longer('their 99th percentile is longer by', quantile(calm, 0.99)),
  ];
}

const imbalance = (span: BalanceSpan): number => span.imbalance;

function at(spans: readonly BalanceSpan[], tick: number): number {
  return spans.findLast((span) => span.tick <= tick)?.imbalance ?? NaN;
}

/** Seconds until no span is over the limit any more; infinite when the last one is. */
function settledS(spans: readonly BalanceSpan[]): number {
  const last = spans.findLastIndex((span) => span.imbalance >= BALANCED);
  return last === spans.length - 1 ? Infinity : (last + 1) * SPAN_S;
}

interface TickTime {
  readonly tick: number;
  readonly ms: number;
  readonly handoffs: number;
}

/** How long every region's ticks took. */
class TickReader implements FrameReader {
  readonly #ticks: TickTime[] = [];
  firstTick = 0;
  lastTick = 0;

  frame(_region: RegionId, _offset: number, _table: unknown, frame: Frame): void {
    if (frame.empty) return;
    if (this.firstTick === 0 && frame.entities > 0) this.firstTick = frame.tick;
    this.lastTick = Math.max(this.lastTick, frame.tick);
    const arrived = frame.inputs?.messages.filter((each) => each.arrived > 0).length ?? 0;
    const handoffs = arrived + frame.departures.length;
    const { tick } = frame;
    this.#ticks.push({ tick, ms: (frame.timings?.tickMicros ?? 0) / 1000, handoffs });
  }

  /** What ticks took before the jump, milliseconds, and ticks after it that sent or took entities. */
  around(jump: number): { calm: number[]; busy: TickTime[] } {
    const calm = this.#ticks.filter(({ tick }) => tick >= jump - BEFORE_S * TICK_HZ && tick < jump);
    const busy = this.#ticks.filter(
      ({ tick, handoffs }) => handoffs > 0 && tick >= jump && tick < jump + AFTER_S * TICK_HZ,
    );
    return { calm: calm.map(({ ms }) => ms), busy };
  }
}
