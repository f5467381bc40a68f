import { AtlasError } from '@atlasnet/schemas';

export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
}

const DEFAULT_PORT = 6379;

/** Reads `host:port` or a redis:, rediss:, valkey: or valkeys: URL. @throws ATLAS_CONFIG_INVALID */
export function parseStoreAddress(text: string): StoreAddress {
  const url = parseUrl(text.includes('://') ? text : `redis://${text}`);
  const scheme = url?.protocol ?? '';
  const database = Number(url?.pathname.replace(/^\//, '') || 0);
  const known = ['redis:', 'rediss:', 'valkey:', 'valkeys:'].includes(scheme);
  if (url === null || !known || url.hostname === '' || !Number.isInteger(database)) {
    // Not the text itself: it may hold a password.
    throw new AtlasError('ATLAS_CONFIG_INVALID', 'the store’s address cannot be read', {
      hint: 'Write host:port, or redis://user:password@host:port/0 (rediss: for TLS).',
    });
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database,
    tls: scheme === 'rediss:' || scheme === 'valkeys:',
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
