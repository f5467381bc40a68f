import { sleep } from '@atlasnet/schemas';
import { RehearsalStage } from './rehearsal-stage.ts';
import type { RehearsalStageOptions } from './rehearsal-stage.ts';

/** Enough for an engine to compile most of what a packet and a view run, in steps of a few milliseconds. */
const CLIENTS = 24;
const TICKS = 100;

export interface RehearsalOptions extends Omit<RehearsalStageOptions, 'clients'> {
  readonly signal: AbortSignal;
}

/**
 * Serves made-up clients and throws them away: while its code is not compiled a proxy takes several times as
 * long for a packet, and hundreds who join in its first second would fill its socket.
 */
export async function rehearse(options: RehearsalOptions): Promise<void> {
  const stage = new RehearsalStage({ ...options, clients: CLIENTS });
  for (let tick = 0; tick < TICKS; tick++) {
    stage.begin();
    stage.receive();
    stage.hearRegion();
    stage.sendViews();
    stage.update();
    if (!(await sleep(options.clock, 1, options.signal))) return;
  }
}
