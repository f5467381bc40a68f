import { DevelopmentLogin, JwtLogin, TicketLogin, issuerKeys } from '@atlasnet/proxy';
import type { LoginProvider } from '@atlasnet/proxy';
import { GATEWAY_REQUEST_LIMITS } from './limits.ts';

/** How the configuration says that clients log in. */
export interface LoginOptions {
  readonly kind: LoginProvider['kind'];
  readonly world: string;
  /** How others than this machine reach the gateway; null: they do not. */
  readonly othersCome: string | null;
  /** Development names also where others reach it. */
  readonly allowedBeyond: boolean;
  readonly jwt: { readonly jwksUrl: string; readonly issuer: string; readonly audience: string };
  /** Read only when it is asked for. @throws AtlasError ATLAS_CONFIG_… */
  readonly ticketKey: () => Uint8Array;
}

/** @throws AtlasError ATLAS_CONFIG_INVALID, ATLAS_CONFIG_UNREADABLE */
export function makeLoginProvider(options: LoginOptions): LoginProvider {
  const { kind, world, ticketKey } = options;
  const { jwksUrl, issuer, audience } = options.jwt;
  if (kind === 'development') return new DevelopmentLogin(options);
  if (kind === 'ticket') return new TicketLogin(ticketKey(), world);
  const keys = issuerKeys(new URL(jwksUrl), {
    fetch: (url, init) => fetch(url, init),
    cooldownMs: GATEWAY_REQUEST_LIMITS.issuerKeysCooldownMs,
    timeoutMs: GATEWAY_REQUEST_LIMITS.issuerKeysTimeoutMs,
  });
  return new JwtLogin({ keys, issuer, audience });
}
