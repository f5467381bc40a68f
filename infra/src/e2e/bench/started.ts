/** Ends something that a benchmark started, and removes what it wrote. */
type End = () => Promise<unknown>;

const ends = new Set<End>();

/**
 * Notes what has to be ended before a signal ends the benchmark.
 * @returns takes the note back, once it has ended otherwise
 */
export function noteStarted(end: End): () => void {
  ends.add(end);
  return () => void ends.delete(end);
}

/** Ends all that is noted, the newest first; one that does not end in order keeps no other. */
export async function endStarted(): Promise<void> {
  for (const end of Array.from(ends).toReversed()) {
    ends.delete(end);
    await end().catch(() => undefined);
  }
}
