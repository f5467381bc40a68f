import { AtlasError, invariant } from '@atlasnet/schemas';
import type { AppendOutcome } from '@atlasnet/schemas';
import { logClosed } from '../log-rules.ts';
import type { BrokerAddress, ConnectBroker, ProduceAnswer } from './broker-connection.ts';
import { BROKER_ERRORS, describeBrokerError, isDefiniteRefusal } from './broker-error-codes.ts';
import type { ClusterView } from './cluster-view.ts';
import { ConnectionPool, NotSentError } from './connection-pool.ts';
import {
  APPENDS_QUEUED_MAX,
  PRODUCE_CONNECTIONS_MAX,
  PRODUCE_SLACK_MS,
  PRODUCE_WAIT_MS,
  REQUEST_BYTES_MAX,
} from './limits.ts';
import { messageOf } from './waiting.ts';

interface Append {
  readonly records: readonly Uint8Array[];
  readonly bytes: number;
  readonly settle: (outcome: AppendOutcome) => void;
}

/** One partition's appends: at most one is outstanding (rule L3). */
interface Lane {
  readonly topic: string;
  readonly partition: number;
  readonly queue: Append[];
  outstanding: boolean;
  /** After a failure the partition goes alone, so that its trouble is not its neighbours'. */
  alone: boolean;
}

/**
 * Appends to partitions. Those of one turn of the event loop go in one request per broker; each
 * partition's outcome is what the broker said of it, and `unknown` where it said nothing.
 */
export class Appender {
  readonly #view: ClusterView;
  readonly #together: ConnectionPool;
  readonly #alone: ConnectionPool;
  readonly #lanes = new Map<string, Lane>();
  readonly #ready = new Set<Lane>();
  #scheduled = false;
  #closed = false;

  constructor(view: ClusterView, connect: ConnectBroker) {
    this.#view = view;
    this.#together = new ConnectionPool(connect, PRODUCE_CONNECTIONS_MAX);
    this.#alone = new ConnectionPool(connect, PRODUCE_CONNECTIONS_MAX);
  }

  append(topic: string, partition: number, records: readonly Uint8Array[]): Promise<AppendOutcome> {
    invariant(records.length > 0, 'an append carries at least one record');
    if (this.#closed) return Promise.resolve(refused(logClosed('append')));
    const bytes = records.reduce((sum, record) => sum + record.byteLength, 0);
    const lane = this.#lane(topic, partition);
    if (lane.queue.length >= APPENDS_QUEUED_MAX) {
      return Promise.resolve(refused(queueFull(topic, partition)));
    }
    return new Promise((settle) => {
      lane.queue.push({ records, bytes, settle });
      this.#makeReady(lane);
    });
  }

  close(): void {
    this.#closed = true;
    this.#together.close();
    this.#alone.close();
    for (const lane of this.#lanes.values()) {
      // The outstanding one, at the head, gets its outcome from its request.
      for (const append of lane.queue.splice(lane.outstanding ? 1 : 0)) {
        append.settle(refused(logClosed('append')));
      }
    }
  }

  #lane(topic: string, partition: number): Lane {
    const key = `${topic}/${partition}`;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = { topic, partition, queue: [], outstanding: false, alone: false };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  #makeReady(lane: Lane): void {
    if (lane.outstanding || lane.queue.length === 0) return;
    this.#ready.add(lane);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    const lanes = [...this.#ready];
    this.#ready.clear();
    for (const lane of lanes) lane.outstanding = lane.queue.length > 0;
    const going = lanes.filter((lane) => lane.outstanding);
    const known = going.filter((lane) => this.#leader(lane) !== null);
    this.#sendByBroker(known);
    const unknown = going.filter((lane) => !known.includes(lane));
    // One partition without a leader must not hold up another: each asks and goes by itself.
    await Promise.all(unknown.map((lane) => this.#findLeaderAndSend(lane)));
  }

  async #findLeaderAndSend(lane: Lane): Promise<void> {
    try {
      const leader = await this.#view.leader(lane.topic, lane.partition);
      await this.#send(leader, [lane], lane.alone ? this.#alone : this.#together);
    } catch (error) {
      this.#settle(lane, refused(asRefusal(lane, error)));
    }
  }

  #sendByBroker(lanes: readonly Lane[]): void {
    const groups = new Map<BrokerAddress, Lane[]>();
    for (const lane of lanes) {
      const leader = this.#leader(lane);
      if (leader === null) continue;
      if (lane.alone) {
        void this.#send(leader, [lane], this.#alone);
        continue;
      }
      const group = groups.get(leader) ?? [];
      const bytes = group.reduce((sum, one) => sum + (one.queue[0]?.bytes ?? 0), 0);
      if (group.length > 0 && bytes + (lane.queue[0]?.bytes ?? 0) > REQUEST_BYTES_MAX) {
        void this.#send(leader, group, this.#together);
        groups.set(leader, [lane]);
        continue;
      }
      group.push(lane);
      groups.set(leader, group);
    }
    for (const [leader, group] of groups) void this.#send(leader, group, this.#together);
  }

  async #send(leader: BrokerAddress, lanes: readonly Lane[], pool: ConnectionPool): Promise<void> {
    const parts = lanes.map(({ topic, partition, queue }) => ({
      topic,
      partition,
      records: queue[0]?.records ?? [],
    }));
    let answers: readonly ProduceAnswer[];
    try {
      answers = await pool.use(leader, PRODUCE_WAIT_MS + PRODUCE_SLACK_MS, (connection) =>
        connection.produce(parts, PRODUCE_WAIT_MS),
      );
    } catch (error) {
      for (const lane of lanes) {
        this.#view.forget(lane.topic);
        const outcome =
          error instanceof NotSentError
            ? refused(asRefusal(lane, error))
            : unknown(lane, messageOf(error), error);
        this.#settle(lane, outcome);
      }
      return;
    }
    const byPartition = new Map(
      answers.map((answer) => [`${answer.topic}/${answer.partition}`, answer]),
    );
    for (const lane of lanes) {
      const answer = byPartition.get(`${lane.topic}/${lane.partition}`);
      this.#settle(lane, this.#outcome(lane, answer));
    }
  }

