/** Bounds of the gateway, with their reasons. */
export const GATEWAY_LIMITS = {
  /** A JWT of a large issuer, with its groups and roles; a header of Node takes 16 kB in all. */
  credentialCharacters: 8192,
  /** A sentence for the player and the record. */
  reasonCharacters: 200,
  /** Proxies that one connect token names: the client tries them in turn, some seconds each. */
  proxiesPerToken: 4,
  /** Proxies are listed again after this, milliseconds: they renew their entries about as often. */
  proxiesFreshMs: 500,
  /** A store that lists no proxy at all was wiped, and they say so again: those known last hold so long, milliseconds. */
  proxiesKeptMs: 2000,
  /** Logins and sessions of one account a minute: a client that reconnects at every fault stays below. */
  requestsPerAccountPerMinute: 60,
  /** Addresses or accounts whose rate is remembered; about 10 MB. The one unseen longest goes first. */
  ratedKeys: 100_000,
  /** Part of a minute's requests that may come at once. */
  burstPart: 1 / 6,
  /** Open sessions that are remembered; about 40 MB. The oldest goes first, and can only be banned. */
  sessionsKept: 200_000,
  /** Sessions in one answer. */
  sessionsListed: 1000,
  /** Bans in one answer. */
  bansListed: 1000,
  /** Records of one partition in one append: about 64 kB. */
  recordsPerAppend: 256,
  /** Records of one partition that wait to be appended: at 2 ms an append, a few seconds. */
  recordsWaiting: 4096,
  /** Until a record is in the log and read back, milliseconds; then the client must ask again. */
  recordWaitMs: 5000,
  /** Before the same records are sent again, milliseconds. */
  appendRetryMs: 50,
  /** Definite refusals in a row that are taken for passing, as while a partition's leader moves. */
  appendRefusalsMax: 20,
  /** A ticket is for the moment it is made for, seconds: its issuer may not grant more. */
  ticketSecondsMax: 600,
  /** Clocks of the issuer and this machine may differ by so much, seconds. */
  clockToleranceSeconds: 10,
} as const;
