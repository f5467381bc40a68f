import type { Link } from '@atlasnet/schemas';

/** Who reads a region over a link, and how far it is. */
export interface Subscriber {
  readonly link: Link;
  readonly reader: number;
  /** The hash of its declaration; 0: it did not say. */
  declaration: number;
  whole: boolean;
  cells: Set<number>;
  /** Cells (or all) whose state must be sent with the next frame that counts. */
  newCells: Set<number>;
  newWhole: boolean;
  /** A start is due even without new cells: the reader wants the headers alone. */
  startDue: boolean;
  /** False until its first start or resumed slice: it gets no slices before. */
  started: boolean;
  readonly sessions: Set<number>;
  /** Of these, who was in no state at the last look. */
  absent: Set<number>;
  /** Sessions attached a moment ago: the first word of each tells all that is remembered. */
  readonly freshSessions: Set<number>;
  /** Sessions whose state is due, with their avatars. */
  readonly newSessions: Map<number, number>;
}

/** One that has named nothing yet. */
export function newSubscriber(link: Link, reader: number): Subscriber {
  return {
    link,
    reader,
    declaration: 0,
    whole: false,
    cells: new Set(),
    newCells: new Set(),
    newWhole: false,
    startDue: false,
    started: false,
    sessions: new Set(),
    absent: new Set(),
    freshSessions: new Set(),
    newSessions: new Map(),
  };
}
