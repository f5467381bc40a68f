import { WholeEncoder, cellIndex } from '@atlasnet/schemas';
import type {
  CellGroup,
  Frame,
  Link,
  RegionId,
  SessionUpdate,
  Subscribe,
  WorldSchema,
} from '@atlasnet/schemas';
import type { ProducedFrame, RegionRuntime } from '../core/region-runtime.ts';
import { copySession, isAway } from '../core/session-state.ts';
import {
  EMPTY_UPDATE,
  PROXY,
  closingWord,
  commandNumbers,
  sessionUpdates,
  shownFrame,
  sliceHeader,
} from './frame-slices.ts';
import type { Counted, ShownFrame } from './frame-slices.ts';
import { sendBody, sendSlice } from './link-hub.ts';
import { newSubscriber } from './subscriber.ts';
import type { Subscriber } from './subscriber.ts';
import type { TailFrame } from './region-tail.ts';
import type { TickDue } from './tick-due.ts';

/** Counted frames kept for readers that resume: five seconds at 20 Hz. */
const RING_FRAMES = 100;
/** Frames between two looks for sessions that went elsewhere: a minute at 20 Hz. */
export const SESSION_LOOK_FRAMES = 1200;

/** What must be sent when a frame counts: the state as it was right after that tick. */
interface PendingStart {
  readonly subscriber: Subscriber;
  readonly whole: boolean;
  /** Less those that the reader gave up meanwhile: when it wants them again they are new. */
  cells: readonly number[];
  readonly groups: readonly CellGroup[];
}

interface PendingPublication {
  readonly starts: readonly PendingStart[];
  readonly sessionWord: readonly { readonly link: Link; readonly update: SessionUpdate }[];
  readonly moved: readonly { readonly link: Link; readonly session: number; readonly to: number }[];
}

/**
 * Sends a region's counted frames to those who read it (rule V1): each gets the cells it named, new
 * cells begin with their state at a named offset, and what was missed is sent from memory.
 */
export class Publisher {
  readonly #schema: WorldSchema;
  readonly #region: RegionId;
  readonly #runtime: RegionRuntime;
  readonly #due: Pick<TickDue, 'micros'>;
  readonly #subscribers = new Map<Link, Map<number, Subscriber>>();
  readonly #pending = new Map<ProducedFrame, PendingPublication>();
  readonly #ring: Counted[] = [];
  readonly #outboxAtFrame = new Map<ProducedFrame, Map<number, number>>();
  readonly #inboxAtFrame = new Map<ProducedFrame, Map<number, number>>();

  /** @param due when the next tick begins, which proxies are told */
  constructor(
    runtime: RegionRuntime,
    tail: readonly TailFrame[],
    due: Pick<TickDue, 'micros'> = { micros: 0 },
  ) {
    this.#runtime = runtime;
    this.#due = due;
    this.#schema = runtime.options.schema;
    this.#region = runtime.options.region;
    for (const each of tail) this.#remember(each.frame, each.offset, each.worldSchemaHash);
  }

