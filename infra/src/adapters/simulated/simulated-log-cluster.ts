import { AtlasError, invariant } from '@atlasnet/schemas';
import type { AppendOutcome, LogRecord, PartitionBounds, TopicSpec } from '@atlasnet/schemas';
import type { DiskBudget } from '../disk-budget.ts';
import { batchTooLarge, checkTopic, topicMissing } from '../log-rules.ts';
import { BATCH_OVERHEAD_BYTES, WALL_START_MS } from './limits.ts';
import { drawAppendFault } from './log-faults.ts';
import type { AppendContext, AppendFault, AppendFaultRates } from './log-faults.ts';
import { drawLatency } from './seeded-random.ts';
import type { Latency, SeededRandom } from './seeded-random.ts';
import { SimulatedPartition } from './simulated-partition.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

interface SimulatedTopic {
  readonly spec: TopicSpec;
  readonly partitions: readonly SimulatedPartition[];
}

/** The brokers: what the log holds, and everything that may go wrong with an append. */
export class SimulatedLogCluster {
  /** Fault: decides on each append when it arrives; null leaves it to the rates. */
  appendFault: ((append: AppendContext) => AppendFault | null) | null = null;
  /** Fault: probabilities of each kind. */
  faultRates: AppendFaultRates = {};
  /** How long a flush and replication take. */
  appendLatency: Latency = { minMs: 0.5, maxMs: 10 };
  /** What the records that are not deleted may take; without it, anything. */
  disk: DiskBudget | null = null;
  readonly #kernel: SimulationKernel;
  readonly #random: SeededRandom;
  readonly #topics = new Map<string, SimulatedTopic>();
  #clockOffsetMs = 0;
  #size = 0;

  constructor(kernel: SimulationKernel) {
    this.#kernel = kernel;
    this.#random = kernel.random('log');
  }

  /** @throws AtlasError ATLAS_LOG_TOPIC_MISMATCH */
  ensureTopic(spec: TopicSpec): void {
    const existing = this.#topics.get(spec.topic);
    if (existing !== undefined) {
      checkTopic(spec, existing.spec);
      return;
    }
    const partitions = Array.from({ length: spec.partitions }, () => new SimulatedPartition());
    this.#topics.set(spec.topic, { spec, partitions });
  }

  /** @throws AtlasError ATLAS_LOG_TOPIC_MISSING */
  partition(topic: string, partition: number): SimulatedPartition {
    const found = this.#topics.get(topic)?.partitions[partition];
    if (found === undefined) throw topicMissing(topic, partition);
    return found;
  }

