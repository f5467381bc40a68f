import { AtlasError } from '../errors.ts';
import type { Epoch, RegionId } from '../ids.ts';
import { decodeMessage, logMessages } from '../records/messages.ts';
import type { Claim, Frame, FramePart, FrameRecord } from '../records/messages.ts';

/**
 * Parts of one frame. At the smallest sensible part of 64 kB this is a frame of 64 MB, more than a
 * region can hold; it bounds what a reader keeps for a frame that never ends.
 */
export const FRAME_PARTS_MAX = 1024;
/** Bytes of one frame put together from parts: a reader never buffers more than this. */
export const FRAME_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Why a record does not count.
 * - `claim-not-higher`: a claim whose epoch is not above the current one.
 * - `stale-epoch`: of an owner that was superseded.
 * - `unclaimed-epoch`: above the current epoch without a claim. For a reader that began at offset 0
 *   it is a bug of the writer; for one that began at a checkpoint it proves a wrong start (C2).
 * - `number`: not the last accepted n + 1, so a copy, a late record or a reordered one.
 * - `parts`: a part out of its place, or a whole frame between the parts of another (L6).
 * - `malformed`: parts that together are no frame, or a record without a body.
 * - `other-region`: it names another region than the partition it lies in.
 */
export type VoidReason =
  | 'claim-not-higher'
  | 'stale-epoch'
  | 'unclaimed-epoch'
  | 'number'
  | 'parts'
  | 'malformed'
  | 'other-region';

/**
 * What a record of the frames topic means to every reader alike (O3).
 * `part`: accepted, and its frame counts with the last part (L6).
 */
export type FrameVerdict =
  | { readonly kind: 'claim'; readonly claim: Claim }
  | {
      readonly kind: 'counts';
      readonly frame: Frame;
      /** Of the frame's first record: itself, or its first part. */
      readonly firstOffset: number;
    }
  | { readonly kind: 'part' }
  | { readonly kind: 'void'; readonly reason: VoidReason };

/** Where a reader stands: the last counted frame of a verified checkpoint, say. */
export interface GatePosition {
  readonly epoch: number;
  readonly n: number;
}

interface PendingFrame {
  readonly count: number;
  readonly firstOffset: number;
  readonly slices: Uint8Array[];
  bytes: number;
}

/**
 * Decides which records of one region's partition count (rules O2, O3, L6). It is the only reader of
 * epochs and numbers: owners, standbys, proxies, watchdogs and replay all pass every record through
 * one, in offset order and without a gap (L5), so all of them decide alike.
 *
 * (epoch, n) names a frame; n of a frame in parts is that of its last part.
 */
export class FrameGate {
  readonly region: RegionId;
  #epoch: number;
  #n: number;
  #countedN: number;
  #pending: PendingFrame | null = null;

  /** Starts before the partition's first record, or right after the frame that `position` names. */
  constructor(region: RegionId, position: GatePosition = { epoch: 0, n: 0 }) {
    this.region = region;
    this.#epoch = position.epoch;
    this.#n = position.n;
    this.#countedN = position.n;
  }

  /** The epoch in force; 0 before the first claim. */
  get epoch(): Epoch {
    return this.#epoch as Epoch;
  }

  /** The last accepted n under the current epoch, parts included; 0 right after a claim. */
  get n(): number {
    return this.#n;
  }

  /** The n of the last frame that counts under the current epoch; 0 right after a claim. */
  get countedN(): number {
    return this.#countedN;
  }

  /** Whether a frame's first parts are in and its last is not. */
  get midFrame(): boolean {
    return this.#pending !== null;
  }

  /** Whether the next record ends a frame that counts, so that its tick means anything; changes nothing. */
  wouldCount({ frame, part }: FrameRecord): boolean {
    const body = frame ?? part;
    if (!body || body.region !== this.region || body.n !== this.#n + 1) return false;
    if (body.epoch !== this.#epoch || body.epoch === 0) return false;
    if (frame) return this.#pending === null;
    return part !== null && this.#fits(part) && part.index + 1 === part.count;
  }

  /** Takes the record at `offset`; the next call must be for the next offset. */
  apply(record: FrameRecord, offset: number): FrameVerdict {
    if (record.claim) return this.#applyClaim(record.claim);
    const body = record.frame ?? record.part;
    if (!body) return voided('malformed');
    if (body.region !== this.region) return voided('other-region');
    if (body.epoch < this.#epoch) return voided('stale-epoch');
    if (body.epoch > this.#epoch || body.epoch === 0) return voided('unclaimed-epoch');
    if (body.n !== this.#n + 1) return voided('number');
    return record.frame
      ? this.#applyFrame(record.frame, offset)
      : this.#applyPart(body as FramePart, offset);
  }

  #applyClaim(claim: Claim): FrameVerdict {
    if (claim.region !== this.region) return voided('other-region');
    if (claim.epoch <= this.#epoch) return voided('claim-not-higher');
    this.#epoch = claim.epoch;
    this.#n = 0;
    this.#countedN = 0;
    this.#pending = null;
    return { kind: 'claim', claim };
  }

  #applyFrame(frame: Frame, offset: number): FrameVerdict {
    if (this.#pending) return voided('parts');
    this.#n = frame.n;
    this.#countedN = frame.n;
    return { kind: 'counts', frame, firstOffset: offset };
  }

  #applyPart(part: FramePart, offset: number): FrameVerdict {
    if (!this.#fits(part)) return voided('parts');
    const { count } = part;
    const pending = this.#pending ?? { count, firstOffset: offset, slices: [], bytes: 0 };
    if (part.index + 1 < count) {
      pending.slices.push(part.bytes);
      pending.bytes += part.bytes.length;
      this.#pending = pending;
      this.#n = part.n;
      return { kind: 'part' };
    }
    const frame = this.#assemble(pending, part);
    if (!frame) return voided('malformed');
    this.#pending = null;
    this.#n = part.n;
    this.#countedN = part.n;
    return { kind: 'counts', frame, firstOffset: pending.firstOffset };
  }

  /** Whether a part with the right n is also the right one of its frame, within the limits. */
  #fits(part: FramePart): boolean {
    const pending = this.#pending;
    if (!pending) {
      const counted = part.count >= 1 && part.count <= FRAME_PARTS_MAX;
      return counted && part.index === 0 && part.bytes.length <= FRAME_BYTES_MAX;
    }
    return (
      part.count === pending.count &&
      part.index === pending.slices.length &&
      pending.bytes + part.bytes.length <= FRAME_BYTES_MAX
    );
  }

  /** The whole frame, or null when the parts are none or name another place than their own. */
  #assemble(pending: PendingFrame, last: FramePart): Frame | null {
    const bytes = new Uint8Array(pending.bytes + last.bytes.length);
    let at = 0;
    for (const slice of pending.slices) {
      bytes.set(slice, at);
      at += slice.length;
    }
    bytes.set(last.bytes, at);
    try {
      const frame: Frame = decodeMessage(
        logMessages.Frame,
        bytes,
        'a frame put together from parts',
      );
      const own = frame.region === this.region && frame.epoch === this.#epoch && frame.n === last.n;
      return own ? frame : null;
    } catch (error) {
      if (error instanceof AtlasError) return null;
      throw error;
    }
  }
}

function voided(reason: VoidReason): FrameVerdict {
  return { kind: 'void', reason };
}
