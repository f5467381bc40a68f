import type { LoginRequest } from '@atlasnet/proxy';
import { AtlasError, isErrorCode, sessionId } from '@atlasnet/schemas';
import type { DatagramAddress, SessionId } from '@atlasnet/schemas';
import { GATEWAY_REQUEST_LIMITS } from './limits.ts';

/** Bytes of a connect token. */
const TOKEN_BYTES = 2048;

/** What a gateway gives to a client that is let in. */
export interface RequestedSession {
  /** The connect token for the secure connection. */
  readonly token: Uint8Array;
  readonly session: SessionId;
  readonly account: string;
  /** The proxies in the token, the one to try first. */
  readonly proxies: readonly string[];
  /** Where each of them takes WebSockets; empty where it does not. */
  readonly websockets: readonly string[];
  /** Until when the token can be used, milliseconds since the Unix epoch. */
  readonly expiresMs: number;
  /**
   * For {@link openSession}: to resume, or for the next session, without another login. Empty for a
   * spectator's.
   */
  readonly accessToken: string;
}

/** What this is for: an open wait that the caller ends. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/**
 * Logs in at a gateway and opens a session: all that a client needs to connect.
 * @param login a name, with gateway.login development; else what the provider asks for
 * @throws AtlasError the gateway's refusal; ATLAS_CONNECT_TIMEOUT when it does not answer
 */
export async function requestSession(
  baseUrl: string,
  login: string | LoginRequest,
  options: RequestOptions = {},
): Promise<RequestedSession> {
  const request = typeof login === 'string' ? { name: login } : login;
  const answer = await post(baseUrl, '/login', request, null, options);
  return openSession(baseUrl, stringOf(answer, 'token'), null, options);
}

/**
 * Opens a session that looks on without an avatar, as whoever administers may.
 * @param networkToken network.token of the cluster
 * @param account whose session it is: bans, kicks and limits hold for it as for a player's
 * @param resume a session of that account to get a new connect token for
 */
export async function requestSpectator(
  baseUrl: string,
  networkToken: string,
  account: string,
  { resume, ...options }: RequestOptions & { readonly resume?: SessionId } = {},
): Promise<RequestedSession> {
  const body = { spectate: account, ...(resume === undefined ? {} : { resume }) };
  return post(baseUrl, '/sessions', body, networkToken, options).then((answer) =>
    sessionOf(baseUrl, answer, ''),
  );
}

/** Opens a session with an access token, or gets a new connect token for one that is open. */
export async function openSession(
  baseUrl: string,
  accessToken: string,
  resume: SessionId | null = null,
  options: RequestOptions = {},
): Promise<RequestedSession> {
  const body = resume === null ? {} : { resume };
  const answer = await post(baseUrl, '/sessions', body, accessToken, options);
  return sessionOf(baseUrl, answer, accessToken);
}

function sessionOf(
  baseUrl: string,
  answer: Readonly<Record<string, unknown>>,
  accessToken: string,
): RequestedSession {
  const token = bytesOf(stringOf(answer, 'token'));
  const { session, expires, proxies, transports } = answer;
  const websockets = (transports as { readonly websocket?: unknown } | undefined)?.websocket ?? [];
  const isWhole = token.length === TOKEN_BYTES && Number.isSafeInteger(session);
  if (
    !isWhole ||
    typeof expires !== 'number' ||
    !isListOfText(proxies) ||
    !isListOfText(websockets)
  )
    throw notAGateway(baseUrl);
  return {
    token,
    session: sessionId(Number(session)),
    account: stringOf(answer, 'account'),
    proxies,
    websockets,
    expiresMs: expires,
    accessToken,
  };
}

/** `host:port` or `[host]:port` of a session's proxy. */
export function addressOf(proxy: string): DatagramAddress {
  const at = proxy.lastIndexOf(':');
  return { host: proxy.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(proxy.slice(at + 1)) };
}

async function post(
  baseUrl: string,
  path: string,
  body: object,
  accessToken: string | null,
  { signal }: RequestOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const limit = AbortSignal.timeout(GATEWAY_REQUEST_LIMITS.clientWaitMs);
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(new URL(path, baseUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    status = response.status;
    answer = await response.json();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof SyntaxError) throw notAGateway(baseUrl);
    throw new AtlasError('ATLAS_CONNECT_TIMEOUT', `the gateway at ${baseUrl} does not answer`, {
      cause,
      hint: 'Start it, or correct the address.',
    });
  }
  if (typeof answer !== 'object' || answer === null) throw notAGateway(baseUrl);
  const fields = answer as Readonly<Record<string, unknown>>;
  if (status === 200) return fields;
  const code = String(fields['code']);
  if (!isErrorCode(code)) throw notAGateway(baseUrl);
  throw new AtlasError(code, String(fields['message']), { hint: String(fields['hint']) });
}

/** Base64 as bytes, in browsers too; none when it is not base64. */
function bytesOf(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function stringOf(answer: Readonly<Record<string, unknown>>, name: string): string {
  const value = answer[name];
  return typeof value === 'string' ? value : '';
}

function notAGateway(baseUrl: string): AtlasError {
  return new AtlasError('ATLAS_GATEWAY_FAILED', `${baseUrl} does not answer as a gateway`, {
    hint: 'Correct the address; look at its /healthz.',
  });
}
