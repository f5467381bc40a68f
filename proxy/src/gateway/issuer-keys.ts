import { createRemoteJWKSet, customFetch } from 'jose';
import type { FetchImplementation, JWTVerifyGetKey } from 'jose';

export interface IssuerKeysOptions {
  readonly fetch: FetchImplementation;
  /** Between two readings at least, whatever key ids strangers name. */
  readonly cooldownMs: number;
  readonly timeoutMs: number;
}

/** The public keys of an external issuer, read from its JWKS when they are first needed. */
export function issuerKeys(url: URL, options: IssuerKeysOptions): JWTVerifyGetKey {
  return createRemoteJWKSet(url, {
    cooldownDuration: options.cooldownMs,
    timeoutDuration: options.timeoutMs,
    [customFetch]: options.fetch,
  });
}
