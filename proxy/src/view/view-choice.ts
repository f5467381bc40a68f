import type { CrowdRounds } from './crowd-rounds.ts';
import { chooseByPriority } from './priority.ts';
import { HANDLE_FREE, HANDLE_LEAVING, HANDLE_LIVING, NEVER } from './view-handles.ts';
import type { ViewHandles } from './view-handles.ts';
import type { ViewScratch } from './view-scratch.ts';

/** What an update is taken to cost when it is decided how many fit; in a crowd it is measured. */
const UPDATE_BYTES = 6;
const SPAWN_BYTES = 24;
/** Below so many in sight all are looked at every tick, though not all fit. */
const CROWD_LEAST = 150;

/** Whose view it is. */
interface Viewer {
  readonly handles: ViewHandles;
  readonly centre: { readonly at: readonly number[] };
}

/** Whether there are so many in sight that a view of `room` bytes tells of them by turns. */
export function isCrowd({ living }: ViewHandles, room: number): boolean {
  return living >= CROWD_LEAST && living * UPDATE_BYTES > room;
}

/** Sorts the handles by what has to be said of them, and keeps what there is room for, by priority. */
export function chooseOfAll(scratch: ViewScratch, viewer: Viewer, room: number): void {
  collect(scratch, viewer.handles);
  const { spawns, changed } = scratch;
  const wanted = scratch.changedCount * UPDATE_BYTES + scratch.spawnCount * SPAWN_BYTES;
  if (wanted <= room) return;
  scratch.spawnCount = choose(scratch, viewer, spawns, scratch.spawnCount, spawnsMost(room));
  const left = room - scratch.spawnCount * SPAWN_BYTES;
  const most = Math.max(1, Math.floor(left / UPDATE_BYTES));
  scratch.changedCount = choose(scratch, viewer, changed, scratch.changedCount, most);
}

/**
 * The same in a crowd, without a look at all of it: who came or left goes first, as ever, and of who has changed
 * those whose turn it is.
 */
export function chooseOfCrowd(
  scratch: ViewScratch,
  viewer: Viewer,
  rounds: CrowdRounds,
  room: number,
): void {
  const { handles } = viewer;
  const { source, picked, spawns, changed } = scratch;
  scratch.begin(handles.end);
  picked.clear();
  if (handles.unsaid > 0) {
    collectUnsaid(scratch, handles);
    const came = choose(scratch, viewer, spawns, scratch.spawnCount, spawnsMost(room));
    for (let i = 0; i < came; i++) picked.add(spawns[i]);
    scratch.spawnCount = 0;
  }
  const left = room - picked.size * SPAWN_BYTES;
  const most = picked.size + Math.max(1, Math.floor(left / scratch.updateBytes));
  rounds.pick(source, handles, most, picked);
  for (let handle = picked.from(0); handle >= 0; handle = picked.from(handle + 1)) {
    const whole = handles.known(handle) < source.oldest(handles.slot(handle));
    if (whole) spawns[scratch.spawnCount++] = handle;
    else changed[scratch.changedCount++] = handle;
  }
}

/** Who is gone from the world, or has another slot, leaves: interest takes it up again if it is in sight. */
export function leaveGone({ source }: ViewScratch, handles: ViewHandles): void {
  for (let handle = 0; handle < handles.end; handle++) {
    if (handles.state(handle) !== HANDLE_LIVING) continue;
    if (source.id(handles.slot(handle)) !== handles.id(handle)) handles.leave(handle);
  }
}

function collect(scratch: ViewScratch, handles: ViewHandles): void {
  scratch.begin(handles.end);
  const { source, spawns, despawns, changed } = scratch;
  for (let handle = 0; handle < handles.end; handle++) {
    const state = handles.state(handle);
    if (state === HANDLE_FREE) continue;
    const slot = handles.slot(handle);
    if (state === HANDLE_LIVING && source.id(slot) !== handles.id(handle)) {
      // As in leaveGone().
      handles.leave(handle);
    }
    if (handles.state(handle) === HANDLE_LEAVING) {
      if (handles.sent(handle) === NEVER) despawns[scratch.despawnCount++] = handle;
      continue;
    }
    if (source.changed(slot) <= handles.sent(handle)) continue;
    const whole = handles.known(handle) < source.oldest(slot);
    if (whole) spawns[scratch.spawnCount++] = handle;
    else changed[scratch.changedCount++] = handle;
  }
}

function collectUnsaid(scratch: ViewScratch, handles: ViewHandles): void {
  const { spawns, despawns } = scratch;
  for (let handle = 0; handle < handles.end; handle++) {
    if (handles.sent(handle) !== NEVER) continue;
    const state = handles.state(handle);
    if (state === HANDLE_LEAVING) despawns[scratch.despawnCount++] = handle;
    else if (state === HANDLE_LIVING) spawns[scratch.spawnCount++] = handle;
  }
}

function spawnsMost(room: number): number {
  return Math.max(1, Math.floor(room / 2 / SPAWN_BYTES));
}

function choose(
  { source }: ViewScratch,
  { handles, centre }: Viewer,
  list: Int32Array,
  count: number,
  most: number,
): number {
  return chooseByPriority(source, handles, list, count, most, centre.at);
}
