import type { Clock, Frame, OutboxMessage, RegionId } from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import type { LinkBody } from './link-hub.ts';

/** Messages that no counted frame of their target has shown are sent again after this, ms (M2). */
const RESEND_MS = 400;
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
  /** Highest number sent per target since its owner last changed, and when. */
  readonly #sent = new Map<number, { number: number; atMs: number }>();
  /** Highest number per target that a counted frame holds. */
  readonly #counted = new Map<number, number>();

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

  /** Called every few ticks: sends again what waited too long. */
  maintain(): void {
    const now = this.#options.clock.monotonicMs();
    for (const [to, queue] of this.#options.state.outbox) {
      const sent = this.#sent.get(to);
      const counted = this.#counted.get(to) ?? 0;
      const progress = sent !== undefined && now - sent.atMs < RESEND_MS;
      if (!progress && queue[0].number <= counted) {
        this.#resend(to as RegionId, queue, counted, now);
      }
    }
  }

  /** The owner of a target changed: everything unconfirmed goes to the new one. */
  ownerChanged(region: RegionId): void {
    this.#sent.delete(region);
  }

  #send({ to, number, message }: OutboxMessage): void {
    const { region, clock, state, send } = this.#options;
    // After a failed send nothing goes until maintain(): the target takes them in order only.
    const waiting = state.outbox.get(to)?.[0]?.number ?? number;
    const sent = this.#sent.get(to)?.number ?? waiting - 1;
    if (sent < number - 1) return;
    const delivery = { from: region, to, number, message, senderOffset: 0 };
    if (!send(to as RegionId, { delivery })) return;
    this.#sent.set(to, { number, atMs: clock.monotonicMs() });
  }

  #resend(to: RegionId, queue: readonly OutboxMessage[], counted: number, now: number): void {
    const { region, send } = this.#options;
    for (const { number, message } of queue.slice(0, RESEND_MAX)) {
      if (number > counted) return;
      const delivery = { from: region, to, number, message, senderOffset: 0 };
      if (!send(to, { delivery })) return;
      this.#sent.set(to, { number, atMs: now });
    }
  }
}
