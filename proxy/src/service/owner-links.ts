import { AtlasError, decodeMessage, encodeMessage, interlinkMessages } from '@atlasnet/schemas';
import type {
  Clock,
  Interlink,
  Link,
  LinkHandlers,
  LinkMessage,
  Logger,
  ProcessId,
} from '@atlasnet/schemas';

/** Between two tries to reach a process, milliseconds. */
const RECONNECT_MS = 100;

/** What one LinkMessage may carry, as it is sent. */
export type LinkBody = Parameters<typeof interlinkMessages.LinkMessage.encode>[0];

export interface OwnerLinksOptions {
  readonly interlink: Interlink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly addressOf: (process: ProcessId) => string | null;
  readonly message: (link: Link, message: LinkMessage) => void;
}

/** One link to each process whose regions are read; it opens when it is asked for. */
export class OwnerLinks {
  readonly #options: OwnerLinksOptions;
  readonly #links = new Map<ProcessId, Link>();
  readonly #triedAt = new Map<ProcessId, number>();
  readonly #abort = new AbortController();

  constructor(options: OwnerLinksOptions) {
    this.#options = options;
  }

  /** The link to a process if it is open; else begins to open it. */
  to(process: ProcessId): Link | null {
    const link = this.#links.get(process);
    if (link) return link;
    void this.#dial(process);
    return null;
  }

  /** Takes what a link brought, now or later: if it is malformed, the link is closed for it. */
  orClose(link: Link, take: () => void): void {
    try {
      take();
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      const { process } = link.peer;
      this.#options.logger.warn('a link is closed', { process, error: error.message });
      link.close('malformed message');
    }
  }

  close(): void {
    this.#abort.abort();
    for (const link of Array.from(this.#links.values())) link.close('the proxy stops');
  }

  async #dial(process: ProcessId): Promise<void> {
    const { interlink, clock, logger, addressOf } = this.#options;
    const now = clock.monotonicMs();
    if (this.#abort.signal.aborted) return;
    if (now - (this.#triedAt.get(process) ?? -Infinity) < RECONNECT_MS) return;
    const address = addressOf(process);
    if (address === null) return;
    // A try under way counts as just made, for ever: its end sets the time anew.
    this.#triedAt.set(process, Infinity);
    try {
      await interlink.connect(address, (link) => this.#adopt(link, process), this.#abort.signal);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      logger.debug('a shard is not reached', { process, address, error: error.message });
    } finally {
      this.#triedAt.set(process, clock.monotonicMs());
    }
  }

  #adopt(link: Link, process: ProcessId): LinkHandlers {
    this.#links.set(process, link);
    return {
      message: (bytes) => {
        this.orClose(link, () => {
          const what = 'a message of a shard';
          const type = interlinkMessages.LinkMessage;
          this.#options.message(link, decodeMessage(type, bytes, what, 'ATLAS_LINK_MALFORMED'));
        });
      },
      closed: () => {
        if (this.#links.get(process) === link) this.#links.delete(process);
      },
    };
  }
}

/** Sends one message over a link. */
export function sendBody(link: Link, body: LinkBody): boolean {
  return link.send(encodeMessage(interlinkMessages.LinkMessage, body));
}
