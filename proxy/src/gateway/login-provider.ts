import { AtlasError } from '@atlasnet/schemas';
import { jwtVerify, errors } from 'jose';
import type { JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { ACCOUNT_BYTES_MAX } from '../netcode/connect-token-user-data.ts';
import { GATEWAY_LIMITS } from './limits.ts';

/** What a client proves itself with; which of them is asked for depends on the provider. */
export interface LoginRequest {
  readonly name?: string | undefined;
  readonly token?: string | undefined;
  readonly ticket?: string | undefined;
}

/** Decides who a client is. */
export interface LoginProvider {
  readonly kind: 'development' | 'jwt' | 'ticket';
  /**
   * The account of whoever asks.
   * @throws AtlasError ATLAS_GATEWAY_REQUEST_INVALID, ATLAS_GATEWAY_LOGIN_REFUSED, ATLAS_GATEWAY_LOGIN_UNAVAILABLE
   */
  login(request: LoginRequest, nowUnixMs: number): Promise<string>;
}

/** Takes any name without proof. Only for one's own machine and for tests. */
export class DevelopmentLogin implements LoginProvider {
  readonly kind = 'development';

  /**
   * @param where othersCome: how others than this machine reach the gateway; null: they do not
   * @throws AtlasError ATLAS_CONFIG_INVALID when they do and nobody allowed it
   */
  constructor(where: { readonly othersCome: string | null; readonly allowedBeyond: boolean }) {
    if (where.othersCome === null || where.allowedBeyond) return;
    throw new AtlasError(
      'ATLAS_CONFIG_INVALID',
      `gateway.login is development, which takes any name without proof, but others reach the gateway: ${where.othersCome}`,
      { hint: 'Set gateway.login to jwt or ticket, or gateway.developmentBeyondLoopback to true.' },
    );
  }

  async login({ name }: LoginRequest): Promise<string> {
    return checkAccount(required('name', name).normalize('NFC').trim());
  }
}

export interface JwtLoginOptions {
  /** The issuer's keys, by JWKS. */
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}

/** Signatures that only the issuer can make; none of them takes a shared secret. */
const ASYMMETRIC = [
  ...['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512'],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
];

/** Takes a JWT of an external issuer; the account is its subject. */
export class JwtLogin implements LoginProvider {
  readonly kind = 'jwt';
  readonly #options: JwtLoginOptions;

  constructor(options: JwtLoginOptions) {
    this.#options = options;
  }

  async login({ token }: LoginRequest, nowUnixMs: number): Promise<string> {
    const { keys, issuer, audience } = this.#options;
    return subjectOf(required('token', token), keys, {
      algorithms: ASYMMETRIC,
      issuer,
      audience,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(nowUnixMs),
    });
  }
}

/**
 * Takes a ticket of the studio's own backend: a JWT signed with a key that both share (HS256), for
 * this world as audience, valid ten minutes at most.
 */
export class TicketLogin implements LoginProvider {
  readonly kind = 'ticket';
  readonly #key: Uint8Array;
  readonly #world: string;

  constructor(key: Uint8Array, world: string) {
    this.#key = key;
    this.#world = world;
  }

  async login({ ticket }: LoginRequest, nowUnixMs: number): Promise<string> {
    return subjectOf(required('ticket', ticket), () => this.#key, {
      algorithms: ['HS256'],
      audience: this.#world,
      requiredClaims: ['sub', 'exp', 'iat'],
      maxTokenAge: GATEWAY_LIMITS.ticketSecondsMax,
      currentDate: new Date(nowUnixMs),
    });
  }
}

async function subjectOf(
  jwt: string,
  key: JWTVerifyGetKey | (() => Uint8Array),
  options: JWTVerifyOptions,
): Promise<string> {
  const clockTolerance = GATEWAY_LIMITS.clockToleranceSeconds;
  try {
    const { payload } = await jwtVerify(jwt, key, { clockTolerance, ...options });
    return checkAccount(payload.sub ?? '');
  } catch (error) {
    if (error instanceof AtlasError) throw error;
    if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
      throw new AtlasError('ATLAS_GATEWAY_LOGIN_UNAVAILABLE', "the issuer's keys cannot be read", {
        cause: error,
        hint: 'Try again; check gateway.jwt.jwksUrl if it goes on.',
      });
    }
    throw refused(reasonOf(error));
  }
}

/** What the bearer may know: never a key, a claim's value, or what the check computed. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `its ${error.claim} does not fit`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  if (error instanceof errors.JWKSNoMatchingKey) return 'its key is none of the issuer';
  return 'it is no signed token of an accepted kind';
}

function required(field: 'name' | 'token' | 'ticket', value: string | undefined): string {
  if (value !== undefined && value.length <= GATEWAY_LIMITS.credentialCharacters) return value;
  const problem = value === undefined ? 'is needed' : 'is too long';
  throw new AtlasError('ATLAS_GATEWAY_REQUEST_INVALID', `to log in here, "${field}" ${problem}`, {
    details: { field },
    hint: `Send {"${field}": "…"} as JSON.`,
  });
}

/** An account's name as every record and token carries it. */
/** @throws AtlasError ATLAS_GATEWAY_LOGIN_REFUSED for what cannot be an account's name */
export function checkAccount(account: string): string {
  const bytes = new TextEncoder().encode(account).length;
  // Control and format characters, and halves of surrogate pairs, look like other names or like none.
  if (bytes >= 1 && bytes <= ACCOUNT_BYTES_MAX && !/\p{C}/u.test(account)) return account;
  throw refused(`an account name has 1 to ${ACCOUNT_BYTES_MAX} bytes, all of them printable`);
}

function refused(problem: string): AtlasError {
  return new AtlasError('ATLAS_GATEWAY_LOGIN_REFUSED', `the login is refused: ${problem}`, {
    hint: 'Log in with a fresh token, ticket or name of your own.',
  });
}
