import { AtlasError } from '@atlasnet/schemas';

/** An error of the library or the server as one of the closed list. */
export function asStoreError(place: string, error: unknown): AtlasError {
  if (error instanceof AtlasError) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (isDenial(error)) {
    return new AtlasError(
      'ATLAS_STORE_DENIED',
      `the store at ${place} denies access: ${said.split(',')[0]}`,
      {
        cause: error,
        details: { store: place },
        hint: 'Give store.valkey.username and store.valkey.passwordFile as the store’s ACL wants them.',
      },
    );
  }
  return storeUnreachable(place, error);
}

/** Whether the server refused the login or the command, and will again. */
export function isDenial(error: unknown): error is Error {
  const denial = /^(NOAUTH|WRONGPASS|NOPERM|ERR invalid password|ERR AUTH)/;
  return error instanceof Error && denial.test(error.message);
}

export function storeUnreachable(place: string, error: unknown): AtlasError {
  const said = error instanceof Error ? error.message : String(error);
  return new AtlasError(
    'ATLAS_STORE_UNREACHABLE',
    `the store at ${place} gives no answer: ${said}`,
    {
      cause: error,
      details: { store: place },
      hint: 'Check the address, the network and TLS.',
    },
  );
}
