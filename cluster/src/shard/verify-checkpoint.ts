import { AtlasError } from '@atlasnet/schemas';
import type { RegionSnapshot } from '@atlasnet/schemas';
import { RegionState } from '../core/region-state.ts';
import { frameAt } from './frame-at.ts';
import type { FramePlace } from './frame-at.ts';

/** A cut, and the frame that it says it follows. */
export interface NamedCut {
  readonly epoch: number;
  readonly n: number;
  readonly offset: number;
  readonly snapshot: RegionSnapshot;
}

/** The state that a verified cut holds, or why it is not verified. */
export type CutVerdict =
  | { readonly state: RegionState; readonly why: null }
  | { readonly state: null; readonly why: string };

/**
 * C2: a cut is verified when the frame at its offset, put together where it goes in parts, has its epoch and n, and
 * the state that the cut holds has that frame's hash. What the cut says of its own hash proves nothing: whoever
 * writes a state that never counted says that one's.
 * @throws AtlasError one that is retriable, when the log does not answer
 */
export async function verifyCheckpoint(place: FramePlace, cut: NamedCut): Promise<CutVerdict> {
  const { region } = place;
  const refuse = (why: string): CutVerdict => ({ state: null, why });
  try {
    if (cut.snapshot.region !== region) return refuse(`it is of region ${cut.snapshot.region}`);
    const frame = await frameAt(place, cut.offset);
    if (frame?.epoch !== cut.epoch || frame.n !== cut.n) return refuse('another frame is there');
    const state = RegionState.fromSnapshot(cut.snapshot);
    const hash = state.hash(frame.n % Math.max(1, frame.hashSlices));
    if (hash.low >>> 0 !== frame.hashLow || hash.high >>> 0 !== frame.hashHigh) {
      return refuse('the frame there has another state hash');
    }
    return { state, why: null };
  } catch (error) {
    if (!(error instanceof AtlasError) || error.retriable) throw error;
    return refuse(error.message);
  }
}
