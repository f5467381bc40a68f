import type { AtlasError, FollowRequest, Following, LogRecord } from '@atlasnet/schemas';
import { PUSH_WINDOW_BYTES } from './limits.ts';
import type { RemoteServer } from './remote-server.ts';
import { OPERATION, writeNumber } from './server-protocol.ts';

/** What was taken is said once it is so much: at a log's end every record would else cause a message back. */
const TELL_BYTES = PUSH_WINDOW_BYTES / 4;

/** A follower of the remote log: takes what is pushed, one batch at a time, and says what it took. */
export class RemoteFollower implements Following {
  readonly #server: Pick<RemoteServer, 'tell'>;
  readonly #id: number;
  readonly #request: FollowRequest;
  readonly #ended: () => void;
  /** The offset after the last that came; where a new connection goes on. */
  #nextOffset: number;
  #batches: (readonly LogRecord[])[] = [];
  /** Taken and not said yet. */
  #untoldBytes = 0;
  #busy = false;
  #stopped = false;

  constructor(
    server: Pick<RemoteServer, 'tell'>,
    id: number,
    request: FollowRequest,
    ended: () => void,
  ) {
    this.#server = server;
    this.#id = id;
    this.#request = request;
    this.#ended = ended;
    this.#nextOffset = request.fromOffset;
  }

  /** Asks for records; again after each reconnection. */
  begin(): void {
    const { topic, partition } = this.#request;
    this.#untoldBytes = 0;
    this.#server.tell(OPERATION.follow, this.#id, (message) => {
      message.text(topic);
      writeNumber(message, partition);
      writeNumber(message, this.#nextOffset);
    });
  }

  push(records: readonly LogRecord[]): void {
    if (this.#stopped) return;
    // What an earlier connection brought may be still on its way here: no record comes twice.
    const fresh = records.filter((record) => record.offset >= this.#nextOffset);
    const last = fresh[fresh.length - 1];
    if (last === undefined) return;
    this.#nextOffset = last.offset + 1;
    this.#batches.push(fresh);
    if (!this.#busy) void this.#pump();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#batches = [];
    this.#ended();
    this.#server.tell(OPERATION.unfollow, this.#id, () => {});
  }

  fail(error: AtlasError): void {
    if (this.#stopped) return;
    this.stop();
    this.#request.onError(error);
  }

  async #pump(): Promise<void> {
    this.#busy = true;
    for (let batch = this.#batches.shift(); batch !== undefined; batch = this.#batches.shift()) {
      await this.#request.onRecords(batch);
      if (this.#stopped) return;
      for (const record of batch) this.#untoldBytes += record.value.length;
      if (this.#untoldBytes >= TELL_BYTES) this.#tellTaken();
    }
    this.#busy = false;
  }

  #tellTaken(): void {
    const bytes = this.#untoldBytes;
    this.#untoldBytes = 0;
    this.#server.tell(OPERATION.took, this.#id, (message) => writeNumber(message, bytes));
  }
}
