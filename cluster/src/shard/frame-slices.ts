import type {
  Departure,
  Frame,
  FrameSlice,
  NeighbourRead,
  RegionId,
  SessionUpdate,
} from '@atlasnet/schemas';
import { FrameGroups } from '../core/frame-groups.ts';

/** The reader number of a proxy; regions use their id + 1. */
export const PROXY = 0;

/** Of a session's commands in a frame. */
interface GivenNumber {
  readonly session: number;
  readonly number: number;
}

/**
 * What readers are told of a frame. A hundred are kept for readers that resume, and of what a frame holds beside
 * it inputs alone are thousands of objects a second: kept for five seconds, all of them would become old
 * objects, which are the dearest to collect.
 */
export interface ShownFrame extends Pick<
  Frame,
  'epoch' | 'n' | 'tick' | 'mapVersion' | 'empty' | 'holdsNothing' | 'applied' | 'sessions'
> {
  readonly departures: Departure[];
  readonly neighbours: readonly NeighbourRead[];
  /** Reliable ones, in order: inputs are not acknowledged (S2). */
  readonly commands: readonly GivenNumber[];
  readonly groups: FrameGroups;
}

export function shownFrame(frame: Frame): ShownFrame {
  const { epoch, n, tick, mapVersion, empty, holdsNothing } = frame;
  const { applied, sessions, departures, inputs } = frame;
  const commands: GivenNumber[] = [];
  for (const { session, number } of inputs?.commands ?? []) {
    if (number > 0) commands.push({ session, number });
  }
  return {
    ...{ epoch, n, tick, mapVersion, empty, holdsNothing, applied, sessions, departures },
    ...{ commands, neighbours: inputs?.neighbours ?? [], groups: FrameGroups.of(frame) },
  };
}

/** A frame that counts, its last record's offset, and how many records it took (L6). */
export interface Counted {
  readonly frame: ShownFrame;
  readonly offset: number;
  readonly parts: number;
  /** P3: targets for which messages were left after that tick; null for a frame of another owner. */
  readonly outboxLeft: ReadonlyMap<number, number> | null;
  /** Of an epoch's first frame: the hash of the declaration that holds from it on; else 0. */
  readonly worldSchemaHash: number;
}

/** What a slice says of a session before anything is filled in. */
export const EMPTY_UPDATE: SessionUpdate = {
  state: null,
  removed: false,
  answers: [],
  session: 0,
  commandNumber: 0,
  answeredAfter: 0,
  refusal: 0,
};

/** The numbers of a session's commands in a frame, ascending. */
export function commandNumbers(frame: ShownFrame, session: number): number[] {
  const numbers: number[] = [];
  for (const each of frame.commands) if (each.session === session) numbers.push(each.number);
  return numbers;
}

export function sliceHeader(counted: Counted, region: RegionId): FrameSlice {
  const { frame, offset, parts, worldSchemaHash } = counted;
  return {
    region,
    offset,
    epoch: frame.epoch,
    n: frame.n,
    tick: frame.tick,
    mapVersion: frame.mapVersion,
    empty: frame.empty,
    groups: [],
    departures: [],
    applied: [],
    sessions: [],
    holdsNothing: frame.holdsNothing,
    outboxLeft: [],
    parts,
    reader: PROXY,
    readerOffset: 0,
    dueMicros: 0,
    worldSchemaHash,
  };
}

/** P3: what a region that closes itself must know of this frame; nothing of another owner's. */
export function closingWord(
  { frame, outboxLeft }: Counted,
  region: number,
): Pick<FrameSlice, 'readerOffset' | 'outboxLeft'> {
  if (outboxLeft === null || region < 0) return { readerOffset: 0, outboxLeft: [] };
  const read = frame.neighbours.find((each) => each.region === region);
  const number = outboxLeft.get(region) ?? 0;
  return { readerOffset: read?.offset ?? 0, outboxLeft: number > 0 ? [{ region, number }] : [] };
}

/** What a frame says about the sessions of one reader: numbers that moved, states, answers. */
export function sessionUpdates(frame: ShownFrame, sessions: ReadonlySet<number>): SessionUpdate[] {
  const updates = new Map<number, SessionUpdate>();
  const of = (session: number): SessionUpdate => {
    const known = updates.get(session) ?? { ...EMPTY_UPDATE, session, answers: [] };
    updates.set(session, known);
    return known;
  };
  for (const { session, number } of frame.commands) {
    if (!sessions.has(session)) continue;
    const update = of(session);
    if (update.commandNumber === 0) update.answeredAfter = number - 1;
    update.commandNumber = number;
  }
  for (const { state, removed, session, answers, refusal } of frame.sessions) {
    const id = state?.session ?? session;
    if (!sessions.has(id)) continue;
    const update = of(id);
    if (state) update.state = state;
    if (state && update.commandNumber === 0) update.answeredAfter = state.commandNumber;
    update.removed ||= removed;
    update.refusal ||= refusal;
    update.answers.push(...answers);
  }
  return Array.from(updates.values());
}
