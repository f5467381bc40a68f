/** Undoes one disturbance, and no other; once it has, it does nothing. */
export type Heal = () => void;

/** A connection between processes that can be disturbed, by several at once. */
export interface Link {
  /** Nothing gets through in either direction, until every cut is undone. */
  cut(): Heal;
  /** Everything takes so much longer, milliseconds; what several ask for adds up. */
  slow(delayMs: number): Heal;
  close(): Promise<void>;
}
