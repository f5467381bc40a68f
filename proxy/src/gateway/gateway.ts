import {
  AtlasError,
  aborted,
  isTransient,
  sessionId,
  sleep,
  topicNames,
  waitForIncarnation,
} from '@atlasnet/schemas';
import type {
  Clock,
  Counter,
  EventLog,
  IncarnationId,
  Logger,
  Metrics,
  RandomSource,
  Service,
  SessionId,
} from '@atlasnet/schemas';
import type { ConnectTokenIssuer } from '../netcode/connect-token-issuer.ts';
import type { SessionClaims } from '../netcode/connect-token-user-data.ts';
import { ratedAddress } from '../rated-address.ts';
import type { AccessTokens } from './access-tokens.ts';
import {
  checkBan,
  checkBanRequest,
  nothingToResume,
  rateLimited,
  sessionNotOpen,
  takenOver,
} from './gateway-refusals.ts';
import { GATEWAY_LIMITS } from './limits.ts';
import { checkAccount } from './login-provider.ts';
import type { LoginProvider, LoginRequest } from './login-provider.ts';
import { ProxyDirectory } from './proxy-directory.ts';
import type { ListedProxy } from './proxy-directory.ts';
import { RateLimiter } from './rate-limiter.ts';
import { MATCH_ENDED, MATCH_OPENED } from './session-directory.ts';
import type { AccountBan, OpenSession } from './session-directory.ts';
import { SessionLog } from './session-log.ts';

/** Between two looks at a log that is not ready, milliseconds. */
const START_RETRY_MS = 100;
/** A request of the same account is under way for about so long, milliseconds. */
const OPENING_RETRY_MS = 100;

export interface GatewayOptions {
  readonly world: string;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly provider: LoginProvider;
  readonly accessTokens: Pick<AccessTokens, 'publicKeys' | 'sign' | 'verify'>;
  readonly connectTokens: ConnectTokenIssuer;
  /** The proxies in the process registry of a world. @throws AtlasError when the store is away */
  readonly proxies: (incarnation: IncarnationId) => Promise<readonly ListedProxy[]>;
  readonly sessionPartitions: number;
  /** How long a connect token may be used. */
  readonly connectTokenMs: number;
  /** Silence after which a client and its proxy give each other up. */
  readonly clientTimeoutMs: number;
  /** Requests of one address a minute; null: only this machine asks, as often as it likes. */
  readonly requestsPerMinuteMax: number | null;
}

/** What a client needs to connect. */
export interface GrantedSession {
  /** The connect token, 2048 bytes. */
  readonly token: Uint8Array;
  readonly session: SessionId;
  readonly account: string;
  readonly generation: number;
  /** The proxies in the token, the one to try first. */
  readonly proxies: readonly ListedProxy[];
  /** Until when the token can be used to connect, milliseconds since the Unix epoch. */
  readonly expiresMs: number;
}

interface AskedSession {
  readonly account: string;
  readonly resume: number | null;
  readonly spectator: boolean;
}

/** What the gateway knows once it has read the log. */
interface Opened {
  readonly sessions: SessionLog;
  readonly proxies: ProxyDirectory;
}

/**
 * Lets clients in: who they are, which session they have, which proxies they try. It keeps nothing
 * of its own: bans and sessions are records of the log, so any number of gateways run side by side.
 */
export class Gateway implements Service {
  readonly #options: GatewayOptions;
  readonly #addresses: RateLimiter | null;
  readonly #accounts: RateLimiter;
  readonly #abort = new AbortController();
  readonly #granted: Counter;
  readonly #refused: Counter;
  /** Accounts for which a session is being opened. */
  readonly #opening = new Set<string>();
  #opened: Opened | null = null;
  #failure: AtlasError | null = null;
  #running: Promise<void> | null = null;

