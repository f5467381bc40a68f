import { HandleSet } from './handle-set.ts';
import { kthLargest } from './kth-largest.ts';
import { AVATAR_HANDLE } from './view-format.ts';
import { HANDLE_LIVING, NEVER } from './view-handles.ts';
import type { ViewHandles } from './view-handles.ts';
import type { ViewSource } from './view-source.ts';

/**
 * So many are told of more often: the nearest hundred, and a few who may be among them before who is near is
 * looked up again.
 */
export const NEAR_MOST = 106;
/** And so much more often than the others: 10 Hz where those have 2. */
export const NEAR_WEIGHT = 5;

/** By handle: the square of the distance, negative. One serves all, as it is filled and read in one call. */
let nearness = new Float64Array(1024);
/** The same, in no order. */
let ranked = new Float64Array(1024);

/**
 * Whom a client in a crowd is told of in which tick: the own avatar in each, the others in two rounds, one of who is
 * near and one of all others. A tick goes on in each round where the last one stopped, as far as there is room, so
 * none is looked at whose turn has not come, and with less room all wait longer alike.
 */
export class CrowdRounds {
  readonly #near = new HandleSet();
  /** Others whose newest word was lost: they do not wait for the round to come to them again. */
  readonly #missed = new HandleSet();
  /** Where each round goes on. */
  #nearNext = 0;
  #restNext = 0;

  /** What was said last of this one will not arrive. */
  miss(handle: number): void {
    if (!this.#near.has(handle)) this.#missed.add(handle);
  }

  /** Looks who is near. @param at where the client is, in view quanta by axis */
  rank({ lanes, schema }: ViewSource, handles: ViewHandles, at: readonly number[]): void {
    if (nearness.length < handles.end) {
      nearness = new Float64Array(handles.end * 2);
      ranked = new Float64Array(handles.end * 2);
    }
    const [xs, ys] = lanes;
    const zs = schema.world.dimensions === 3 ? lanes[2] : null;
    const [x, y, z = 0] = at;
    let count = 0;
    for (let handle = 1; handle < handles.end; handle++) {
      nearness[handle] = -Infinity;
      if (handles.state(handle) !== HANDLE_LIVING) continue;
      const slot = handles.slot(handle);
      const dx = xs[slot] - x;
      const dy = ys[slot] - y;
      const dz = zs === null ? 0 : zs[slot] - z;
      nearness[handle] = -(dx * dx + dy * dy + dz * dz);
      ranked[count++] = nearness[handle];
    }
    const most = Math.min(count, NEAR_MOST);
    const least = most === 0 ? Infinity : kthLargest(ranked, count, most - 1);
    this.#near.clear();
    for (let handle = 1; handle < handles.end; handle++) {
      if (nearness[handle] > least) this.#near.add(handle);
    }
    for (let handle = 1; handle < handles.end && this.#near.size < most; handle++) {
      if (nearness[handle] === least) this.#near.add(handle);
    }
  }

  /** Adds whose turn it is, and who has changed since it was told of, until so many are picked. */
  pick(source: ViewSource, handles: ViewHandles, most: number, picked: HandleSet): void {
    const hasAvatar = handles.state(AVATAR_HANDLE) === HANDLE_LIVING;
    if (hasAvatar && hasChanged(source, handles, AVATAR_HANDLE)) picked.add(AVATAR_HANDLE);
    const near = this.#near.size * NEAR_WEIGHT;
    const rest = Math.max(0, handles.living - 1 - this.#near.size);
    const share = Math.round(((most - picked.size) * near) / Math.max(1, near + rest));
    const nearMost = picked.size + Math.min(this.#near.size, Math.max(1, share));
    this.#pickNear(source, handles, Math.min(most, nearMost), picked);
    this.#pickMissed(source, handles, picked.size + (most - picked.size) / 2, picked);
    this.#pickRest(source, handles, most, picked);
    this.#pickNear(source, handles, most, picked);
  }

  #pickNear(source: ViewSource, handles: ViewHandles, most: number, picked: HandleSet): void {
    const near = this.#near;
    for (let looked = 0; looked < near.size && picked.size < most; looked++) {
      let handle = near.from(this.#nearNext);
      if (handle < 0) handle = near.from(0);
      this.#nearNext = handle + 1;
      if (isDue(source, handles, handle)) picked.add(handle);
    }
  }

  #pickMissed(source: ViewSource, handles: ViewHandles, most: number, picked: HandleSet): void {
    const missed = this.#missed;
    let handle = missed.from(0);
    for (; handle >= 0 && picked.size < most; handle = missed.from(handle + 1)) {
      missed.delete(handle);
      if (handle < handles.end && isDue(source, handles, handle)) picked.add(handle);
    }
  }

  #pickRest(source: ViewSource, handles: ViewHandles, most: number, picked: HandleSet): void {
    const { end } = handles;
    const hasMissed = this.#missed.size > 0;
    let handle = this.#restNext;
    for (let looked = 0; looked < end && picked.size < most; looked++, handle++) {
      if (handle >= end) handle = 0;
      if (this.#near.has(handle) || !isDue(source, handles, handle)) continue;
      picked.add(handle);
      if (hasMissed) this.#missed.delete(handle);
    }
    this.#restNext = handle;
  }
}

/**
 * Whether there is a change to tell of. One of whom the client has nothing that a difference could count from is as
 * one that came: it has to be told of whole, with those, and is not due here.
 */
function isDue(source: ViewSource, handles: ViewHandles, handle: number): boolean {
  if (handles.state(handle) !== HANDLE_LIVING || handles.sent(handle) === NEVER) return false;
  if (!hasChanged(source, handles, handle)) return false;
  if (handles.known(handle) >= source.oldest(handles.slot(handle))) return true;
  handles.setSent(handle, NEVER);
  return false;
}

function hasChanged(source: ViewSource, handles: ViewHandles, handle: number): boolean {
  return source.changed(handles.slot(handle)) > handles.sent(handle);
}
