import { AtlasError } from '@atlasnet/schemas';
import type { Clock, DatagramAddress, Logger } from '@atlasnet/schemas';
import { GATEWAY_LIMITS } from './limits.ts';

/** A proxy as it says of itself in the process registry. */
export interface ListedProxy {
  readonly process: string;
  /** Where clients reach it: numeric, as tokens carry no names. */
  readonly address: DatagramAddress;
  /** Whether it takes TCP at the same address and port. */
  readonly tcp: boolean;
  /** Where it takes WebSockets (ws:// or wss://); empty when it does not. */
  readonly websocket: string;
  readonly clients: number;
  readonly clientsMax: number;
  /** It is leaving, and takes no new clients. */
  readonly draining: boolean;
  /** It takes clients only while there is no other. */
  readonly spare?: boolean;
}

export interface ProxyDirectoryOptions {
  /** Reads the registry. @throws AtlasError when the store is away */
  readonly list: () => Promise<readonly ListedProxy[]>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Which proxies new clients are sent to. */
export class ProxyDirectory {
  readonly #options: ProxyDirectoryOptions;
  /** Clients sent to a proxy that its own count may not show yet; halved at every listing. */
  readonly #sent = new Map<string, number>();
  #listed: readonly ListedProxy[] = [];
  #listedAtMs = -Infinity;
  /** When any was listed last. */
  #seenAtMs = -Infinity;
  #listing: Promise<void> | null = null;
  #reachable = true;

  constructor(options: ProxyDirectoryOptions) {
    this.#options = options;
  }

  /**
   * The least loaded proxies, the best first; a client tries them in this order.
   * @throws AtlasError ATLAS_GATEWAY_NO_PROXY (retriable) when none takes clients
   */
  async choose(): Promise<readonly ListedProxy[]> {
    const { clock } = this.#options;
    if (clock.monotonicMs() - this.#listedAtMs >= GATEWAY_LIMITS.proxiesFreshMs) {
      this.#listing ??= this.#list();
      await this.#listing;
    }
    const load = ({ process, clients }: ListedProxy): number =>
      clients + (this.#sent.get(process) ?? 0);
    const open = this.#listed
      .filter((proxy) => !proxy.draining && load(proxy) < proxy.clientsMax)
      .sort(
        (a, b) =>
          Number(a.spare === true) - Number(b.spare === true) ||
          load(a) - load(b) ||
          (a.process < b.process ? -1 : 1),
      )
      .slice(0, GATEWAY_LIMITS.proxiesPerToken);
    if (open.length === 0) {
      throw new AtlasError('ATLAS_GATEWAY_NO_PROXY', 'no proxy takes new clients now', {
        details: { listed: this.#listed.length },
        hint: 'Try again in a moment; if it goes on, start another proxy.',
      });
    }
    const best = open[0].process;
    this.#sent.set(best, (this.#sent.get(best) ?? 0) + 1);
    return open;
  }

  async #list(): Promise<void> {
    const { list, clock, logger } = this.#options;
    try {
      const listed = await list();
      const nowMs = clock.monotonicMs();
      if (listed.length > 0) this.#seenAtMs = nowMs;
      // O6: a wiped store lists nobody until they have said again that they are there.
      const wiped = listed.length === 0 && nowMs - this.#seenAtMs < GATEWAY_LIMITS.proxiesKeptMs;
      if (!wiped) this.#listed = listed;
      if (!this.#reachable) logger.info('the store answers again');
      this.#reachable = true;
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      // O6: without the store the proxies known so far go on.
      if (this.#reachable) logger.warn('proxies cannot be listed', { error: error.message });
      this.#reachable = false;
    } finally {
      this.#listedAtMs = clock.monotonicMs();
      this.#listing = null;
    }
    const listed = new Set(this.#listed.map(({ process }) => process));
    for (const [process, sent] of this.#sent) {
      if (!listed.has(process) || sent < 1) this.#sent.delete(process);
      else this.#sent.set(process, sent / 2);
    }
  }
}
