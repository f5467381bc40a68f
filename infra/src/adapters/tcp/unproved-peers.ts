import { HANDSHAKES_MAX } from './limits.ts';
import type { GiveUp } from './tcp-handshake.ts';

/**
 * Connections whose other end has not proved itself. When there are too many, the address that has
 * the most of them loses its oldest: a crowd of one address locks nobody else out, and not even
 * those behind the same address, who prove themselves within milliseconds.
 */
export class UnprovedPeers {
  readonly #most: number;
  /** By address, the oldest of each in front. */
  readonly #byHost = new Map<string, Set<GiveUp>>();
  #size = 0;

  constructor(most = HANDSHAKES_MAX) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes one in; `giveUp` is called if it has to go, and makes it leave. */
  enter(host: string, giveUp: GiveUp): void {
    if (this.#size >= this.#most) this.#makeRoom();
    const ofHost = this.#byHost.get(host);
    if (ofHost) ofHost.add(giveUp);
    else this.#byHost.set(host, new Set([giveUp]));
    this.#size++;
  }

  leave(host: string, giveUp: GiveUp): void {
    const ofHost = this.#byHost.get(host);
    if (!ofHost?.delete(giveUp)) return;
    this.#size--;
    if (ofHost.size === 0) this.#byHost.delete(host);
  }

  /** Ends all. */
  close(why: string): void {
    for (const ofHost of [...this.#byHost.values()]) for (const giveUp of [...ofHost]) giveUp(why);
  }

  #makeRoom(): void {
    let crowd: ReadonlySet<GiveUp> = new Set();
    for (const ofHost of this.#byHost.values()) if (ofHost.size > crowd.size) crowd = ofHost;
    const [oldest] = crowd;
    oldest?.('too many are unproved', 'crowd');
  }
}
