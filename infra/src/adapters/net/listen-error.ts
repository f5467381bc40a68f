import { AtlasError } from '@atlasnet/schemas';

/** What a listener wanted, for its error. */
export interface ListenWish {
  readonly host: string;
  readonly port: number;
  /** The configuration key that gave the port. */
  readonly key: string;
}

/** An address that could not be bound, as an error of the closed list; others come back unchanged. */
export function listenError(error: unknown, wish: ListenWish): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const details = { host: wish.host, port: wish.port, key: wish.key };
  if (code === 'EADDRINUSE') {
    return new AtlasError(
      'ATLAS_PORT_IN_USE',
      `port ${wish.port} on ${wish.host} (${wish.key}) is in use by another program`,
      {
        details,
        cause: error,
        hint: `End that program, or give another port: --${wish.key} PORT.`,
      },
    );
  }
  if (code === 'EACCES') {
    return new AtlasError(
      'ATLAS_PORT_IN_USE',
      `port ${wish.port} on ${wish.host} (${wish.key}) may not be opened by this user`,
      { details, cause: error, hint: `Take a port above 1023: --${wish.key} PORT.` },
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new AtlasError(
      'ATLAS_CONFIG_INVALID',
      `${wish.host} is no address of this machine, so port ${wish.port} (${wish.key}) cannot be opened`,
      { details, cause: error, hint: 'Correct the bindHost; 0.0.0.0 takes every address.' },
    );
  }
  return error;
}
