import { ContiguousFollower, isTransient, readToEnd, sleep } from '@atlasnet/schemas';
import type { AtlasError, Clock, ControlState, EventLog } from '@atlasnet/schemas';

/** Between two tries to read a map topic that is not there yet, milliseconds. */
const AGAIN_MS = 50;

/** Keeps a control state at the end of the map topic. */
export class ControlTail {
  readonly #ports: { readonly log: EventLog; readonly clock: Clock };
  readonly #control: ControlState;
  readonly #topic: string;

  constructor(
    ports: { readonly log: EventLog; readonly clock: Clock },
    control: ControlState,
    topic: string,
  ) {
    this.#ports = ports;
    this.#control = control;
    this.#topic = topic;
  }

  /**
   * Waits for the world and reads what is there; false when the signal came first.
   * @throws AtlasError what the log throws for good
   */
  async readToEnd(signal: AbortSignal): Promise<boolean> {
    const { log, clock } = this.#ports;
    const onRecord = ({ value, offset }: { value: Uint8Array; offset: number }): void => {
      this.#control.applyBytes(value, offset);
    };
    while (!signal.aborted) {
      const from = { topic: this.#topic, partition: 0, fromOffset: this.#control.nextOffset };
      try {
        await readToEnd({ log, ...from, onRecord, signal });
      } catch (error) {
        if (signal.aborted) return false;
        if (!isTransient(error)) throw error;
      }
      if (this.#control.incarnationId !== null) return true;
      await sleep(clock, AGAIN_MS, signal);
    }
    return false;
  }

  /** Follows what comes after it. */
  follow(changed: () => void, onError: (error: AtlasError) => void): ContiguousFollower {
    return new ContiguousFollower(this.#ports.log, {
      topic: this.#topic,
      partition: 0,
      fromOffset: this.#control.nextOffset,
      onRecords: (records) => {
        for (const { value, offset } of records) this.#control.applyBytes(value, offset);
        changed();
      },
      onError,
    });
  }
}
