import { kthLargest } from './kth-largest.ts';
import { AVATAR_HANDLE } from './view-format.ts';
import { NEVER } from './view-handles.ts';
import type { ViewHandles } from './view-handles.ts';
import type { ViewSource } from './view-source.ts';

/**
 * An entity not told of for this long goes before nearer ones: everybody in sight moves at 2 Hz.
 */
const OVERDUE_SECONDS = 0.5;
/** At this distance priority is halved. */
const NEAR_M = 15;

let scores = new Float64Array(256);
/** The same, in no order. */
let ranked = new Float64Array(256);

/**
 * Keeps the `most` handles of `list[0…count)` that matter most, in the order in which they are, at its start:
 * the own avatar, then by age times nearness; who waits too long overtakes. Of equals the first are kept.
 * @param at what is near, in view quanta by axis
 * @returns how many are kept
 */
export function chooseByPriority(
  source: ViewSource,
  handles: ViewHandles,
  list: Int32Array,
  count: number,
  most: number,
  at: readonly number[],
): number {
  if (count <= most) return count;
  if (scores.length < count) {
    scores = new Float64Array(count * 2);
    ranked = new Float64Array(count * 2);
  }
  const { lanes, schema, tick } = source;
  const [xs, ys] = lanes;
  const zs = schema.world.dimensions === 3 ? lanes[2] : null;
  const near = NEAR_M / schema.world.positionViewQuantumM;
  const overdue = OVERDUE_SECONDS * schema.world.tickHz;
  const [x, y, z = 0] = at;
  for (let i = 0; i < count; i++) {
    const handle = list[i];
    const slot = handles.slot(handle);
    const dx = (xs[slot] - x) / near;
    const dy = (ys[slot] - y) / near;
    const dz = zs === null ? 0 : (zs[slot] - z) / near;
    const last = handles.sent(handle) === NEVER ? handles.born(handle) : handles.sent(handle);
    const age = tick - last + 1;
    scores[i] = age / (1 + dx * dx + dy * dy + dz * dz) + (age >= overdue ? age : 0);
    if (handle === AVATAR_HANDLE) scores[i] = Infinity;
    ranked[i] = scores[i];
  }
  const least = kthLargest(ranked, count, most - 1);
  let equals = most;
  for (let i = 0; i < count; i++) if (scores[i] > least) equals--;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (scores[i] > least || (scores[i] === least && equals-- > 0)) list[kept++] = list[i];
  }
  return kept;
}
