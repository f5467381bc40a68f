import { AtlasError } from '@atlasnet/schemas';
import type { ErrorCode } from '@atlasnet/schemas';

/** What a client is answered instead of what it asked for. */
export interface HttpRefusal {
  readonly status: number;
  readonly body: { readonly code: ErrorCode; readonly message: string; readonly hint: string };
  /** For 429 and 503: when to try again. */
  readonly retryAfterSeconds: number | null;
}

const STATUSES: Partial<Record<ErrorCode, number>> = {
  ATLAS_GATEWAY_REQUEST_INVALID: 400,
  ATLAS_TOKEN_INVALID: 401,
  ATLAS_GATEWAY_LOGIN_REFUSED: 401,
  ATLAS_GATEWAY_ADMIN_REFUSED: 401,
  ATLAS_SESSION_BANNED: 403,
  ATLAS_GATEWAY_NOT_FOUND: 404,
  ATLAS_SESSION_REFUSED: 409,
  ATLAS_SESSION_TAKEN_OVER: 409,
  ATLAS_GATEWAY_RATE_LIMITED: 429,
  ATLAS_GATEWAY_LOGIN_UNAVAILABLE: 503,
  ATLAS_GATEWAY_NO_PROXY: 503,
};

/** A problem of ours. */
export const FAILED = 500;

/**
 * Every error as an answer. Details, cause and stack stay here, and what went wrong behind the gateway
 * is no client's business beyond its code.
 */
export function refusalOf(error: unknown): HttpRefusal {
  const found = error instanceof AtlasError ? error : clientError(error);
  const status = found && STATUSES[found.code];
  if (found && status) return refusal(found, status);
  const masked = new AtlasError(
    found?.code ?? 'ATLAS_GATEWAY_FAILED',
    'the gateway cannot answer now',
    { hint: 'Try again in a moment; its log says more.' },
  );
  return refusal(masked, found?.retriable === true ? 503 : FAILED);
}

function refusal(error: AtlasError, status: number): HttpRefusal {
  const { code, message, hint, details } = error;
  const waitMs = typeof details['retryAfterMs'] === 'number' ? details['retryAfterMs'] : 1000;
  const isTemporary = status === 429 || status === 503;
  return {
    status,
    body: { code, message, hint },
    retryAfterSeconds: isTemporary ? Math.ceil(waitMs / 1000) : null,
  };
}

/** What fastify found wrong with a request: a body too large, not JSON, or not as its schema says. */
function clientError(error: unknown): AtlasError | null {
  const { statusCode, validation, message } = error as {
    statusCode?: unknown;
    validation?: unknown;
    message?: unknown;
  };
  const isClients = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  if (!isClients) return null;
  // A validation message names the field and the rule, never the value.
  const problem = validation === undefined ? `it is refused (${statusCode})` : String(message);
  return new AtlasError('ATLAS_GATEWAY_REQUEST_INVALID', `the request is malformed: ${problem}`, {
    hint: 'GET /openapi.json describes every request.',
  });
}
