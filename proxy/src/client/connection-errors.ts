import { AtlasError } from '@atlasnet/schemas';
import type { DatagramAddress } from '@atlasnet/schemas';
import type { NetcodeClientState } from '../netcode/netcode-client.ts';

/** A local address for a socket that reaches this server. */
export function anyPort(server: DatagramAddress | null): DatagramAddress {
  const host = server?.host ?? '0.0.0.0';
  if (host.startsWith('127.')) return { host: '127.0.0.1', port: 0 };
  return { host: host.includes(':') ? '::' : '0.0.0.0', port: 0 };
}

export function closedError(why: string): AtlasError {
  return new AtlasError('ATLAS_LINK_CLOSED', why);
}

/**
 * The error that ends a client in this state; null for the states on the way and when connected.
 */
export function stateError(state: NetcodeClientState): AtlasError | null {
  switch (state) {
    case 'connect-token-expired':
    case 'invalid-connect-token':
      return new AtlasError('ATLAS_TOKEN_INVALID', 'the connect token is not valid (any more)', {
        hint: 'ask the gateway for a new one',
      });
    case 'connection-denied':
      return new AtlasError(
        'ATLAS_SESSION_REFUSED',
        'the server is full, or the connect token was used before',
        { hint: 'ask the gateway for a new token, or for another proxy' },
      );
    case 'connection-request-timed-out':
    case 'connection-response-timed-out':
    case 'connection-timed-out':
      return new AtlasError('ATLAS_CONNECT_TIMEOUT', 'the server does not answer');
    case 'disconnected':
      return closedError('the server ended the connection');
    default:
      return null;
  }
}
