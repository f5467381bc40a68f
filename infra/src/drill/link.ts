/** A connection between processes that can be disturbed. */
export interface Link {
  /** Nothing gets through in either direction. */
  cut(): void;
  /** Everything takes so much longer, milliseconds. */
  slow(delayMs: number): void;
  /** As before. */
  heal(): void;
  close(): Promise<void>;
}
