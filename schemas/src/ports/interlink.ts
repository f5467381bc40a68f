/** Who is at the other end of a link, as the handshake proved it. */
export interface LinkPeer {
  readonly process: string;
  /** `shard`, `proxy`, `watchdog`, … */
  readonly role: string;
}

/** Called by a link; never after `closed`. */
export interface LinkHandlers {
  /** One whole message; the bytes are the receiver's to keep. */
  message(bytes: Uint8Array): void;
  closed(reason: string): void;
}

/** One direct connection between two processes: ordered, whole messages, authenticated both ways. */
export interface Link {
  readonly peer: LinkPeer;
  /** Bytes accepted by send() and not yet handed to the network. */
  readonly queuedBytes: number;
  /** Queues a message; false when the link is closed or its queue is at its limit (then it closes). */
  send(bytes: Uint8Array): boolean;
  close(reason: string): void;
}

export interface InterlinkListener {
  /** Where other processes reach this one: `host:port`, or a name in the simulator. */
  readonly address: string;
  close(): Promise<void>;
}

/** Makes links. Implementations: TCP, simulated. */
export interface Interlink {
  /** Accepts links; `accept` returns the handlers for each. */
  listen(
    bind: { readonly host: string; readonly port: number },
    accept: (link: Link) => LinkHandlers,
  ): Promise<InterlinkListener>;
  /**
   * Connects; `opened` is called with the authenticated link before any handler.
   * @throws AtlasError ATLAS_LINK_CLOSED (retriable), ATLAS_LINK_REFUSED (wrong key or world)
   */
  connect(
    address: string,
    opened: (link: Link) => LinkHandlers,
    signal?: AbortSignal,
  ): Promise<Link>;
}
