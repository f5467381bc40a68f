import { AtlasError, ContiguousFollower, encodeMapRecord, invariant } from '@atlasnet/schemas';
import type {
  Clock,
  ControlState,
  ControlVerdict,
  EventLog,
  Logger,
  MapRecordBody,
} from '@atlasnet/schemas';
import { WATCHDOG_LIMITS } from './watchdog-options.ts';

export interface MapTopicOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topic: string;
  readonly control: ControlState;
  readonly onVerdict: (verdict: ControlVerdict) => void;
  readonly onError: (error: AtlasError) => void;
}

/** Keeps a {@link ControlState} current and appends to its topic, one append at a time (L3). */
export class MapTopic {
  readonly #options: MapTopicOptions;
  readonly #follower: ContiguousFollower;
  readonly #waiters = new Set<() => void>();

  constructor(options: MapTopicOptions) {
    this.#options = options;
    const { log, topic, control, onError } = options;
    this.#follower = new ContiguousFollower(log, {
      topic,
      partition: 0,
      fromOffset: control.nextOffset,
      onRecords: (records) => {
        for (const { value, offset } of records) this.#take(value, offset);
        for (const waiter of this.#waiters) waiter();
      },
      onError,
    });
  }

  stop(): void {
    this.#follower.stop();
  }

  /**
   * Appends conditional records as one batch and waits until the fold has them (or a few seconds), so
   * that the next decision knows. An unknown outcome needs no repetition of the same bytes: whatever
   * lands late replaces a state that is no more, and is void.
   */
  async append(bodies: readonly MapRecordBody[]): Promise<boolean> {
    const { log, topic, control, logger } = this.#options;
    const incarnation = control.incarnationId;
    invariant(incarnation !== null, 'a world has an incarnation before anything is appended');
    const records = bodies.map((body) => encodeMapRecord(incarnation, body));
    const outcome = await log.append(topic, 0, records);
    if (outcome.kind !== 'acknowledged') {
      logger.warn('the map topic took no record', { error: outcome.error.message });
      return false;
    }
    await this.#reached(outcome.baseOffset + records.length);
    return true;
  }

  #take(value: Uint8Array, offset: number): void {
    const { control, logger, onVerdict, onError } = this.#options;
    try {
      const verdict = control.applyBytes(value, offset);
      if (verdict.kind === 'void' && verdict.reason === 'foreign') {
        logger.error('another cluster writes to this map topic', {
          offset,
          detail: verdict.detail,
        });
      }
      onVerdict(verdict);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      onError(error);
    }
  }

  #reached(nextOffset: number): Promise<void> {
    const { clock, control } = this.#options;
    if (control.nextOffset >= nextOffset) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        this.#waiters.delete(waiter);
        resolve();
      };
      const waiter = (): void => {
        if (control.nextOffset >= nextOffset) done();
      };
      const cancel = clock.after(WATCHDOG_LIMITS.ownRecordMs, done);
      this.#waiters.add(waiter);
    });
  }
}
