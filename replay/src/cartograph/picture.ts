import type { RegionState } from '@atlasnet/cluster';

/** Begins every binary message: "ATLC", little-endian. */
const MAGIC = 0x434c5441;
const HEADER_BYTES = 40;
const NOBODY = 0xffffffff;

/** What a page draws at one moment: points, and where handoffs happened. Metres. */
export interface Picture {
  readonly live: boolean;
  readonly tick: number;
  /** x, y of each entity. */
  readonly positions: Float32Array;
  /** The region of each entity. */
  readonly regions: Uint16Array;
  /** x, y of each handoff since the picture before. */
  readonly flashes: Float32Array;
  /** Index of the entity that is followed, or −1. */
  readonly followed: number;
}

/** The entities of some regions as a picture. */
export function pictureOf(
  states: Iterable<RegionState>,
  options: {
    readonly live: boolean;
    readonly tick: number;
    readonly flashes: readonly number[];
    readonly follow: number;
  },
): Picture {
  const list = [...states];
  const count = list.reduce((sum, { table }) => sum + table.count, 0);
  const positions = new Float32Array(count * 2);
  const regions = new Uint16Array(count);
  let at = 0;
  let followed = -1;
  for (const { table, region, schema } of list) {
    const [x, y] = table.lanes;
    const quantum = schema.positionQuantumM;
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length && at < count; i++) {
      const slot = slots[i];
      positions[at * 2] = x[slot] * quantum;
      positions[at * 2 + 1] = y[slot] * quantum;
      regions[at] = region;
      if (table.ids[slot] === options.follow) followed = at;
      at += 1;
    }
  }
  const { live, tick } = options;
  return { live, tick, positions, regions, flashes: Float32Array.from(options.flashes), followed };
}

/** The id of the entity that is nearest to a place and within a radius, metres; 0 when there is none. */
export function entityNear(
  states: Iterable<RegionState>,
  place: { readonly x: number; readonly y: number; readonly radiusM: number },
): number {
  let nearest = 0;
  let nearestM = place.radiusM;
  for (const { table, schema } of states) {
    const [x, y] = table.lanes;
    const quantum = schema.positionQuantumM;
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      const awayM = Math.hypot(x[slot] * quantum - place.x, y[slot] * quantum - place.y);
      if (awayM > nearestM) continue;
      nearest = table.ids[slot];
      nearestM = awayM;
    }
  }
  return nearest;
}

/**
 * A picture as one message: a header, then the arrays one after the other, so that the page draws
 * views of the message without copying (docs/replay.md).
 */
export function encodePicture(picture: Picture): Uint8Array {
  const { positions, regions, flashes } = picture;
  const floats = positions.byteLength + flashes.byteLength;
  const bytes = new Uint8Array(HEADER_BYTES + floats + regions.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, picture.live ? 1 : 0, true);
  view.setFloat64(8, picture.tick, true);
  view.setUint32(16, regions.length, true);
  view.setUint32(20, flashes.length / 2, true);
  view.setUint32(24, picture.followed < 0 ? NOBODY : picture.followed, true);
  new Float32Array(bytes.buffer, HEADER_BYTES, positions.length).set(positions);
  const flashesAt = HEADER_BYTES + positions.byteLength;
  new Float32Array(bytes.buffer, flashesAt, flashes.length).set(flashes);
  new Uint16Array(bytes.buffer, HEADER_BYTES + floats, regions.length).set(regions);
  return bytes;
}

/** Null when the bytes are no picture. The arrays are views of the buffer. */
export function decodePicture(buffer: ArrayBuffer): Picture | null {
  if (buffer.byteLength < HEADER_BYTES) return null;
  const view = new DataView(buffer);
  const count = view.getUint32(16, true);
  const flashes = view.getUint32(20, true);
  const size = HEADER_BYTES + count * 10 + flashes * 8;
  if (view.getUint32(0, true) !== MAGIC || buffer.byteLength !== size) return null;
  const followed = view.getUint32(24, true);
  const flashesAt = HEADER_BYTES + count * 8;
  return {
    live: view.getUint32(4, true) === 1,
    tick: view.getFloat64(8, true),
    positions: new Float32Array(buffer, HEADER_BYTES, count * 2),
    flashes: new Float32Array(buffer, flashesAt, flashes * 2),
    regions: new Uint16Array(buffer, flashesAt + flashes * 8, count),
    followed: followed === NOBODY ? -1 : followed,
  };
}
