import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';

/** Of the bytes below. A reader that finds another takes the entry for missing: it is only a hint. */
const DIRECTORY_VERSION = 1;
/** Longest account of a session, bytes: as the gateway's, with room. */
const ACCOUNT_BYTES_MAX = 1024;
/** Of a session's numbers, each up to 8 bytes, and its account's length. */
const SESSION_BYTES = 4 * 8 + 5;

/** Where a session is, as its region tells. */
export interface SessionPlace {
  readonly session: number;
  readonly account: string;
  readonly generation: number;
  /** 0: it has none. */
  readonly avatar: number;
  /** As SessionState's: here, away, lingering, … */
  readonly status: number;
}

/** The counted frame after which a region's directory was taken. */
export interface DirectoryCut {
  readonly region: number;
  readonly epoch: number;
  readonly n: number;
  /** Of the frame in the frames topic. */
  readonly offset: number;
  readonly tick: number;
}

/** Who is in a region: the entity → region and client → session hints of the transient store. */
export interface RegionDirectory extends DirectoryCut {
  /** Ascending. */
  readonly entities: readonly number[];
  /** Ascending by session. */
  readonly sessions: readonly SessionPlace[];
}

/**
 * Encodes what a directory lists: ids as differences, two bytes each for ids of one maker, since a
 * region may hold 100,000 of them and is written again every few seconds.
 * @param ids ascending; only the first `count` are read
 */
export function encodeDirectoryBody(
  ids: ArrayLike<number>,
  count: number,
  sessions: Iterable<SessionPlace>,
): Uint8Array {
  const writer = new ByteWriter(64 + count * 3);
  writer.ensure(5);
  writer.varint(count);
  let before = 0;
  for (let i = 0; i < count; i++) {
    writer.ensure(8);
    writer.varint53(ids[i] - before);
    before = ids[i];
  }
  const sorted = Array.from(sessions).sort((a, b) => a.session - b.session);
  writer.ensure(5);
  writer.varint(sorted.length);
  for (const { session, account, generation, avatar, status } of sorted) {
    writer.ensure(SESSION_BYTES);
    writer.varint53(session);
    writer.varint53(generation);
    writer.varint53(avatar);
    writer.varint53(status);
    writer.text(account);
  }
  return writer.slice();
}

/** A directory entry: the cut, and the body as it was at that cut. */
export function encodeDirectory(cut: DirectoryCut, body: Uint8Array): Uint8Array {
  const writer = new ByteWriter(48 + body.length);
  writer.varint(DIRECTORY_VERSION);
  for (const each of [cut.region, cut.epoch, cut.n, cut.offset, cut.tick]) writer.varint53(each);
  writer.bytes.set(body, writer.position);
  writer.position += body.length;
  return writer.slice();
}

/**
 * Reads a directory entry. The store is untrusted input.
 * @throws AtlasError ATLAS_RECORD_MALFORMED
 */
export function decodeDirectory(bytes: Uint8Array): RegionDirectory {
  const reader = new ByteReader(bytes, 'a directory entry', 'ATLAS_RECORD_MALFORMED');
  if (reader.varint() !== DIRECTORY_VERSION) reader.fail('its version is another');
  const [region, epoch, n, offset, tick] = Array.from({ length: 5 }, () => reader.varint53());
  const entities: number[] = [];
  let id = 0;
  for (let left = reader.count(); left > 0; left--) {
    id += reader.varint53();
    entities.push(id);
  }
  const sessions: SessionPlace[] = [];
  for (let left = reader.count(5); left > 0; left--) {
    const [session, generation, avatar, status] = Array.from({ length: 4 }, () =>
      reader.varint53(),
    );
    sessions.push({ session, generation, avatar, status, account: reader.text(ACCOUNT_BYTES_MAX) });
  }
  reader.finish();
  return { region, epoch, n, offset, tick, entities, sessions };
}