  #outcome(lane: Lane, answer: ProduceAnswer | undefined): AppendOutcome {
    if (answer === undefined) return unknown(lane, 'the broker did not mention the partition');
    if (answer.errorCode === BROKER_ERRORS.none) {
      return answer.baseOffset >= 0
        ? { kind: 'acknowledged', baseOffset: answer.baseOffset }
        : unknown(lane, 'the broker acknowledged without an offset');
    }
    this.#view.forget(lane.topic);
    return isDefiniteRefusal(answer.errorCode)
      ? refused(refusalOf(lane, answer.errorCode))
      : unknown(lane, describeBrokerError(answer.errorCode));
  }

  #settle(lane: Lane, outcome: AppendOutcome): void {
    const [settled] = lane.queue.splice(0, 1);
    lane.outstanding = false;
    lane.alone = outcome.kind !== 'acknowledged';
    settled?.settle(outcome);
    if (lane.alone) {
      // Nothing may overtake what is not settled: what waited behind it was not sent.
      for (const append of lane.queue.splice(0)) append.settle(refused(overtaking(lane)));
    }
    this.#makeReady(lane);
  }

  #leader(lane: Lane): BrokerAddress | null {
    return this.#view.knownLeader(lane.topic, lane.partition);
  }
}

function refused(error: AtlasError): AppendOutcome {
  return { kind: 'refused', error };
}

function unknown(lane: Lane, why: string, cause?: unknown): AppendOutcome {
  const { topic, partition } = lane;
  const error = new AtlasError(
    'ATLAS_LOG_APPEND_UNKNOWN',
    `it is not known whether an append to ${topic}/${partition} is in the log: ${why}`,
    { details: { topic, partition }, cause, hint: 'Send the same bytes again.' },
  );
  return { kind: 'unknown', error };
}

/** Nothing was sent, for this reason. */
function asRefusal(lane: Lane, error: unknown): AtlasError {
  if (error instanceof AtlasError) return error;
  if (error instanceof Error && error.cause instanceof AtlasError) return error.cause;
  const { topic, partition } = lane;
  return new AtlasError(
    'ATLAS_LOG_UNREACHABLE',
    `${topic}/${partition}: its broker cannot be reached: ${messageOf(error)}`,
    { details: { topic, partition }, cause: error, hint: 'Try again when the broker is back.' },
  );
}

function refusalOf(lane: Lane, errorCode: number): AtlasError {
  const { topic, partition } = lane;
  if (
    errorCode === BROKER_ERRORS.messageTooLarge ||
    errorCode === BROKER_ERRORS.recordListTooLarge
  ) {
    return tooLarge(topic, partition);
  }
  const code =
    errorCode === BROKER_ERRORS.unknownTopicOrPartition
      ? 'ATLAS_LOG_TOPIC_MISSING'
      : 'ATLAS_LOG_APPEND_REFUSED';
  const said = describeBrokerError(errorCode);
  return new AtlasError(code, `the broker refused an append to ${topic}/${partition}: ${said}`, {
    details: { topic, partition, brokerErrorCode: errorCode },
    hint: 'See the broker’s log; too few copies in sync end when the other brokers are back.',
  });
}

function tooLarge(topic: string, partition: number): AtlasError {
  return new AtlasError(
    'ATLAS_LOG_RECORD_TOO_LARGE',
    `an append to ${topic}/${partition} is larger than the log takes`,
    { details: { topic, partition }, hint: 'Raise the topic’s max.message.bytes, or send less.' },
  );
}

function queueFull(topic: string, partition: number): AtlasError {
  return new AtlasError(
    'ATLAS_LOG_APPEND_REFUSED',
    `too many appends wait for ${topic}/${partition}`,
    {
      details: { topic, partition },
      hint: 'Keep at most one append per partition outstanding.',
    },
  );
}

function overtaking(lane: Lane): AtlasError {
  const { topic, partition } = lane;
  return new AtlasError(
    'ATLAS_LOG_APPEND_REFUSED',
    `not sent: an earlier append to ${topic}/${partition} was not acknowledged`,
    { details: { topic, partition }, hint: 'Settle the earlier append first.' },
  );
}
