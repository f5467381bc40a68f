import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ActiveMap, Frame, RegionId } from '@atlasnet/schemas';
import { OdometerAuditor } from '../audit-odometers.ts';
import type { OdometerAudit } from '../audit-odometers.ts';
import { BalanceReader } from './balance-reader.ts';
import type { BalanceSpan } from './balance-reader.ts';
import { runCluster } from './cluster-run.ts';
import type { FrameReader } from './cluster-run.ts';
import type { BenchContext } from './figure.ts';
import { writeTracePart } from './trace-part.ts';

/** What one run of recorded traffic gave: the benches handoff and balance share it. */
export interface TraceRun {
  readonly audit: OdometerAudit;
  readonly seconds: readonly BalanceSpan[];
  /** The maps that held, in order. */
  readonly changes: readonly ActiveMap[];
  /** What each append took, milliseconds, as the frames say. */
  readonly appendsMs: readonly number[];
  readonly note: string;
}

const runs = new WeakMap<BenchContext['shared'], Promise<TraceRun>>();

/** The run of this call of the benchmarks; made by whichever asks first. */
export function traceRun(context: BenchContext): Promise<TraceRun> {
  let run = runs.get(context.shared);
  if (!run) runs.set(context.shared, (run = runTrace(context)));
  return run;
}

async function runTrace({ seconds, trace, fromS, progress }: BenchContext): Promise<TraceRun> {
  const directory = mkdtempSync(join(tmpdir(), 'atlasnet-trace-'));
  const appends = new AppendReader();
  let auditor = new OdometerAuditor(COUNTERS);
  let balance: BalanceReader | null = null;
  let changes: readonly ActiveMap[] = [];
  try {
    await runCluster({
      seconds,
      example: 'traffic',
      flags: {
        'example.bots': '0',
        'example.trace': await traceFile(trace, fromS, directory),
      },
      readers: (source) => {
        auditor = new OdometerAuditor(COUNTERS);
        balance = new BalanceReader(source);
        changes = source.control.mapHistory;
        return [auditor, balance, appends];
      },
      progress,
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const { lastTick, appendsMs } = appends;
  const read = (balance as BalanceReader | null)?.spans ?? [];
  const note = trace === '' ? 'the example’s own small trace: give --trace FILE' : '';
  return { audit: auditor.finish(lastTick), seconds: read, changes, appendsMs, note };
}

const COUNTERS = { ticks: 'ticks', odometer: 'odometer' };

async function traceFile(trace: string, fromS: number, directory: string): Promise<string> {
  if (trace === '' || fromS === 0) return trace === '' ? '' : resolve(trace);
  const part = join(directory, 'part.csv');
  await writeTracePart(trace, part, { fromS, untilS: Infinity });
  return part;
}

/** How long appends took, and which tick was the last. */
class AppendReader implements FrameReader {
  readonly appendsMs: number[] = [];
  lastTick = 0;

  frame(_region: RegionId, _offset: number, _table: unknown, frame: Frame): void {
    this.lastTick = Math.max(this.lastTick, frame.tick);
    if (frame.timings && !frame.empty) this.appendsMs.push(frame.timings.appendMicros / 1000);
  }
}
