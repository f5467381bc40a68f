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

/**
 * How much longer ticks with handoffs are than the median calm one: on a processor, which is what
 * handoffs cost, and by the clock, in which others have the two cores too. What others take is seen in
 * the ticks of the same seconds that have no handoff: by the clock the longest of both are compared,
 * since one that waited for a core is above the calm median by more than the limit without any handoff.
 */
function tickFigures({ calm, busy, idle }: AroundJump): Figure[] {
  const calmMs = quantile(calm.map(onProcessor), 0.5);
  const calmWallMs = quantile(calm.map(byClock), 0.5);
  const longest = busy.toSorted((a, b) => b.onProcessorMs - a.onProcessorMs)[0];
  const bursts = busy.filter(({ handoffs }) => handoffs >= BURST);
  const limit = { is: 'at most', value: 5 } as const;
  const by = (name: string, ms: number): Figure => ({ name, value: ms - calmMs, unit: 'ms' });
  const byWall = (name: string, ms: number): Figure => ({
    ...{ name: `by the clock: ${name}`, value: ms - calmWallMs, unit: 'ms' },
  });
  return [
    { ...by('a tick with handoffs is longer by', longest?.onProcessorMs ?? NaN), limit },
    { name: 'handoffs in that one', value: longest?.handoffs ?? NaN, unit: '' },
    by(`the median one with ${BURST} handoffs is longer by`, p(bursts, onProcessor, 0.5)),
    by('the longest calm tick is longer by', p(calm, onProcessor, 1)),
    { name: 'a calm tick, p50', value: calmMs, unit: 'ms' },
    {
      name: 'by the clock: longest tick with handoffs, beyond the longest without',
      ...{ value: p(busy, byClock, 1) - p(idle, byClock, 1), unit: 'ms', limit },
    },
    byWall('longest tick with handoffs', p(busy, byClock, 1)),
    byWall('their p99', p(busy, byClock, 0.99)),
    byWall('longest of the same seconds without', p(idle, byClock, 1)),
    byWall('their p99', p(idle, byClock, 0.99)),
    byWall('longest calm tick', p(calm, byClock, 1)),
    byWall('their p99', p(calm, byClock, 0.99)),
  ];
}

const onProcessor = ({ onProcessorMs }: TickTime): number => onProcessorMs;
const byClock = ({ ms }: TickTime): number => ms;
const p = (ticks: readonly TickTime[], what: (tick: TickTime) => number, at: number): number =>
  quantile(ticks.map(what), at);

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
  readonly onProcessorMs: number;
  readonly handoffs: number;
}

/** Ticks before the jump, and in the seconds after it those that sent or took entities and those that did not. */
interface AroundJump {
  readonly calm: readonly TickTime[];
  readonly busy: readonly TickTime[];
  readonly idle: readonly TickTime[];
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
    const ms = (frame.timings?.tickMicros ?? 0) / 1000;
    // 0: the kernel does not tell.
    const onProcessorMs = (frame.timings?.processorMicros || NaN) / 1000;
    this.#ticks.push({ tick: frame.tick, ms, onProcessorMs, handoffs });
  }

  around(jump: number): AroundJump {
    const within = (from: number, to: number): TickTime[] =>
      this.#ticks.filter(({ tick }) => tick >= jump + from * TICK_HZ && tick < jump + to * TICK_HZ);
    const after = within(0, AFTER_S);
    return {
      calm: within(-BEFORE_S, 0),
      busy: after.filter(({ handoffs }) => handoffs > 0),
      idle: after.filter(({ handoffs }) => handoffs === 0),
    };
  }
}
