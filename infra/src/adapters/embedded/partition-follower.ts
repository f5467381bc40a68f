import { AtlasError } from '@atlasnet/schemas';
import type { FollowRequest, Following } from '@atlasnet/schemas';
import { FOLLOW_BATCH_BYTES } from './limits.ts';
import type { PartitionLog } from './partition-log.ts';

/** Reads a partition of the embedded log from an offset, and goes on at its end. */
export class PartitionFollower implements Following {
  readonly #partition: PartitionLog;
  readonly #request: FollowRequest;
  readonly #unwatch: () => void;
  #nextOffset: number;
  #busy = false;
  #stopped = false;

  constructor(partition: PartitionLog, request: FollowRequest) {
    this.#partition = partition;
    this.#request = request;
    this.#nextOffset = request.fromOffset;
    this.#unwatch = partition.watch(() => this.#wake());
    // Not within follow() itself: the caller has no handle yet.
    queueMicrotask(() => this.#wake());
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
  }

  fail(error: AtlasError): void {
    if (this.#stopped) return;
    this.stop();
    this.#request.onError(error);
  }

  #wake(): void {
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    for (;;) {
      let records;
      try {
        records = await this.#partition.read(this.#nextOffset, FOLLOW_BATCH_BYTES);
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        this.fail(error);
        return;
      }
      if (this.#stopped) return;
      if (records.length === 0) break;
      this.#nextOffset += records.length;
      await this.#request.onRecords(records);
      if (this.#stopped) return;
    }
    this.#busy = false;
    // Something may have come between the read that found nothing and here: not a turn apart.
    if (this.#nextOffset < this.#partition.bounds().endOffset) this.#wake();
  }
}
