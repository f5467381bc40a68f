import type { CrowdRounds } from './crowd-rounds.ts';
import type { PendingViews } from './pending-views.ts';
import { HANDLE_FREE, HANDLE_LEAVING, HANDLE_LIVING, NEVER } from './view-handles.ts';
import type { ViewHandles } from './view-handles.ts';

/** What a message said of a handle, in the low bits of a pending entry. */
export const SAID_VALUES = 0;
/** Against a whole entity that the client may not have: no baseline, though it arrives. */
export const SAID_VALUES_UNSURE = 1;
export const SAID_WHOLE = 2;
export const SAID_GONE = 3;

/** The client has the message of a record: what it said is what differences may count from. */
export function takeDelivered(handles: ViewHandles, pending: PendingViews, at: number): void {
  const tick = pending.tick(at);
  for (let i = 0; i < pending.count(at); i++) {
    const entry = pending.said(at, i);
    const handle = entry >>> 2;
    const said = entry & 3;
    if (said === SAID_VALUES) {
      handles.confirm(handle, tick);
      continue;
    }
    if (tick < handles.born(handle)) continue;
    if (said === SAID_GONE) {
      if (handles.state(handle) === HANDLE_LEAVING) handles.release(handle);
    } else if (said === SAID_VALUES_UNSURE) {
      // It may have come before the whole entity that it builds on: then nobody read it.
      if (handles.state(handle) === HANDLE_LIVING && handles.sent(handle) === tick) {
        handles.setSent(handle, handles.known(handle));
      }
    } else if (said === SAID_WHOLE && tick < handles.whole(handle)) {
      // A newer whole entity is on its way, and what is sent builds on that one: should it be
      // lost, it must be sent again.
      continue;
    } else if (tick > handles.base(handle)) {
      handles.setBase(handle, tick);
    }
  }
}

/** The message of a record is lost: what it said is to be said again. */
export function takeLost(
  handles: ViewHandles,
  pending: PendingViews,
  at: number,
  rounds: CrowdRounds | null,
): void {
  const tick = pending.tick(at);
  for (let i = 0; i < pending.count(at); i++) {
    const entry = pending.said(at, i);
    const handle = entry >>> 2;
    if (tick < handles.born(handle) || handles.state(handle) === HANDLE_FREE) continue;
    if (handles.state(handle) === HANDLE_LEAVING) {
      const unsaid = (entry & 3) === SAID_GONE && handles.sent(handle) === tick;
      if (unsaid) handles.setSent(handle, NEVER);
      continue;
    }
    if (handles.whole(handle) === tick && handles.base(handle) === NEVER) {
      handles.setWhole(handle, NEVER);
      handles.setSent(handle, NEVER);
    }
    if (handles.sent(handle) !== tick) continue;
    handles.setSent(handle, handles.known(handle));
    rounds?.miss(handle);
  }
}
