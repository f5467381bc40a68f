/** Bounds of the proxy service, with their reasons. */
export const SERVICE_LIMITS = {
  /** What clients say goes to shards so long before the tick that takes it: a timer's lateness and the way; ms. */
  saidBeforeTickMs: 3,
  /** Where nobody knows when that is, it waits so long for more: a tenth of a tick at 20 Hz; ms. */
  gatherSaidMs: 5,
  /** And until there are so many bytes of it: what one write to a link takes. */
  gatherSaidBytes: 48 * 1024,
  /** Commands of one client that no frame has acknowledged; a client that has more is let go. */
  commandsPerSession: 1024,
  /** Bytes of their payloads: what the client's own queue holds, from which all are said again where it goes on. */
  commandBytesPerSession: 256 * 1024,
  /**
   * Reliable messages of one client a second beside its commands: a spectator may look elsewhere in each of its
   * frames. A client that says more is let go, since none of them may be left out.
   */
  messagesPerSecond: 240,
  /** Commands of one client a second, unless the service is told otherwise; a second's may come at once. */
  commandsPerSecond: 60,
  /** Ended sessions remembered: no token lives longer than ten minutes, 100 of them may end a second. */
  endedSessions: 60_000,
  /** The largest reliable message of a client: a command's payload and its envelope. */
  clientMessageBytes: 20_000,
  /** A client that has not joined by then is let go, milliseconds. */
  joinMs: 10_000,
  /** A session that no region knows is looked for after this, milliseconds. */
  searchMs: 1500,
  /** A new session waits so long for its home, which is reached and does not tick, milliseconds. */
  admitMs: 10_000,
  /** A cell stays subscribed this long after the last client that saw it, milliseconds. */
  cellKeepMs: 2000,
  /** Metres read beyond a client's radius: what a mover covers until cells are looked at again. */
  readMarginM: 16,
  /** Regions may hold entities this far outside their bounds: those on their way out. */
  regionMarginM: 16,
  /** How long a resume ticket may be used, milliseconds: above any outage that avatars linger through. */
  ticketMs: 120_000,
  /** Tickets that a client has, as many as it keeps: proxies may die one after another. */
  ticketsHeld: 3,
  /** A client is given another ticket so often, milliseconds: 70 bytes a second. */
  ticketRenewMs: 20_000,
  /** Tickets made in one round of 50 ms: 2 ms of work, more while hundreds join and code is new. */
  ticketsPerUpdate: 16,
  /** Other proxies that one ticket names. */
  ticketPeers: 4,
  /** A client that resumes is shown nothing older than it saw; a region that is down holds it up so long. */
  resumeViewMs: 1000,
  /** A goodbye waits so long to be acknowledged before the connection ends, milliseconds. */
  goodbyeMs: 500,
  /** Clients of a proxy that drains are waited for so long where they have somewhere to go, milliseconds. */
  moveMs: 5000,
  /** Between two looks at where they could go, milliseconds. */
  drainLookMs: 100,
  /** Between two looks at whether clients know that the proxy stops, milliseconds. */
  farewellMs: 20,
  /** Between two looks at links, and at what is due to clients, milliseconds. */
  maintainMs: 50,
  /** A client whose region is silent is sent acknowledgements after this: just above a tick, milliseconds. */
  flushMs: 60,
  /** Between two looks at which cells are wanted, and where sessions live, milliseconds. */
  cellsMs: 200,
  /** A region whose frame of a tick is later than another's is waited for so long, milliseconds. */
  gatherMs: 8,
  /** Views sent in one turn: half a millisecond's, and the kernel hands over 32 datagrams a turn. */
  viewsPerTurn: 32,
  /** Frames and the like that wait for views to go; then they all go at once. A second's of 50 regions. */
  waitingMax: 1024,
  /** View bytes of one client and tick: the socket is drained in between. */
  viewBytesPerTick: 8 * 1136,
  /** And where a proxy cannot keep up: 130 changes, nearly what a crowd of a thousand is to be told of in a tick. */
  viewBytesLeast: 640,
} as const;
