/** Bounds of the client, with their reasons. */
export const CLIENT_LIMITS = {
  /**
   * A proxy that is silent for so long is taken for gone, milliseconds: it speaks every 100 ms at least,
   * so four packets in a row were lost.
   */
  suspectMs: 450,
  /**
   * A proxy that is silent for so long is told that our address may have changed, milliseconds: two
   * packets in a row were lost, and two round trips are left until it is taken for gone.
   */
  moveAfterMs: 220,
  /** After proxies that came back, or several that died, the next is waited for longer. */
  suspectMsMax: 4000,
  /** Without trouble for so long, half of that again, milliseconds. */
  calmMs: 30_000,
  /** A proxy that was heard within this, milliseconds, is back. */
  backMs: 60,
  /** How long another proxy is looked for, milliseconds: avatars linger for a little less. */
  resumeMs: 40_000,
  /**
   * A proxy that has answered a ticket and gives no place for so long has used it up, milliseconds: the
   * next is tried. The log may be electing a leader meanwhile, so it is not soon.
   */
  answerMs: 8000,
  /** A server that does not answer for so long (and two round trips) is left for the next, ms. */
  retryMs: 400,
  /** Proxies that were full are asked again after this, milliseconds. */
  againMs: 500,
  /** A transport on which nobody answers is left after this, and `retryMs` for each server. */
  networkMs: 1200,
  /** Times that each transport is tried before a client gives up to connect. */
  networkRounds: 2,
  /** The view after a resume is taken for whole after this, milliseconds. */
  settleMs: 1500,
  /** And is believed after this although it never reached what was shown: where nothing moves a view says nothing. */
  trustMs: 6000,
  /** Commands that wait to be acknowledged: what a proxy keeps for one client. */
  commandsWaiting: 1000,
  /** Bytes of their payloads, likewise: all are said at once, with their envelopes, where a client goes on. */
  commandBytesWaiting: 224 * 1024,
} as const;
