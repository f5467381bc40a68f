import type { Clock, Frame, OutboxMessage, RegionId } from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import type { LinkBody } from './link-hub.ts';

/** Messages that no counted frame of their target has shown are sent again after this, ms (M2). */
const RESEND_MS = 400;
/** And after this when a process said that it does not own the target: its new owner is on its way. */
const REFUSED_MS = 100;
/** Messages sent again at once. */
const RESEND_MAX = 512;

export interface OutboxCourierOptions {
  readonly region: RegionId;
  readonly clock: Clock;
  readonly state: RegionState;
  /** Sends to the owner of a region; false when there is no link to it. */
  readonly send: (region: RegionId, body: LinkBody) => boolean;
}

/**
 * Carries a region's messages to their targets' owners (rule M2): each once the frame that holds it
 * counts, in order, and again until a counted frame of the target shows its number.
 */
export class OutboxCourier {
  readonly #options: OutboxCourierOptions;
  /** Highest number sent per target since its owner last changed. */
  readonly #sent = new Map<number, number>();
  /** Per target, the oldest number that is not confirmed, and since when it has waited. */
  readonly #oldest = new Map<number, { number: number; sinceMs: number }>();
  /** Highest number per target that a counted frame holds. */
  readonly #counted = new Map<number, number>();
  /** Targets that a process refused to take messages for. */
  readonly #refused = new Set<number>();

  constructor(options: OutboxCourierOptions) {
    this.#options = options;
    for (const [to, queue] of options.state.outbox) {
      this.#counted.set(to, queue[queue.length - 1].number);
    }
  }

  /** A frame counts: its messages go. */
  counted(frame: Frame): void {
    for (const entry of frame.outbox) {
      this.#counted.set(entry.to, entry.number);
      this.#send(entry);
    }
  }

  /**
   * Called every few ticks: sends again what waited too long. Progress is that the oldest message is
   * confirmed; that newer ones are sent is none, since the target takes them in order only.
   */
  maintain(): void {
    const now = this.#options.clock.monotonicMs();
    const { outbox } = this.#options.state;
    for (const to of this.#oldest.keys()) if (!outbox.has(to)) this.#oldest.delete(to);
    for (const [to, queue] of outbox) {
      const { number } = queue[0];
      const oldest = this.#oldest.get(to);
      if (oldest?.number !== number) this.#oldest.set(to, { number, sinceMs: now });
      const patienceMs = this.#refused.has(to) ? REFUSED_MS : RESEND_MS;
      const waited = oldest?.number === number && now - oldest.sinceMs >= patienceMs;
      const counted = this.#counted.get(to) ?? 0;
      if (number > counted || (this.#sent.has(to) && !waited)) continue;
      this.#oldest.set(to, { number, sinceMs: now });
      this.#refused.delete(to);
      this.#resend(to as RegionId, queue, counted);
    }
  }

  /** The owner of a target changed: everything unconfirmed goes to the new one. */
  ownerChanged(region: RegionId): void {
    this.#sent.delete(region);
  }

  /** A process that messages were sent to does not own their target (any more, or yet). */
  refused(region: RegionId): void {
    this.#refused.add(region);
  }

  #send({ to, number, message }: OutboxMessage): void {
    const { region, state, send } = this.#options;
    // After a failed send nothing goes until maintain(): the target takes them in order only.
    const waiting = state.outbox.get(to)?.[0]?.number ?? number;
    const sent = this.#sent.get(to) ?? waiting - 1;
    if (sent < number - 1) return;
    const delivery = { from: region, to, number, message, senderOffset: 0 };
    if (send(to as RegionId, { delivery })) this.#sent.set(to, number);
  }

  #resend(to: RegionId, queue: readonly OutboxMessage[], counted: number): void {
    const { region, send } = this.#options;
    for (const { number, message } of queue.slice(0, RESEND_MAX)) {
      if (number > counted) return;
      const delivery = { from: region, to, number, message, senderOffset: 0 };
      if (!send(to, { delivery })) return;
      this.#sent.set(to, number);
    }
  }
}
