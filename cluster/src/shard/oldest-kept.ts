/** Checkpoints that stay whatever happens: of the two newest verified ones the older is what recovery falls back to (L1). */
export const KEPT = 2;
/** Part of a region's checkpoints, the oldest, that go at once when the disk cap nears. */
const PRESSED_PART = 0.25;
/** With so few there is little to keep, and the disk may be full before the next one: all that can go does. */
const FEW = 40;

/**
 * Which of a region's checkpoints becomes the oldest that is kept, with the frames after it: −1 for all of them.
 * Near the disk cap a part goes at each checkpoint until it is no longer near, not all that could go: most of the
 * history that has room stays.
 * @param atMs when they were written, oldest first
 * @param limitMs those before it are older than the replay window; −Infinity for none
 */
export function oldestKept(atMs: readonly number[], limitMs: number, pressed: boolean): number {
  const newest = atMs.length - KEPT;
  if (newest < 1) return newest === 0 && pressed ? 0 : -1;
  let oldest = -1;
  while (oldest < newest && atMs[oldest + 1] < limitMs) oldest += 1;
  if (!pressed) return oldest;
  return Math.max(oldest, atMs.length < FEW ? newest : Math.floor(atMs.length * PRESSED_PART));
}
