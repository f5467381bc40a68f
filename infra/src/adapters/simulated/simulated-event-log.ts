import { AtlasError, invariant } from '@atlasnet/schemas';
import type {
  AppendOutcome,
  EventLog,
  FollowRequest,
  Following,
  PartitionBounds,
  ReadRequest,
  ReadResult,
  TopicSpec,
} from '@atlasnet/schemas';
import { logClosed, outOfRange } from '../log-rules.ts';
import { LOG_REQUEST_TIMEOUT_MS } from './limits.ts';
import type { ProcessGate } from './process-gate.ts';
import { SimulatedFollower } from './simulated-follower.ts';
import type { SimulatedLogCluster } from './simulated-log-cluster.ts';
import { LOG_NODE } from './simulated-network.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import { simulatedRequest } from './simulated-request.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

/** What a simulated log client stands on. */
export interface SimulatedLogParts {
  readonly kernel: SimulationKernel;
  readonly network: SimulatedNetwork;
  readonly cluster: SimulatedLogCluster;
  readonly gate: ProcessGate;
}

/** One process's client of the simulated log. */
export class SimulatedEventLog implements EventLog {
  readonly #parts: SimulatedLogParts;
  readonly #followers = new Set<SimulatedFollower>();
  #closed = false;

  constructor(parts: SimulatedLogParts) {
    this.#parts = parts;
    parts.gate.onCrash(() => {
      for (const follower of this.#followers) follower.stop();
    });
  }

  ensureTopic(spec: TopicSpec): Promise<void> {
    return this.#ask('ensureTopic', spec.topic, 0, () => this.#parts.cluster.ensureTopic(spec));
  }

  append(
    topic: string,
    partition: number,
    records: readonly Uint8Array[],
    yields = false,
  ): Promise<AppendOutcome> {
    invariant(records.length > 0, 'an append of nothing');
    if (this.#closed) {
      return Promise.resolve({ kind: 'refused', error: logClosed(`append to ${topic}`) });
    }
    const { kernel, network, cluster, gate } = this.#parts;
    // The caller may use its buffers again once append() has returned to it.
    const copies = records.map((record) => record.slice());
    const request = kernel.eventNumber;
    const context = { process: gate.id, topic, partition, records: copies, request, yields };
    return simulatedRequest<AppendOutcome>(kernel, network, gate, {
      port: 'log',
      operation: 'append',
      about: { name: topic, partition, bytes: copies },
      node: LOG_NODE,
      timeoutMs: LOG_REQUEST_TIMEOUT_MS,
      serve: (answer) => cluster.append(context, (outcome) => answer(() => outcome)),
      timedOut: () => ({ kind: 'unknown', error: unanswered(topic, partition) }),
    });
  }

  bounds(topic: string, partition: number): Promise<PartitionBounds> {
    return this.#ask('bounds', topic, partition, () => this.#available(topic, partition).bounds());
  }

  read(request: ReadRequest): Promise<ReadResult> {
    return this.#ask('read', request.topic, request.partition, () => {
      const partition = this.#available(request.topic, request.partition);
      const bounds = partition.bounds();
      if (request.fromOffset < bounds.startOffset || request.fromOffset > bounds.endOffset) {
        throw outOfRange({ ...place(request), offset: request.fromOffset }, bounds);
      }
      return { records: partition.read(request.fromOffset, request.bytesMax), bounds };
    });
  }

  follow(request: FollowRequest): Following {
    const { gate } = this.#parts;
    const follower = new SimulatedFollower(this.#parts, request, () => {
      this.#followers.delete(follower);
    });
    if (this.#closed || !gate.visit('log', 'follow')) {
      if (this.#closed) follower.fail(logClosed(`follow of ${request.topic}`));
      return follower;
    }
    this.#followers.add(follower);
    follower.start();
    return follower;
  }

  deleteBefore(topic: string, partition: number, offset: number): Promise<void> {
    return this.#ask('deleteBefore', topic, partition, () => {
      const found = this.#available(topic, partition);
      if (offset > found.bounds().endOffset) {
        throw outOfRange({ topic, partition, offset }, found.bounds());
      }
      this.#parts.cluster.deleteBefore(topic, partition, offset);
    });
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      for (const follower of [...this.#followers]) follower.fail(logClosed('follow'));
    }
    return Promise.resolve();
  }

  #available(topic: string, partition: number): ReturnType<SimulatedLogCluster['partition']> {
    const found = this.#parts.cluster.partition(topic, partition);
    if (!found.available) throw unreachable(`${topic}/${partition} has no leader`);
    return found;
  }

  #ask<T>(operation: string, topic: string, partition: number, serve: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(logClosed(operation));
    const { kernel, network, gate } = this.#parts;
    return simulatedRequest<T>(kernel, network, gate, {
      port: 'log',
      operation,
      about: { name: topic, partition, bytes: [] },
      node: LOG_NODE,
      timeoutMs: LOG_REQUEST_TIMEOUT_MS,
      serve: (answer) => {
        // Computed when the question arrives, thrown when the answer does.
        const result = attempt(serve);
        answer(() => {
          if ('error' in result) throw result.error;
          return result.value;
        });
      },
      timedOut: () => {
        throw unreachable(`no answer to ${operation}`);
      },
    });
  }
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(run: () => T): Attempt<T> {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

function place(request: ReadRequest): { topic: string; partition: number } {
  return { topic: request.topic, partition: request.partition };
}

function unreachable(what: string): AtlasError {
  return new AtlasError('ATLAS_LOG_UNREACHABLE', `the log does not answer (simulated): ${what}`);
}

function unanswered(topic: string, partition: number): AtlasError {
  return new AtlasError(
    'ATLAS_LOG_APPEND_UNKNOWN',
    `no answer to an append to ${topic}/${partition}: it may be in the log`,
    { details: { topic, partition } },
  );
}
