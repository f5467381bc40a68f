import type { Interlink, InterlinkListener, Link, LinkHandlers } from '@atlasnet/schemas';

/** One end of a link without a network: what is sent is handed to whoever holds the other end. */
export class DirectLink implements Link {
  readonly peer = { process: 'peer', role: 'shard' };
  readonly queuedBytes = 0;
  readonly sent: Uint8Array[] = [];
  /** Why it was closed by whoever holds it; null while it is open. */
  closedWith: string | null = null;
  handlers: LinkHandlers | null = null;

  send(bytes: Uint8Array): boolean {
    if (this.closedWith !== null) return false;
    this.sent.push(bytes);
    return true;
  }

  close(reason: string): void {
    this.closedWith ??= reason;
  }
}

/** Links that a fuzz reader holds the other end of. */
export class DirectInterlink implements Interlink {
  /** Those that were asked for, the newest last. */
  readonly dialled: DirectLink[] = [];
  #accept: ((link: Link) => LinkHandlers) | null = null;

  listen(
    _bind: { readonly host: string; readonly port: number },
    accept: (link: Link) => LinkHandlers,
  ): Promise<InterlinkListener> {
    this.#accept = accept;
    return Promise.resolve({ address: 'direct', close: () => Promise.resolve() });
  }

  connect(_address: string, opened: (link: Link) => LinkHandlers): Promise<Link> {
    const link = new DirectLink();
    link.handlers = opened(link);
    this.dialled.push(link);
    return Promise.resolve(link);
  }

  /** A peer's link to whoever listens. */
  enter(): DirectLink {
    if (!this.#accept) throw new Error('nobody listens');
    const link = new DirectLink();
    link.handlers = this.#accept(link);
    return link;
  }
}