  constructor(options: GatewayOptions) {
    this.#options = options;
    const { metrics, requestsPerMinuteMax } = options;
    this.#addresses = requestsPerMinuteMax === null ? null : new RateLimiter(requestsPerMinuteMax);
    this.#accounts = new RateLimiter(GATEWAY_LIMITS.requestsPerAccountPerMinute);
    this.#granted = metrics.counter('atlasnet_gateway_sessions_total', 'Connect tokens given out.');
    this.#refused = metrics.counter(
      'atlasnet_gateway_refused_total',
      'Requests refused, by code.',
      ['code'],
    );
  }

  /** Whether the log has been read; before that nobody is let in. */
  get isReady(): boolean {
    return this.#opened?.sessions.isReady ?? false;
  }

  /** The keys that access tokens are checked with, as a JWKS. */
  get publicKeys(): AccessTokens['publicKeys'] {
    return this.#options.accessTokens.publicKeys;
  }

  /** @throws AtlasError what the log throws, when the sessions cannot be followed any more */
  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running?.catch(() => undefined);
  }

  /** Counts a refusal under its code; whoever answers the client calls it. */
  countRefusal(code: string): void {
    this.#refused.add(1, { code });
  }

  /**
   * Takes one request of an address, before anything else is looked at.
   * @throws AtlasError ATLAS_GATEWAY_RATE_LIMITED with `retryAfterMs`
   */
  admitAddress(address: string): void {
    const { clock } = this.#options;
    const waitMs = this.#addresses?.take(ratedAddress(address), clock.monotonicMs()) ?? 0;
    if (waitMs > 0) throw rateLimited('this address', waitMs);
  }

  /**
   * Proves who a client is; the access token says so from then on.
   * @throws AtlasError ATLAS_GATEWAY_REQUEST_INVALID, ATLAS_GATEWAY_LOGIN_REFUSED, ATLAS_GATEWAY_LOGIN_UNAVAILABLE,
   *   ATLAS_SESSION_BANNED, ATLAS_GATEWAY_RATE_LIMITED, ATLAS_LOG_UNREACHABLE
   */
  async login(
    request: LoginRequest,
  ): Promise<{ account: string; token: string; expiresMs: number }> {
    const { provider, accessTokens, clock } = this.#options;
    const { sessions } = this.#ready();
    const account = await provider.login(request, clock.wallMs());
    this.#admitAccount(account);
    checkBan(sessions.directory.banOf(account, clock.wallMs()));
    const { token, expiresMs } = await accessTokens.sign(account, clock.wallMs());
    return { account, token, expiresMs };
  }

  /**
   * A new session for whoever bears the access token, or with `resume` a new connect token for the
   * session that he has.
   * @throws AtlasError ATLAS_TOKEN_INVALID, ATLAS_SESSION_BANNED, ATLAS_GATEWAY_RATE_LIMITED,
   *   ATLAS_SESSION_REFUSED (nothing to resume), ATLAS_SESSION_TAKEN_OVER, ATLAS_GATEWAY_NO_PROXY,
   *   ATLAS_LOG_UNREACHABLE
   */
  async openSession(accessToken: string, resume: number | null = null): Promise<GrantedSession> {
    const { clock, accessTokens } = this.#options;
    const opened = this.#ready();
    const account = await accessTokens.verify(accessToken, clock.wallMs());
    return this.#openAlone(opened, { account, resume, spectator: false });
  }

  /**
   * A session that only looks on, for whoever administers; its account is like any other.
   * @throws AtlasError as {@link openSession}; ATLAS_GATEWAY_LOGIN_REFUSED for no account's name
   */
  async openSpectator(account: string, resume: number | null = null): Promise<GrantedSession> {
    return this.#openAlone(this.#ready(), {
      account: checkAccount(account),
      resume,
      spectator: true,
    });
  }

  /** One at a time for each account, so that each has a generation of its own. */
  async #openAlone(opened: Opened, asked: AskedSession): Promise<GrantedSession> {
    const { account } = asked;
    this.#admitAccount(account);
    if (this.#opening.has(account)) throw rateLimited('this account', OPENING_RETRY_MS);
    this.#opening.add(account);
    return this.#openSession(opened, asked).finally(() => this.#opening.delete(account));
  }

  async #openSession(
    { sessions, proxies }: Opened,
    { account, resume, spectator }: AskedSession,
  ): Promise<GrantedSession> {
    const { clock, random } = this.#options;
    const chosen = await proxies.choose();
    const nowUnixMs = clock.wallMs();
    checkBan(sessions.directory.banOf(account, nowUnixMs));
    const known = sessions.directory.sessionOf(account);
    if (resume !== null && known?.session !== resume) throw nothingToResume(resume);
    const session = resume ?? makeSessionId(random);
    const generation = Math.max(Math.floor(nowUnixMs), (known?.atMs ?? 0) + 1);
    await sessions.append(account, [
      { match: { session, account, atMs: generation, kind: MATCH_OPENED } },
    ]);
    checkBan(sessions.directory.banOf(account, clock.wallMs()));
    // Another gateway's newer session, or an end to this one, may stand behind it already.
    if (sessions.directory.sessionOf(account)?.session !== session) throw takenOver();
    return this.#grant({ account, session: sessionId(session), generation, spectator }, chosen);
  }

  /** Open sessions, the oldest first. */
  listSessions(limit: number): { sessions: readonly OpenSession[]; total: number } {
    const { directory } = this.#ready().sessions;
    const count = Math.min(limit, GATEWAY_LIMITS.sessionsListed);
    return { sessions: directory.sessions(count), total: directory.openSessions };
  }

  listBans(): readonly AccountBan[] {
    const { directory } = this.#ready().sessions;
    return directory.bans(this.#options.clock.wallMs(), GATEWAY_LIMITS.bansListed);
  }

  /**
   * Ends a session: the record reaches the proxy that carries it.
   * @throws AtlasError ATLAS_GATEWAY_NOT_FOUND, ATLAS_LOG_UNREACHABLE
   */
  async kick(session: number, reason: string): Promise<OpenSession> {
    const { sessions } = this.#ready();
    const open = sessions.directory.find(session);
    if (!open) throw sessionNotOpen(session);
    await sessions.append(open.account, [this.#ended(open, reason)]);
    this.#options.logger.info('session ended by administration', { session, reason });
    return open;
  }

  /**
   * Bans an account, and ends its session in the same append.
   * @param untilMs milliseconds since the Unix epoch; 0: for ever
   * @throws AtlasError ATLAS_GATEWAY_REQUEST_INVALID, ATLAS_LOG_UNREACHABLE
   */
  async ban(account: string, reason: string, untilMs: number): Promise<AccountBan> {
    const { clock, logger } = this.#options;
    const { sessions } = this.#ready();
    checkBanRequest(account, untilMs, clock.wallMs());
    const open = sessions.directory.sessionOf(account);
    await sessions.append(account, [
      { ban: { account, reason, untilMs } },
      ...(open ? [this.#ended(open, `banned: ${reason}`)] : []),
    ]);
    logger.info('account banned', { account, reason, untilMs });
    return { account, reason, untilMs };
  }

  /** @throws AtlasError ATLAS_GATEWAY_NOT_FOUND, ATLAS_LOG_UNREACHABLE */
  async liftBan(account: string): Promise<void> {
    const { sessions } = this.#ready();
    if (!sessions.directory.banOf(account, this.#options.clock.wallMs())) {
      throw new AtlasError('ATLAS_GATEWAY_NOT_FOUND', 'this account is not banned', {
        details: { account },
        hint: 'GET /bans lists those that are.',
      });
    }
    await sessions.append(account, [{ ban: { account, lifted: true } }]);
    this.#options.logger.info('ban lifted', { account });
  }

  #ended(open: OpenSession, reason: string) {
    const { session, account } = open;
    const atMs = Math.floor(this.#options.clock.wallMs());
    return { match: { session, account, atMs, kind: MATCH_ENDED, reason } };
  }

  #grant(claims: SessionClaims, proxies: readonly ListedProxy[]): GrantedSession {
    const { connectTokens, clock, connectTokenMs, clientTimeoutMs } = this.#options;
    const lifetimeSeconds = Math.ceil(connectTokenMs / 1000);
    const nowUnixMs = clock.wallMs();
    const timeoutSeconds = Math.ceil(clientTimeoutMs / 1000);
    const servers = proxies.map(({ address }) => address);
    const token = connectTokens.issue(
      { ...claims, servers, lifetimeSeconds, timeoutSeconds },
      nowUnixMs,
    );
    this.#granted.add();
    const expiresMs = (Math.floor(nowUnixMs / 1000) + lifetimeSeconds) * 1000;
    const { account, session, generation } = claims;
    return { token, session, account, generation, proxies, expiresMs };
  }

  #admitAccount(account: string): void {
    const waitMs = this.#accounts.take(account, this.#options.clock.monotonicMs());
    if (waitMs > 0) throw rateLimited('this account', waitMs);
  }

  #ready(): Opened {
    if (this.#opened?.sessions.isReady) return this.#opened;
    throw new AtlasError('ATLAS_LOG_UNREACHABLE', 'the gateway has not read the log yet', {
      hint: 'Try again in a moment.',
    });
  }

  async #run(): Promise<void> {
    const { log, world, sessionPartitions: partitions, clock, logger } = this.#options;
    const { signal } = this.#abort;
    const incarnation = await waitForIncarnation({ log, world, clock, signal });
    if (incarnation === null) return;
    const sessions = new SessionLog({
      log,
      clock,
      topic: topicNames(world).sessions,
      partitions,
      incarnation,
      failed: (error) => this.#fail(error),
    });
    const list = () => this.#options.proxies(incarnation);
    try {
      this.#opened = { sessions, proxies: new ProxyDirectory({ list, clock, logger }) };
      await this.#open(sessions);
      if (sessions.isReady) logger.info('the gateway has read the sessions', { partitions });
      await aborted(signal);
    } finally {
      sessions.close();
    }
    if (this.#failure) throw this.#failure;
  }

  /** Reads what the log says of sessions; tries again while the log is away. */
  async #open(sessions: SessionLog): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        await sessions.open();
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (!isTransient(error)) throw error;
      }
      await sleep(this.#options.clock, START_RETRY_MS, signal);
    }
  }

  #fail(error: AtlasError): void {
    this.#failure ??= error;
    this.#options.logger.error('the gateway stops', { error: error.message });
    this.#abort.abort();
  }
}

/** 53 random bits; 0 means "none" in records. */
function makeSessionId(random: RandomSource): number {
  const [high = 0, ...rest] = random.bytes(7);
  let id = high & 0x1f;
  for (const byte of rest) id = id * 256 + byte;
  return id === 0 ? makeSessionId(random) : id;
}
