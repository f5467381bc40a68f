import { AtlasError, invariant } from '@atlasnet/schemas';
import type {
  AppendOutcome,
  ByteReader,
  ByteWriter,
  ErrorCode,
  EventLog,
  FollowRequest,
  Following,
  PartitionBounds,
  ReadRequest,
  ReadResult,
  TopicSpec,
} from '@atlasnet/schemas';
import { logClosed } from '../log-rules.ts';
import { RemoteFollower } from './remote-follower.ts';
import { NoAnswer, RemoteServer } from './remote-server.ts';
import type { RemoteServerOptions } from './remote-server.ts';
import { ANSWER, OPERATION, readError, readRecords } from './server-protocol.ts';
import { writeBlobs, writeNumber } from './server-protocol.ts';

/** They change nothing. */
const QUESTIONS: ReadonlySet<number> = new Set([OPERATION.bounds, OPERATION.read]);

/** What says nothing of the request: nobody was reached, or nobody understands the answer. */
const LINK_FAILURES: ReadonlySet<ErrorCode> = new Set([
  'ATLAS_LINK_REFUSED',
  'ATLAS_LINK_MALFORMED',
]);

/**
 * The log of `atlasnet log`, for the machine's other processes. It connects on first use and comes
 * back by itself: an append during an outage is `unknown`, a follower goes on from its offset.
 */
export class RemoteEventLog implements EventLog {
  readonly #server: RemoteServer;
  readonly #address: string;
  readonly #followers = new Map<number, RemoteFollower>();
  #closed = false;

  constructor(options: RemoteServerOptions) {
    this.#address = options.address;
    this.#server = new RemoteServer(options, {
      opened: () => {
        for (const follower of this.#followers.values()) follower.begin();
      },
      pushed: (kind, id, message) => {
        const follower = this.#followers.get(id);
        if (kind === ANSWER.records) follower?.push(readRecords(message));
        else follower?.fail(readError(message));
      },
    });
  }

  async ensureTopic(spec: TopicSpec): Promise<void> {
    await this.#ask('ensureTopic', OPERATION.ensureTopic, (message) => {
      message.text(spec.topic);
      for (const value of [
        spec.partitions,
        spec.replicationFactor,
        spec.minInsyncReplicas,
        spec.recordBytesMax,
      ]) {
        writeNumber(message, value);
      }
    });
  }

  async append(
    topic: string,
    partition: number,
    records: readonly Uint8Array[],
    yields = false,
  ): Promise<AppendOutcome> {
    invariant(records.length > 0, 'an append of nothing');
    if (this.#closed) return { kind: 'refused', error: logClosed(`append to ${topic}`) };
    try {
      const answer = await this.#server.ask(OPERATION.append, (message) => {
        writePlace(message, topic, partition);
        writeBlobs(message, records);
        writeNumber(message, yields ? 1 : 0);
      });
      return { kind: 'acknowledged', baseOffset: answer.varint53() };
    } catch (cause) {
      if (cause instanceof AtlasError && !LINK_FAILURES.has(cause.code)) {
        return { kind: 'refused', error: cause };
      }
      const text = `${topic}/${partition}: the log at ${this.#address} did not answer`;
      const error = new AtlasError('ATLAS_LOG_APPEND_UNKNOWN', text, { cause });
      return { kind: 'unknown', error };
    }
  }

  async bounds(topic: string, partition: number): Promise<PartitionBounds> {
    const answer = await this.#ask('bounds', OPERATION.bounds, (message) => {
      writePlace(message, topic, partition);
    });
    return { startOffset: answer.varint53(), endOffset: answer.varint53() };
  }

  async read(request: ReadRequest): Promise<ReadResult> {
    const answer = await this.#ask('read', OPERATION.read, (message) => {
      writePlace(message, request.topic, request.partition);
      writeNumber(message, request.fromOffset);
      writeNumber(message, request.bytesMax);
    });
    const bounds = { startOffset: answer.varint53(), endOffset: answer.varint53() };
    return { bounds, records: readRecords(answer) };
  }

  follow(request: FollowRequest): Following {
    const id = this.#server.takeId();
    const follower = new RemoteFollower(this.#server, id, request, () => {
      this.#followers.delete(id);
    });
    if (this.#closed) {
      queueMicrotask(() => follower.fail(logClosed(`follow of ${request.topic}`)));
      return follower;
    }
    this.#followers.set(id, follower);
    follower.begin();
    return follower;
  }

  async deleteBefore(topic: string, partition: number, offset: number): Promise<void> {
    await this.#ask('deleteBefore', OPERATION.deleteBefore, (message) => {
      writePlace(message, topic, partition);
      writeNumber(message, offset);
    });
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      for (const follower of [...this.#followers.values()]) follower.fail(logClosed('follow'));
      this.#server.close();
    }
    return Promise.resolve();
  }

  async #ask(
    what: string,
    operation: number,
    write: (message: ByteWriter) => void,
  ): Promise<ByteReader> {
    if (this.#closed) throw logClosed(what);
    try {
      return await this.#server.ask(operation, write, QUESTIONS.has(operation));
    } catch (cause) {
      if (this.#closed) throw logClosed(what);
      if (!(cause instanceof NoAnswer)) throw cause;
      const text = `the log at ${this.#address} does not answer (${what}): ${cause.message}`;
      throw new AtlasError('ATLAS_LOG_UNREACHABLE', text, {
        details: { address: this.#address },
        hint: 'Start `atlasnet log`, or correct log.embedded.port.',
        cause,
      });
    }
  }
}

function writePlace(message: ByteWriter, topic: string, partition: number): void {
  message.text(topic);
  writeNumber(message, partition);
}
