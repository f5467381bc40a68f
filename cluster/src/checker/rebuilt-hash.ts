import type { Frame } from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import { InvariantCheck } from './invariant-check.ts';

/** I6: the state rebuilt from the log has the hash that the frame at that offset carries. */
export class RebuiltHash extends InvariantCheck {
  constructor() {
    super('I6', "the rebuilt state has the frame's hash");
  }

  frame(region: number, offset: number, frame: Frame, state: RegionState): void {
    const slice = frame.n % Math.max(1, frame.hashSlices);
    const hash = state.hash(slice);
    const same = hash.low >>> 0 === frame.hashLow && hash.high >>> 0 === frame.hashHigh;
    this.expect(same, { region, offset, tick: frame.tick }, () => {
      return `slice ${slice}: the rebuilt state does not have the hash of the frame`;
    });
  }

  /** A record that counts and cannot be applied: nothing after it can be rebuilt. */
  unreadable(region: number, offset: number, why: string): void {
    this.violated(`the state cannot be rebuilt from here on: ${why}`, { region, offset });
  }
}
