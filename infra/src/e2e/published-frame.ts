import type { PublishedFrame } from '@atlasnet/cluster';
import { ByteReader } from '@atlasnet/schemas';

/** Field 4 of interlink.proto's LinkMessage, a slice; all that it names comes first in it. */
const SLICE_TAG = (4 << 3) | 2;
const REGION_TAG = 1 << 3;
const OFFSET_TAG = 2 << 3;
const EPOCH_TAG = 3 << 3;
const N_TAG = 4 << 3;

/**
 * The frame that a link message shows a slice of; null for any other message, and for a slice that names no frame. Two
 * thirds of all messages are slices: of each only the first bytes are read.
 */
export function publishedFrame(message: Uint8Array): PublishedFrame | null {
  const reader = new ByteReader(message, 'a link message');
  if (reader.varint() !== SLICE_TAG) return null;
  const end = reader.varint() + reader.position;
  const named = { region: 0, offset: 0, epoch: 0, n: 0 };
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag === REGION_TAG) named.region = reader.varint53();
    else if (tag === OFFSET_TAG) named.offset = reader.varint53();
    else if (tag === EPOCH_TAG) named.epoch = reader.varint53();
    else if (tag === N_TAG) named.n = reader.varint53();
    else break;
  }
  return named.offset === 0 ? null : named;
}
