import { bytesToHex } from '@atlasnet/schemas';
import type { ControlVerdict, FrameVerdict } from '@atlasnet/schemas';
import { InvariantCheck } from './invariant-check.ts';

interface Owner {
  readonly epoch: number;
  readonly process: string;
}

/**
 * I1: at every offset one epoch, and so one owner, counts per region. From the log: every claim in
 * force names an assignment that counts, to that very process; every frame in force is the claimant's. What owners
 * published is compared beside this, where somebody watched their links.
 */
export class OneOwner extends InvariantCheck {
  /** Assignments that count, by epoch. */
  readonly #assigned = new Map<number, { readonly region: number; readonly process: string }>();
  readonly #owners = new Map<number, Owner>();

  constructor() {
    super('I1', 'one epoch, and so one owner, counts per region');
  }

  control(verdict: ControlVerdict): void {
    if (verdict.kind !== 'assigned') return;
    const { region, assignment } = verdict;
    this.#assigned.set(assignment.epoch, { region, process: assignment.process ?? '' });
  }

  /** @param fromStart whether the partition was read from its first record */
  record(region: number, offset: number, verdict: FrameVerdict, fromStart: boolean): void {
    if (verdict.kind === 'claim') this.#claim(region, offset, verdict);
    else if (verdict.kind === 'counts') this.#frame(region, offset, verdict);
    else if (verdict.kind === 'void' && verdict.reason === 'unclaimed-epoch' && fromStart) {
      this.violated('a frame of an epoch that nobody claimed', { region, offset });
    }
  }

  #claim(region: number, offset: number, { claim }: FrameVerdict & { kind: 'claim' }): void {
    const process = bytesToHex(claim.process);
    const assigned = this.#assigned.get(claim.epoch);
    const place = { region, offset };
    const before = this.#owners.get(region);
    this.expect(assigned?.region === region && assigned.process === process, place, () =>
      assigned
        ? `process ${process} claims epoch ${claim.epoch}, which is region ${assigned.region}'s for ${assigned.process}`
        : `process ${process} claims epoch ${claim.epoch}, which no counting assignment made`,
    );
    this.expect(before === undefined || before.epoch < claim.epoch, place, () => {
      return `epoch ${claim.epoch} is claimed after ${before?.epoch}`;
    });
    this.#owners.set(region, { epoch: claim.epoch, process });
  }

  #frame(region: number, offset: number, { frame }: FrameVerdict & { kind: 'counts' }): void {
    const owner = this.#owners.get(region);
    // Read from a checkpoint, the claim lies before: the first frame says who owns.
    if (!owner || owner.epoch < frame.epoch) {
      this.#owners.set(region, { epoch: frame.epoch, process: bytesToHex(frame.process) });
    }
    const process = bytesToHex(frame.process);
    this.expect(
      !owner || (owner.process === process && owner.epoch === frame.epoch),
      { region, offset, tick: frame.tick },
      () =>
        `process ${process} wrote a frame that counts in epoch ${owner?.epoch} of ${owner?.process}`,
    );
  }
}
