import type { Gateway, GrantedSession, LoginRequest } from '@atlasnet/proxy';
import { GATEWAY_LIMITS } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';
import type { RouteDescription } from './openapi.ts';
import {
  accountBan,
  accountName,
  accountParameter,
  credential,
  list,
  object,
} from './request-schemas.ts';
import {
  listLimit,
  openSession,
  reason,
  sessionParameter,
  sessionPlace,
} from './request-schemas.ts';
import { text, whole } from './request-schemas.ts';

/** A request whose parts have passed the route's schemas. */
export interface CheckedRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What follows `Bearer`; empty when there is none. */
  readonly bearer: string;
}

export interface Route extends RouteDescription {
  /** A choice in the body that only administration has. */
  readonly administers?: (request: CheckedRequest) => boolean;
  readonly handle: (gateway: Gateway, request: CheckedRequest) => unknown;
}

const login: Route = {
  method: 'POST',
  path: '/login',
  summary: 'Log in: a name (development), a token (jwt) or a ticket, for an access token.',
  access: 'open',
  body: object({ name: credential, token: credential, ticket: credential }, []),
  answer: object({ account: text, token: text, expires: whole }),
  handle: async (gateway, { body }) => {
    const { account, token, expiresMs } = await gateway.login(body as LoginRequest);
    return { account, token, expires: expiresMs };
  },
};

interface SessionRequest {
  readonly resume?: number;
  readonly spectate?: string;
}

const openASession: Route = {
  method: 'POST',
  path: '/sessions',
  summary:
    'A session: its connect token (base64), the proxies to try, the best first, and how they are reached. ' +
    'With network.token and `spectate`, the name of an account, one that looks on without an avatar.',
  access: 'player or administration',
  body: object({ resume: whole, spectate: accountName }, []),
  answer: object({
    token: text,
    session: whole,
    account: text,
    generation: whole,
    proxies: list(text),
    transports: object({ udp: list(text), tcp: list(text), websocket: list(text) }),
    expires: whole,
  }),
  administers: ({ body }) => (body as SessionRequest).spectate !== undefined,
  handle: async (gateway, { body, bearer }) => {
    const { resume = null, spectate } = body as SessionRequest;
    return sessionAnswer(
      spectate === undefined
        ? await gateway.openSession(bearer, resume)
        : await gateway.openSpectator(spectate, resume),
    );
  },
};

const keys: Route = {
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'The public keys that access tokens are signed with.',
  access: 'open',
  answer: { type: 'object', additionalProperties: true },
  handle: (gateway) => gateway.publicKeys,
};

const health: Route = {
  method: 'GET',
  path: '/healthz',
  summary: 'Whether the gateway runs, and whether it lets clients in yet.',
  access: 'open',
  answer: object({ ok: { type: 'boolean' }, ready: { type: 'boolean' } }),
  handle: (gateway) => ({ ok: true, ready: gateway.isReady }),
};

const listSessions: Route = {
  method: 'GET',
  path: '/sessions',
  summary:
    'Open sessions, the newest first, and how many there are; of one account with `account`. ' +
    'What `next` says goes on after them as `after`; without it there are no more.',
  access: 'administration',
  query: object({ limit: listLimit, after: sessionPlace, account: accountParameter }, []),
  answer: object({ sessions: list(openSession), total: whole, next: sessionPlace }, [
    'sessions',
    'total',
  ]),
  handle: (gateway, { query }) => {
    const { limit, after, account } = query;
    if (account !== undefined) return gateway.listSessionOf(account);
    const most = Math.min(Number(limit ?? Infinity), GATEWAY_LIMITS.sessionsListed);
    const page = gateway.listSessions(most, after === undefined ? null : placeOf(after));
    const last = page.sessions.at(-1);
    const isWhole = last === undefined || page.sessions.length < most;
    return isWhole ? page : { ...page, next: `${last.atMs}-${last.session}` };
  },
};

/** Where a list goes on: when the last session of the one before was opened, and which it was. */
function placeOf(after: string): { readonly atMs: number; readonly session: number } {
  const [atMs, session] = after.split('-').map(Number);
  return { atMs, session };
}

const kick: Route = {
  method: 'DELETE',
  path: '/sessions/:session',
  summary: 'End a session; its client is disconnected.',
  access: 'administration',
  params: object({ session: sessionParameter }),
  answer: openSession,
  handle: (gateway, { params }) => gateway.kick(Number(params['session']), 'kicked'),
};

const listBans: Route = {
  method: 'GET',
  path: '/bans',
  summary: 'Bans in force.',
  access: 'administration',
  answer: object({ bans: list(accountBan) }),
  handle: (gateway) => ({ bans: gateway.listBans() }),
};

const ban: Route = {
  method: 'PUT',
  path: '/bans/:account',
  summary: 'Ban an account until a time (milliseconds since 1970), or for ever (0).',
  access: 'administration',
  params: object({ account: accountParameter }),
  body: object({ reason, untilMs: whole }, []),
  answer: accountBan,
  handle: (gateway, { params, body }) => {
    const given = body as { readonly reason?: string; readonly untilMs?: number };
    return gateway.ban(params['account'] ?? '', given.reason ?? '', given.untilMs ?? 0);
  },
};

const liftBan: Route = {
  method: 'DELETE',
  path: '/bans/:account',
  summary: 'Lift a ban.',
  access: 'administration',
  params: object({ account: accountParameter }),
  answer: object({ account: text }),
  handle: async (gateway, { params }) => {
    const account = params['account'] ?? '';
    await gateway.liftBan(account);
    return { account };
  },
};

/** Every route of the gateway but the document that describes them. */
export const ROUTES: readonly Route[] = [
  ...[login, openASession, keys, health],
  ...[listSessions, kick, listBans, ban, liftBan],
];

function sessionAnswer({ token, proxies, expiresMs, ...rest }: GrantedSession) {
  const addresses = proxies.map(({ address }) => textOf(address));
  return {
    ...rest,
    token: Buffer.from(token).toString('base64'),
    proxies: addresses,
    transports: {
      udp: addresses,
      tcp: proxies.filter(({ tcp }) => tcp).map(({ address }) => textOf(address)),
      // As many as proxies, in their order; empty where one takes no WebSockets.
      websocket: proxies.map(({ websocket }) => websocket),
    },
    expires: expiresMs,
  };
}

function textOf({ host, port }: DatagramAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