  get readers(): number {
    let readers = 0;
    for (const each of this.#subscribers.values()) readers += each.size;
    return readers;
  }

  subscribe(link: Link, request: Subscribe): void {
    const subscriber = this.#subscriber(link, request.reader);
    subscriber.declaration = request.worldSchemaHash;
    const wanted = new Set(request.cells.map(({ x, y, z }) => cellIndex(this.#schema, x, y, z)));
    if (this.#resume(subscriber, request, wanted)) return;
    if (request.whole) {
      if (!subscriber.whole || request.fromOffset === 0) subscriber.newWhole = true;
      subscriber.whole = true;
      return;
    }
    // Who has the whole region has these cells already: their changes go on without a gap (V1).
    if (subscriber.whole && !subscriber.newWhole && request.fromOffset > 0) {
      subscriber.cells = new Set(wanted);
    }
    subscriber.whole = false;
    subscriber.newWhole = false;
    subscriber.startDue ||= !subscriber.started || request.fromOffset === 0;
    for (const cell of wanted) {
      if (request.fromOffset === 0 || !subscriber.cells.has(cell)) {
        subscriber.newCells.add(cell);
      }
    }
    if (request.replace) {
      for (const cell of subscriber.cells) if (!wanted.has(cell)) subscriber.cells.delete(cell);
      for (const cell of subscriber.newCells)
        if (!wanted.has(cell)) subscriber.newCells.delete(cell);
      for (const start of this.#startsOf(subscriber)) {
        start.cells = start.cells.filter((cell) => wanted.has(cell));
      }
    }
  }

  /** Goes on from an offset that is still in memory, with the cells that the reader has. */
  #resume(subscriber: Subscriber, request: Subscribe, wanted: Set<number>): boolean {
    const { fromOffset } = request;
    if (fromOffset === 0 || subscriber.started) return false;
    const oldest = this.#ring[0]?.offset ?? Infinity;
    const at = this.#ring.findIndex(({ offset }) => offset === fromOffset);
    const known = at >= 0 && fromOffset >= oldest;
    if (!known) {
      // The state comes anew, whatever the reader has.
      if (request.whole) subscriber.newWhole = subscriber.whole = true;
      else for (const cell of wanted) subscriber.newCells.add(cell);
      subscriber.startDue = true;
      return true;
    }
    subscriber.started = true;
    subscriber.whole = request.whole;
    subscriber.cells = wanted;
    for (const counted of this.#ring.slice(at + 1)) {
      this.#sendSlice(counted, subscriber);
    }
    return true;
  }

  unsubscribe(link: Link, reader: number): void {
    const subscriber = this.#subscribers.get(link)?.get(reader);
    if (!subscriber) return;
    if (subscriber.sessions.size === 0) this.#subscribers.get(link)?.delete(reader);
    subscriber.cells.clear();
    subscriber.newCells.clear();
    subscriber.whole = subscriber.newWhole = subscriber.started = subscriber.startDue = false;
  }

  /** A link is gone. */
  drop(link: Link): void {
    this.#subscribers.delete(link);
  }

  *#startsOf(subscriber: Subscriber): IterableIterator<PendingStart> {
    for (const { starts } of this.#pending.values()) {
      for (const start of starts) if (start.subscriber === subscriber) yield start;
    }
  }

  /** `avatar`: as the proxy knows it, to tell it where that was sent; 0 when it does not. */
  attach(link: Link, session: number, avatar: number): void {
    const subscriber = this.#subscriber(link, PROXY);
    subscriber.sessions.add(session);
    subscriber.freshSessions.add(session);
    subscriber.newSessions.set(session, avatar);
  }

  detach(link: Link, session: number): void {
    const subscriber = this.#subscribers.get(link)?.get(PROXY);
    subscriber?.sessions.delete(session);
    subscriber?.freshSessions.delete(session);
    subscriber?.newSessions.delete(session);
  }

  /** Whether any proxy has this session. */
  isAttached(session: number): boolean {
    for (const readers of this.#subscribers.values()) {
      if (readers.get(PROXY)?.sessions.has(session)) return true;
    }
    return false;
  }

  /** Lets go of sessions that were not here at the last look either: their proxies attach them where they are. */
  #tidySessions(): void {
    const { sessions: here } = this.#runtime.state;
    for (const [link, readers] of this.#subscribers) {
      const proxy = readers.get(PROXY);
      if (!proxy) continue;
      const absent = Array.from(proxy.sessions).filter((session) => !here.has(session));
      for (const session of absent) if (proxy.absent.has(session)) this.detach(link, session);
      proxy.absent = new Set(absent);
    }
  }

  #subscriber(link: Link, reader: number): Subscriber {
    let readers = this.#subscribers.get(link);
    if (!readers) this.#subscribers.set(link, (readers = new Map()));
    const known = readers.get(reader);
    if (known) return known;
    const fresh = newSubscriber(link, reader);
    readers.set(reader, fresh);
    return fresh;
  }

  /** Called right after a tick: takes the state that new cells begin with, to be sent when it counts. */
  produced(frame: ProducedFrame): void {
    const left = new Map<number, number>();
    for (const [to, queue] of this.#runtime.state.outbox) left.set(to, queue.length);
    this.#outboxAtFrame.set(frame, left);
    const starts: PendingStart[] = [];
    const sessionWord: { link: Link; update: SessionUpdate }[] = [];
    const moved: { link: Link; session: number; to: number }[] = [];
    for (const readers of this.#subscribers.values()) {
      for (const subscriber of readers.values()) {
        const { newWhole, newCells, startDue, newSessions } = subscriber;
        if (newWhole || startDue || newCells.size > 0) starts.push(this.#start(subscriber));
        if (newSessions.size === 0) continue;
        for (const [session, avatar] of newSessions) {
          this.#sessionWord(subscriber.link, session, avatar, sessionWord, moved);
        }
        newSessions.clear();
      }
    }
    if (starts.length === 0 && sessionWord.length === 0 && moved.length === 0) return;
    this.#pending.set(frame, { starts, sessionWord, moved });
    if (starts.length > 0) this.#inboxAtFrame.set(frame, new Map(this.#runtime.state.inbox));
  }

  #start(subscriber: Subscriber): PendingStart {
    const whole = subscriber.newWhole;
    const cells = Array.from(subscriber.newCells);
    const { newCells } = subscriber;
    const only = whole ? undefined : (cell: number): boolean => newCells.has(cell);
    const groups = new WholeEncoder(this.#schema).encodeTable(this.#runtime.state.table, only);
    subscriber.newWhole = subscriber.startDue = false;
    subscriber.newCells = new Set();
    return {
      subscriber,
      whole,
      cells,
      groups: groups.map(({ x, y, z, columns }) => ({ x, y, z, columns: columns.slice() })),
    };
  }

  #sessionWord(
    link: Link,
    session: number,
    avatar: number,
    word: { link: Link; update: SessionUpdate }[],
    moved: { link: Link; session: number; to: number }[],
  ): void {
    const state = this.#runtime.state.sessions.get(session);
    if (state) {
      word.push({ link, update: { ...EMPTY_UPDATE, state: copySession(state), session } });
      if (!isAway(state)) return;
    }
    // The avatar went on from here: its way is followed region by region.
    const away = this.#runtime.state.sentAway.get(state?.avatar ?? avatar);
    if (away) moved.push({ link, session, to: away.to });
  }

  /** A frame counts: everybody who reads the region gets their part of it. */
  counted(produced: ProducedFrame, offset: number): void {
    const left = this.#outboxAtFrame.get(produced) ?? null;
    const counted = this.#remember(produced.frame, offset, this.#schema.hash, left);
    if (produced.frame.n % SESSION_LOOK_FRAMES === 0) this.#tidySessions();
    this.#outboxAtFrame.delete(produced);
    for (const readers of this.#subscribers.values()) {
      for (const subscriber of readers.values()) {
        if (!subscriber.started && subscriber.sessions.size === 0) continue;
        this.#sendSlice(counted, subscriber);
      }
    }
    const pending = this.#pending.get(produced);
    if (!pending) return;
    this.#pending.delete(produced);
    for (const start of pending.starts) this.#sendStart(start, produced, offset);
    this.#inboxAtFrame.delete(produced);
    for (const { link, update } of pending.sessionWord) {
      const told = this.#withAnswers(update);
      const header = { ...sliceHeader(counted, this.#region), offset: 0, sessions: [told] };
      sendBody(link, { slice: header });
    }
    for (const { link, session, to } of pending.moved) {
      sendBody(link, { moved: { region: this.#region, session, to } });
    }
  }

  #sessionsOf(frame: ShownFrame, { sessions, freshSessions }: Subscriber): SessionUpdate[] {
    if (sessions.size === 0) return [];
    const updates = sessionUpdates(frame, sessions);
    if (freshSessions.size === 0) return updates;
    return updates.map((update) => {
      return freshSessions.delete(update.session) ? this.#withAnswers(update) : update;
    });
  }

  /** Says what became of the session's newest commands, as far as frames in memory say it (S2). */
  #withAnswers(update: SessionUpdate): SessionUpdate {
    const answers: SessionUpdate['answers'] = [];
    const told = { ...update, answers };
    told.answeredAfter = Math.max(update.commandNumber, update.state?.commandNumber ?? 0);
    if (told.answeredAfter === 0) return told;
    // From the newest back: a session that was elsewhere meanwhile left a gap, and it ends there.
    for (const { frame } of this.#ring.toReversed()) {
      const numbers = commandNumbers(frame, update.session);
      if (numbers.length > 0) {
        if (numbers[numbers.length - 1] !== told.answeredAfter) break;
        told.answeredAfter = numbers[0] - 1;
      }
      for (const each of frame.sessions) {
        if (each.session === update.session) answers.push(...each.answers);
      }
    }
    return told;
  }

  #sendStart(start: PendingStart, produced: ProducedFrame, offset: number): void {
    const { subscriber, whole, cells, groups } = start;
    if (this.#subscribers.get(subscriber.link)?.get(subscriber.reader) !== subscriber) return;
    subscriber.started = true;
    for (const cell of cells) subscriber.cells.add(cell);
    const { frame } = produced;
    const [nx, ny] = this.#schema.cells.counts;
    sendBody(subscriber.link, {
      subscriptionStart: {
        region: this.#region,
        reader: subscriber.reader,
        offset,
        tick: frame.tick,
        epoch: frame.epoch,
        n: frame.n,
        mapVersion: frame.mapVersion,
        groups: groups.slice(),
        worldSchema: this.#declarationFor(subscriber),
        cells: cells.map((cell) => {
          const x = cell % nx;
          const rest = (cell - x) / nx;
          return { x, y: rest % ny, z: Math.floor(rest / ny) };
        }),
        whole,
        inbox: Array.from(this.#inboxAtFrame.get(produced) ?? [], ([region, number]) => ({
          region,
          number,
        })),
      },
    });
  }

  /** For a reader of another one, which brings over what it knows by name. */
  #declarationFor({ declaration }: Subscriber): Uint8Array | null {
    const { hash, json } = this.#schema;
    return declaration === 0 || declaration === hash ? null : new TextEncoder().encode(json);
  }

  #remember(
    frame: Frame,
    offset: number,
    declaration: number,
    outboxLeft: Counted['outboxLeft'] = null,
  ): Counted {
    const last = this.#ring[this.#ring.length - 1]?.frame;
    const isFirst = last?.epoch !== frame.epoch;
    const parts = frame.n - (isFirst ? 0 : last.n);
    const worldSchemaHash = isFirst ? declaration : 0;
    const counted = { frame: shownFrame(frame), offset, parts, outboxLeft, worldSchemaHash };
    this.#ring.push(counted);
    if (this.#ring.length > RING_FRAMES) this.#ring.shift();
    return counted;
  }

  #sendSlice(counted: Counted, subscriber: Subscriber): void {
    const { frame } = counted;
    const { whole, cells, started } = subscriber;
    const slice = sliceHeader(counted, this.#region);
    // Word of sessions alone moves no reader on: the frame's groups are still to come.
    if (!started) slice.offset = 0;
    slice.reader = subscriber.reader;
    if (subscriber.reader === PROXY) slice.dueMicros = this.#due.micros;
    const { readerOffset, outboxLeft } = closingWord(counted, subscriber.reader - 1);
    slice.readerOffset = readerOffset;
    slice.outboxLeft = outboxLeft;
    slice.departures = frame.departures;
    slice.applied = frame.applied;
    slice.sessions = this.#sessionsOf(frame, subscriber);
    const reads = started && (whole || cells.size > 0);
    const part = { groups: frame.groups, schema: this.#schema, cells: whole ? null : cells };
    sendSlice(subscriber.link, slice, reads ? part : null);
  }
}
