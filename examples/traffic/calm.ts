/** Answers in a row, each as fast as a calm world gives them: three ticks at 20 Hz. */
const ANSWERS = 10;
const ANSWER_MS = 150;
/** Between two questions, milliseconds. */
const APART_MS = 100;
/** So long is waited at most, milliseconds: some machines are never calm. */
const LIMIT_MS = 8000;

export interface CalmOptions {
  /** Asks the world for something that a tick answers; false when it did not answer. */
  readonly ask: () => Promise<boolean>;
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Waits until a world answers in time for about a second and a half, eight seconds at most: while its
 * processes start, a tick takes several times as long, and so do all that would begin at once.
 */
export async function untilCalm({ ask, sleep, nowMs, signal }: CalmOptions): Promise<void> {
  const untilMs = nowMs() + LIMIT_MS;
  let inTime = 0;
  while (inTime < ANSWERS && nowMs() < untilMs && !signal.aborted) {
    const askedMs = nowMs();
    const answered = await Promise.race([ask(), sleep(untilMs - askedMs).then(() => false)]);
    inTime = answered && nowMs() - askedMs <= ANSWER_MS ? inTime + 1 : 0;
    await sleep(APART_MS);
  }
}