  /** An append has arrived. `answer` is not called when the answer is lost. */
  append(context: AppendContext, answer: (outcome: AppendOutcome) => void): void {
    const fault = this.appendFault?.(context) ?? drawAppendFault(this.#random, this.faultRates);
    const refusal = this.#refusal(context, fault);
    if (refusal !== null) {
      answer({ kind: 'refused', error: refusal });
      return;
    }
    if (fault?.kind === 'lost') return;
    const land = (delayMs: number): void => {
      const flushMs = drawLatency(this.#random, this.appendLatency);
      this.#kernel.schedule(delayMs + flushMs, () => this.#land(context, fault, answer));
    };
    if (fault?.kind === 'late' || fault?.kind === 'slow') land(fault.delayMs);
    else land(0);
    if (fault?.kind === 'copy') this.#kernel.schedule(fault.delayMs, () => this.#keep(context));
  }

  #land(
    context: AppendContext,
    fault: AppendFault | null,
    answer: (outcome: AppendOutcome) => void,
  ): void {
    const partition = this.partition(context.topic, context.partition);
    if (!partition.available) {
      // The leader is gone while the append was on its way through: it may have been replicated.
      if (this.#random.chance(0.5)) partition.whenAvailable(() => this.#keep(context));
      return;
    }
    const baseOffset = this.#keep(context);
    if (fault?.kind !== 'lost-acknowledgement' && fault?.kind !== 'late') {
      answer({ kind: 'acknowledged', baseOffset });
    }
  }

  #refusal(context: AppendContext, fault: AppendFault | null): AtlasError | null {
    const topic = this.#topics.get(context.topic);
    const partition = topic?.partitions[context.partition];
    if (topic === undefined || partition === undefined) {
      return topicMissing(context.topic, context.partition);
    }
    const recordBytesMax = fault?.kind === 'too-large' ? 0 : topic.spec.recordBytesMax;
    const tooLarge = batchTooLarge(context, recordBytesMax, recordBytesMax + BATCH_OVERHEAD_BYTES);
    if (tooLarge !== null) return tooLarge;
    if (this.disk?.fits(bytesOf(context.records), context.yields) === false) {
      return this.disk.full('the simulated log');
    }
    if (partition.available && fault?.kind !== 'refused') return null;
    return new AtlasError(
      'ATLAS_LOG_APPEND_REFUSED',
      `${context.topic}/${context.partition} takes no records now (simulated)`,
      { details: { topic: context.topic, partition: context.partition } },
    );
  }

  #keep(context: AppendContext): number {
    const timestampMs = Math.floor(WALL_START_MS + this.#kernel.nowMs + this.#clockOffsetMs);
    const partition = this.partition(context.topic, context.partition);
    const baseOffset = partition.append(context.records, timestampMs, this.#size);
    this.#size += context.records.length;
    this.disk?.note(bytesOf(context.records));
    return baseOffset;
  }

  deleteBefore(topic: string, partition: number, offset: number): void {
    const bytes = this.partition(topic, partition).deleteBefore(offset);
    this.disk?.give(bytes);
  }

  /** Fault: the brokers' clock is set forward (or back): LogAppendTime steps with it. */
  stepClock(byMs: number): void {
    this.#clockOffsetMs += byMs;
  }

  /**
   * Fault: a partition has no leader for `forMs`: appends are refused, those on their way are unknown
   * and kept or not, reads fail. The partition loses nothing that it acknowledged.
   */
  changeLeader(topic: string, partition: number, forMs: number): void {
    const found = this.partition(topic, partition);
    found.takeAway();
    this.#kernel.schedule(forMs, () => found.giveBack());
  }

  /** Fault: all partitions of all topics are away for `forMs`, as when the last broker is down. */
  stopAll(forMs: number): void {
    for (const [topic, { partitions }] of this.#topics) {
      for (let i = 0; i < partitions.length; i++) this.changeLeader(topic, i, forMs);
    }
  }

  topics(): readonly TopicSpec[] {
    return [...this.#topics.values()].map(({ spec }) => spec);
  }

  /** How many records were ever kept, in all partitions. */
  get size(): number {
    return this.#size;
  }

  /** How many there were before this one. */
  positionOf(topic: string, partition: number, offset: number): number {
    return this.partition(topic, partition).positionOf(offset);
  }

  /** All that a partition ever held, deleted or not, for checkers: no port, no latency, no process. */
  records(topic: string, partition: number): readonly LogRecord[] {
    return this.partition(topic, partition).history();
  }

  bounds(topic: string, partition: number): PartitionBounds {
    return this.partition(topic, partition).bounds();
  }

  /** Puts a record into the log without anybody having appended it: corrupt and foreign records. */
  inject(topic: string, partition: number, record: Uint8Array): number {
    const context = { process: '', topic, partition, records: [record], request: 0, yields: false };
    invariant(this.#topics.has(topic), `there is no topic ${topic}`);
    return this.#keep(context);
  }

  /**
   * A checksum of every topic, partition, offset, timestamp and byte, in order: equal histories have
   * equal digests (FNV-1a, 2 × 32 bit).
   */
  digest(): string {
    const lanes: [number, number] = [0x811c9dc5, 0xcbf29ce4];
    const encoder = new TextEncoder();
    for (const [name, topic] of this.#topics) {
      for (const [index, partition] of topic.partitions.entries()) {
        for (const record of partition.history()) {
          const place = `${name}/${index}/${record.offset}/${record.timestampMs}/`;
          mixAll(lanes, encoder.encode(place));
          mixAll(lanes, record.value);
        }
      }
    }
    const [low, high] = lanes;
    return [high, low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

function bytesOf(records: readonly Uint8Array[]): number {
  return records.reduce((sum, { length }) => sum + length, 0);
}

function mixAll(lanes: [number, number], bytes: Uint8Array): void {
  let [low, high] = lanes;
  for (let i = 0; i < bytes.length; i++) {
    low = Math.imul(low ^ bytes[i], 0x01000193);
    high = Math.imul(high ^ bytes[i] ^ (low >>> 24), 0x01000193);
  }
  lanes[0] = low;
  lanes[1] = high;
}
