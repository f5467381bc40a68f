/** Bounds of `atlasnet bots`, with their reasons. */
export const BOT_LIMITS = {
  /** Clients of one process: each has a socket, and a core carries one or two thousand. */
  clientsMax: 10_000,
  secondsMax: 86_400,
  /** Connects a second: a gateway and a proxy take some thousands. */
  rampMax: 5000,
  /** Connects under way at once: what a proxy that is away may cost in sockets. */
  connectsUnderWay: 500,
  /** Whoever is not in by then is not waited for any more, milliseconds. */
  joinMs: 60_000,
  /** Commands of one bot without an answer; those beyond it are not sent, and counted. */
  commandsUnderWay: 16,
  /** Between two thoughts of a bot, milliseconds. */
  thinkMs: 100,
  /** Between two looks at whose turn it is, milliseconds. */
  turnMs: 10,
} as const;
