import type { LoginProvider } from '@atlasnet/proxy';
import { makeLoginProvider } from '../gateway/login-from-config.ts';
import { bindHostOf } from './config/index.ts';
import type { Config } from './config/index.ts';
import { isLoopback } from './config/checks.ts';
import { ticketKeyOf } from './service-options.ts';

/** Whom the gateway lets in, and how often it may be asked, by who reaches it. */
export interface GatewayAdmission {
  /** Only this machine reaches it. */
  readonly isLocal: boolean;
  readonly provider: LoginProvider;
  /** Requests of one address a minute; null: not counted. */
  readonly requestsPerMinuteMax: number | null;
}

/** @throws AtlasError ATLAS_CONFIG_INVALID, ATLAS_CONFIG_UNREADABLE */
export function gatewayAdmission(config: Config): GatewayAdmission {
  const { gateway, world } = config;
  const othersCome = howOthersCome(config);
  const provider = makeLoginProvider({
    kind: gateway.login,
    world: world.name,
    othersCome,
    allowedBeyond: gateway.developmentBeyondLoopback,
    jwt: { ...gateway.jwt },
    ticketKey: () => ticketKeyOf(config),
  });
  // Bots by the thousand come from one address; with a name as the only proof, nothing is guarded.
  const isUncounted = othersCome === null && gateway.login === 'development';
  return {
    isLocal: othersCome === null,
    provider,
    requestsPerMinuteMax: isUncounted ? null : gateway.requestsPerMinuteMax,
  };
}

/** How others than this machine reach the gateway; null: they do not. */
function howOthersCome(config: Config): string | null {
  const host = bindHostOf(config, config.gateway.bindHost);
  if (!isLoopback(host)) return `it binds ${host}`;
  // Whoever names a reverse proxy has one, and it brings others to loopback too.
  const { trustedProxies } = config.gateway;
  if (trustedProxies.length === 0) return null;
  return `gateway.trustedProxies names ${trustedProxies.join(', ')}`;
}
