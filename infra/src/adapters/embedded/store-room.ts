import { AtlasError } from '@atlasnet/schemas';
import { STORE_BYTES_MAX, STORE_VALUE_BYTES_MAX } from './limits.ts';
import type { TransientStore } from './transient-store.ts';

/** Refuses a value that is too large, or that the store has no room for. */
export function checkStoreRoom(store: TransientStore, key: string, value: Uint8Array): void {
  if (value.length > STORE_VALUE_BYTES_MAX) {
    throw new AtlasError(
      'ATLAS_STORE_VALUE_TOO_LARGE',
      `${key}: a value of ${value.length} bytes is over the limit of ${STORE_VALUE_BYTES_MAX}`,
      { details: { key, bytes: value.length } },
    );
  }
  const bytes = store.bytes + value.length - (store.get(key)?.length ?? 0);
  if (bytes <= STORE_BYTES_MAX) return;
  throw new AtlasError('ATLAS_STORE_DENIED', `${key}: the store is full (${store.bytes} bytes)`, {
    details: { key, bytes },
    hint: 'Use Valkey for a world of this size.',
  });
}
