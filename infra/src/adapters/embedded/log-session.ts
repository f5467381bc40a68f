import { AtlasError } from '@atlasnet/schemas';
import type { AppendOutcome, ByteReader, EventLog, Following, Link } from '@atlasnet/schemas';
import type { LogRecord, TopicSpec } from '@atlasnet/schemas';
import { PUSH_WINDOW_BYTES, REMOTE_READ_BYTES_MAX, SERVER_MESSAGE_BYTES_MAX } from './limits.ts';
import { ANSWER, OPERATION, beginMessage, readBlobs } from './server-protocol.ts';
import { writeError, writeNumber, writeRecords } from './server-protocol.ts';

/** One remote follower: what was pushed to it and not yet taken. */
interface RemoteFollower {
  following: Following | null;
  outstandingBytes: number;
  goOn: (() => void) | null;
}

/** One client of the log, at the server. */
export class LogSession {
  readonly #link: Link;
  readonly #log: EventLog;
  readonly #followers = new Map<number, RemoteFollower>();

  constructor(link: Link, log: EventLog) {
    this.#link = link;
    this.#log = log;
  }

  /** The link is gone. */
  end(): void {
    for (const id of [...this.#followers.keys()]) this.#unfollow(id);
  }

  /** @throws AtlasError ATLAS_LINK_MALFORMED */
  serve(operation: number, id: number, request: ByteReader): void {
    if (operation === OPERATION.took) this.#took(id, request.varint53());
    else if (operation === OPERATION.unfollow) this.#unfollow(id);
    else if (operation === OPERATION.ensureTopic) this.#ensureTopic(id, request);
    else this.#servePartition(operation, id, request);
  }

  #servePartition(operation: number, id: number, request: ByteReader): void {
    const topic = request.text(SERVER_MESSAGE_BYTES_MAX);
    const partition = request.varint();
    if (operation === OPERATION.append) {
      const records = readBlobs(request);
      if (records.length === 0) request.fail('an append of nothing');
      const appended = this.#log.append(topic, partition, records, request.varint() === 1);
      void appended.then((outcome) => this.#answerAppend(id, outcome));
    } else if (operation === OPERATION.bounds) {
      this.#answer(id, async () => {
        const bounds = await this.#log.bounds(topic, partition);
        return [bounds.startOffset, bounds.endOffset];
      });
    } else if (operation === OPERATION.deleteBefore) {
      const offset = request.varint53();
      this.#answer(id, async () => {
        await this.#log.deleteBefore(topic, partition, offset);
        return [];
      });
    } else if (operation === OPERATION.read) {
      this.#read(id, topic, partition, request);
    } else if (operation === OPERATION.follow) {
      this.#follow(id, topic, partition, request.varint53());
    } else request.fail(`there is no operation ${operation}`);
  }

  #ensureTopic(id: number, request: ByteReader): void {
    const spec: TopicSpec = {
      topic: request.text(SERVER_MESSAGE_BYTES_MAX),
      partitions: request.varint53(),
      replicationFactor: request.varint53(),
      minInsyncReplicas: request.varint53(),
      recordBytesMax: request.varint53(),
    };
    this.#answer(id, async () => {
      await this.#log.ensureTopic(spec);
      return [];
    });
  }

  #answerAppend(id: number, outcome: AppendOutcome): void {
    if (outcome.kind === 'acknowledged') {
      const answer = beginMessage(ANSWER.done, id);
      writeNumber(answer, outcome.baseOffset);
      this.#link.send(answer.slice());
    } else {
      this.#sendError(
        outcome.kind === 'unknown' ? ANSWER.unknown : ANSWER.failed,
        id,
        outcome.error,
      );
    }
  }

  #read(id: number, topic: string, partition: number, request: ByteReader): void {
    const fromOffset = request.varint53();
    const bytesMax = Math.min(request.varint53(), REMOTE_READ_BYTES_MAX);
    void this.#log.read({ topic, partition, fromOffset, bytesMax }).then(
      ({ records, bounds }) => {
        const answer = beginMessage(ANSWER.done, id);
        writeNumber(answer, bounds.startOffset);
        writeNumber(answer, bounds.endOffset);
        writeRecords(answer, records);
        this.#link.send(answer.slice());
      },
      (error: unknown) => this.#sendError(ANSWER.failed, id, error),
    );
  }

  #follow(id: number, topic: string, partition: number, fromOffset: number): void {
    const follower: RemoteFollower = { following: null, outstandingBytes: 0, goOn: null };
    this.#unfollow(id);
    this.#followers.set(id, follower);
    follower.following = this.#log.follow({
      topic,
      partition,
      fromOffset,
      onRecords: (records) => this.#push(id, follower, records),
      onError: (error) => {
        this.#unfollow(id);
        this.#sendError(ANSWER.followEnded, id, error);
      },
    });
  }

  /** Pushes records; settles once the follower may get more. */
  #push(id: number, follower: RemoteFollower, records: readonly LogRecord[]): void | Promise<void> {
    const message = beginMessage(ANSWER.records, id);
    writeRecords(message, records);
    for (const { value } of records) follower.outstandingBytes += value.length;
    this.#link.send(message.slice());
    if (follower.outstandingBytes <= PUSH_WINDOW_BYTES) return;
    return new Promise((resolve) => {
      follower.goOn = resolve;
    });
  }

  #took(id: number, bytes: number): void {
    const follower = this.#followers.get(id);
    if (follower === undefined) return;
    follower.outstandingBytes = Math.max(0, follower.outstandingBytes - bytes);
    if (follower.outstandingBytes > PUSH_WINDOW_BYTES) return;
    follower.goOn?.();
    follower.goOn = null;
  }

  #unfollow(id: number): void {
    const follower = this.#followers.get(id);
    this.#followers.delete(id);
    follower?.following?.stop();
    follower?.goOn?.();
  }

  #answer(id: number, serve: () => Promise<readonly number[]>): void {
    void serve().then(
      (numbers) => {
        const answer = beginMessage(ANSWER.done, id);
        for (const value of numbers) writeNumber(answer, value);
        this.#link.send(answer.slice());
      },
      (error: unknown) => this.#sendError(ANSWER.failed, id, error),
    );
  }

  #sendError(kind: number, id: number, error: unknown): void {
    // Anything but an operating error is a bug of ours: it ends the process, as it would unserved.
    if (!(error instanceof AtlasError)) throw error;
    const answer = beginMessage(kind, id);
    writeError(answer, error);
    this.#link.send(answer.slice());
  }
}
