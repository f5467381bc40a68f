import { RegionRuntime } from '@atlasnet/cluster';
import type { AppendOutcome, EventLog } from '@atlasnet/schemas';
import type { SimulatedProcess } from '../../adapters/simulated/index.ts';
import type { SimCluster } from '../sim-cluster.ts';
import type { Fault } from './faults.ts';

/** A mistake that an implementation could make; planted from here only, never in a service. */
export interface ProtocolBug {
  readonly name: string;
  /** The rule that it breaks. */
  readonly rule: string;
  readonly mistake: string;
  /** The faults among which it shows, instead of those that seeds draw. */
  readonly faults?: readonly Fault[];
  /** Plants it; the returned function takes it out again, so that the checker does not have it. */
  plant(cluster: SimCluster): () => void;
}

/** Replaces a method of a class until the returned function is called. */
export function patch<T extends object, K extends keyof T>(
  target: T,
  name: K,
  wrap: (original: T[K]) => T[K],
): () => void {
  const original = target[name];
  target[name] = wrap(original);
  return () => {
    target[name] = original;
  };
}

/** Puts something in front of the log of every shard. */
export function wrapAppends(
  cluster: SimCluster,
  append: (
    log: EventLog,
    end: number,
    args: Parameters<EventLog['append']>,
  ) => ReturnType<EventLog['append']>,
): () => void {
  const { onProcess } = cluster;
  cluster.onProcess = (process) => {
    onProcess(process);
    if (process.role !== 'shard') return;
    const { log } = process;
    const ends = new Map<number, number>();
    const original = log.append.bind(log);
    const plain: EventLog['append'] = original;
    log.append = async (topic, partition, records) => {
      if (!topic.endsWith('.frames')) return plain(topic, partition, records);
      const end = ends.get(partition) ?? -1;
      const outcome = await append({ ...log, append: plain }, end, [topic, partition, records]);
      if (outcome.kind === 'acknowledged') ends.set(partition, outcome.baseOffset + records.length);
      return outcome;
    };
  };
  return () => undefined;
}

export const acknowledged = (baseOffset: number): AppendOutcome => ({
  kind: 'acknowledged',
  baseOffset,
});

/** Runs before each tick of each region. */
export const beforeTicks = (
  prepare: (runtime: RegionRuntime, tick: number) => void,
): (() => void) =>
  patch(RegionRuntime.prototype, 'runTick', (original) => {
    return function (this: RegionRuntime, tick) {
      prepare(this, tick);
      return original.call(this, tick);
    };
  });

/** Runs before the first tick of each new owner of a region that has been ticked before. */
export const beforeTakeovers = (prepare: (runtime: RegionRuntime) => void): (() => void) => {
  const known = new WeakSet<RegionRuntime>();
  return beforeTicks((runtime) => {
    if (known.has(runtime)) return;
    known.add(runtime);
    if (runtime.state.tick >= 100) prepare(runtime);
  });
};

/** Changes the ports of every process of a role before it does anything. */
export function atProcesses(
  cluster: SimCluster,
  role: 'shard' | 'watchdog',
  change: (process: SimulatedProcess) => void,
): () => void {
  const { onProcess } = cluster;
  cluster.onProcess = (process) => {
    onProcess(process);
    if (process.role === role) change(process);
  };
  return () => undefined;
}
