import {
  AtlasError,
  EntityTable,
  GONE_DESTROYED,
  addTableToHash,
  addToHash,
  applyCellGroup,
  broken,
  compileWorldJson,
  emptyHash,
  hashText,
  jobId,
  wholeCountHint,
} from '@atlasnet/schemas';
import type {
  Frame,
  Job,
  OutboxMessage,
  ParkedHandoff,
  RegionId,
  RegionMessage,
  RegionSnapshot,
  SessionState,
  StateHash,
  WorldSchema,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { DeclarationBefore } from './declaration-before.ts';
import { startMessage } from './region-messages.ts';
import { SESSION_HERE, SESSION_LINGERING, copySession } from './session-state.ts';

/** Where an entity was sent, and in which tick. */
export interface SentAway {
  readonly to: RegionId;
  readonly tick: number;
}

/** Subjects of the state hash that are no entities are numbered above every entity id's half. */
const HASH_INBOX = 2 ** 52;
const HASH_OUTBOX = 2 ** 52 + 2 ** 32;
const HASH_REGION = 2 ** 52 + 2 ** 33;
const HASH_JOB = 2 ** 52 + 2 ** 34;

/**
 * A region's counted state: everything that its next tick depends on. The owner changes it through the
 * same methods by which a reader applies a frame, so live and rebuilt state are equal by construction
 * (I6). Recovery, standbys, checkpoints and replay share this class.
 */
export class RegionState {
  readonly region: RegionId;
  readonly schema: WorldSchema;
  /** Messages, jobs and entities may still come packed by the declaration that this state had before. */
  before: DeclarationBefore | null = null;
  readonly table: EntityTable;
  /** The last tick run; 0 before the first. */
  tick = 0;
  mapVersion = 0;
  /** Entities ever created here: the next one's number. */
  readonly counter = { nextEntity: 1 };
  readonly sessions = new Map<number, SessionState>();
  /** Avatar → session, of the sessions that are here or linger. */
  readonly sessionOfAvatar = new Map<number, number>();
  /** M1: highest applied number, per sending region. */
  readonly inbox = new Map<number, number>();
  /** M1: highest given number, per target region. */
  readonly outboxNumbers = new Map<number, number>();
  /** M2: what no counted frame of its target has shown yet, ascending, per target. */
  readonly outbox = new Map<number, OutboxMessage[]>();
  /** M3: handoffs that could not be applied, by entity. */
  readonly parked = new Map<number, ParkedHandoff>();
  readonly sentAway = new Map<number, SentAway>();
  /** M4: jobs whose results no tick has taken yet, by id, in the order asked. */
  readonly jobs = new Map<string, Job>();
  /** Minimum stay: when recent arrivals came. */
  readonly arrivals = new Map<number, number>();
  closed = false;

  /** @param capacity entities that it should hold without growing */
  constructor(schema: WorldSchema, region: RegionId, capacity?: number) {
    this.schema = schema;
    this.region = region;
    this.table = new EntityTable(schema, capacity);
  }

  /**
   * The state before a region's first frame. The world's first region begins with the start message in
   * its own outbox (M4), so `start` runs once, whatever crashes.
   */
  static initial(schema: WorldSchema, region: RegionId, first: boolean, seed: number): RegionState {
    const state = new RegionState(schema, region);
    if (first) state.enqueue(region, startMessage(region, seed));
    return state;
  }

  /** M1: gives a message its number and puts it in the outbox. */
  enqueue(to: RegionId, message: RegionMessage): OutboxMessage {
    const number = (this.outboxNumbers.get(to) ?? 0) + 1;
    const entry: OutboxMessage = { to, number, message };
    this.addOutbox(entry);
    return entry;
  }

  addOutbox(entry: OutboxMessage): void {
    const last = this.outboxNumbers.get(entry.to) ?? 0;
    if (entry.number !== last + 1) broken(`[M1] outbox number ${entry.number} after ${last}`);
    this.outboxNumbers.set(entry.to, entry.number);
    const queue = this.outbox.get(entry.to);
    if (queue) queue.push(entry);
    else this.outbox.set(entry.to, [entry]);
  }

  /** M2: forgets what a counted frame of `region` showed as applied. */
  confirm(region: number, number: number): void {
    const queue = this.outbox.get(region);
    if (!queue) return;
    const keep = queue.filter((entry) => entry.number > number);
    if (keep.length === 0) this.outbox.delete(region);
    else this.outbox.set(region, keep);
  }

  applied(from: number, number: number): void {
    if (number !== (this.inbox.get(from) ?? 0) + 1) broken(`[M1] message ${number} from ${from}`);
    this.inbox.set(from, number);
  }

  setSession(session: SessionState): void {
    const before = this.sessions.get(session.session);
    if (before) this.sessionOfAvatar.delete(before.avatar);
    this.sessions.set(session.session, session);
    const here = session.status === SESSION_HERE || session.status === SESSION_LINGERING;
    if (session.avatar !== 0 && here) this.sessionOfAvatar.set(session.avatar, session.session);
  }

  removeSession(session: number): void {
    const before = this.sessions.get(session);
    if (before) this.sessionOfAvatar.delete(before.avatar);
    this.sessions.delete(session);
  }

  /** S2: moves a session's numbers on. */
  advanceSession(session: number, commandNumber: number, inputSequence: number): void {
    const state = this.sessions.get(session);
    if (!state) broken(`[S2] session ${session} is not here`);
    if (commandNumber > 0) {
      if (commandNumber !== state.commandNumber + 1) broken(`[S2] command ${commandNumber}`);
      state.commandNumber = commandNumber;
    }
    if (inputSequence > 0) state.inputSequence = inputSequence;
  }

  left(entity: number, to: RegionId, tick: number): void {
    this.sentAway.delete(entity);
    this.sentAway.set(entity, { to, tick });
    this.arrivals.delete(entity);
  }

  /** Word of where an entity that was made here is now; older word is ignored. */
  heardOf(entity: number, region: RegionId, tick: number): void {
    const known = this.sentAway.get(entity);
    if (known === undefined || known.tick > tick) return;
    this.sentAway.delete(entity);
    this.sentAway.set(entity, { to: region, tick });
  }

  arrived(entity: number, tick: number): void {
    this.sentAway.delete(entity);
    this.arrivals.set(entity, tick);
  }

  /** M4: a job is pending from here on. */
  asked(job: Job): void {
    this.jobs.set(jobId(job), job);
  }

  /** M4: a job has its result; a second one finds nothing. */
  settled(job: string): Job | null {
    const pending = this.jobs.get(job) ?? null;
    this.jobs.delete(job);
    return pending;
  }

  /** Ends a tick: forgets what only mattered for a while. A function of the tick alone. */
  endTick(tick: number, mapVersion: number): void {
    this.tick = tick;
    this.mapVersion = mapVersion;
    for (const [entity, since] of this.arrivals) {
      if (since + this.schema.handoffStayTicks > tick) break;
      this.arrivals.delete(entity);
    }
    for (const [entity, away] of this.sentAway) {
      if (away.tick + LIMITS.sentAwayTicks > tick && this.sentAway.size <= LIMITS.sentAwayMax)
        break;
      this.sentAway.delete(entity);
    }
  }

  /** P3: no entity, session or job, and the outbox is empty. */
  get holdsNothing(): boolean {
    return (
      this.table.count === 0 &&
      this.sessions.size === 0 &&
      this.parked.size === 0 &&
      this.jobs.size === 0 &&
      this.outbox.size === 0
    );
  }

  /**
   * Applies a frame that counts (O3). `beforeCommit` sees its changes while they are dirty.
   * @throws AtlasError ATLAS_FRAME_MALFORMED; the state is then not to be used any more
   */
  applyFrame(frame: Frame, beforeCommit?: (table: EntityTable) => void): void {
    for (const { region, number } of frame.confirmed) this.confirm(region, number);
    if (frame.empty) return;
    for (const group of frame.groups) applyCellGroup(this.table, group);
    beforeCommit?.(this.table);
    this.table.commit();
    this.counter.nextEntity = frame.nextEntity;
    this.#applyInputs(frame);
    for (const entity of frame.unparked) {
      this.parked.delete(entity);
      this.arrived(entity, frame.tick);
    }
    for (const parked of frame.parked) {
      if (parked.handoff) this.parked.set(parked.handoff.entity, parked);
    }
    for (const { state, removed, session } of frame.sessions) {
      if (removed) this.removeSession(state?.session ?? session);
      else if (state) this.setSession(copySession(state));
    }
    for (const { entity, to } of frame.departures) this.left(entity, to as RegionId, frame.tick);
    for (const entry of frame.outbox) this.addOutbox(entry);
    for (const job of frame.jobs) this.asked(job);
    this.closed = frame.closed;
    this.endTick(frame.tick, frame.mapVersion);
  }

  #applyInputs(frame: Frame): void {
    for (const { from, number, arrived, message } of frame.inputs?.messages ?? []) {
      this.applied(from, number);
      const word = message?.whereabouts;
      if (word) this.heardOf(word.entity, word.region as RegionId, word.tick);
      if (arrived !== 0) this.arrived(arrived, frame.tick);
    }
    for (const { job } of frame.inputs?.results ?? []) {
      if (this.settled(job) === null) broken(`[M4] job ${job} is not pending`);
    }
    for (const { session, number, inputSequence } of frame.inputs?.commands ?? []) {
      // Sessions that came in this very frame carry their numbers in its session updates.
      if (this.sessions.has(session)) this.#move(session, number, inputSequence);
    }
  }

  #move(session: number, number: number, inputSequence: number): void {
    const state = this.sessions.get(session);
    if (!state) return;
    if (number > state.commandNumber) state.commandNumber = number;
    if (inputSequence > state.inputSequence) state.inputSequence = inputSequence;
  }

  /** R3: of the slice (−1: everything); entities and what is not an entity alike. */
  hash(slice: number): StateHash {
    const hash = this.hashRest(slice);
    addTableToHash(hash, this.table, slice);
    return hash;
  }

  /** As hash(), without the entities. */
  hashRest(slice: number): StateHash {
    const hash = emptyHash();
    addToHash(hash, HASH_REGION, 0, this.tick);
    addToHash(hash, HASH_REGION, 1, this.counter.nextEntity);
    for (const [region, number] of this.inbox) addToHash(hash, HASH_INBOX + region, 0, number);
    for (const [region, number] of this.outboxNumbers) {
      addToHash(hash, HASH_OUTBOX + region, 0, number);
      addToHash(hash, HASH_OUTBOX + region, 1, this.outbox.get(region)?.length ?? 0);
    }
    for (const { epoch, n, index } of this.jobs.values()) {
      addToHash(hash, HASH_JOB + epoch, index, n);
    }
    for (const state of this.sessions.values()) {
      if (slice >= 0 && state.session % this.schema.hashSlices !== slice) continue;
      addSessionToHash(hash, state);
    }
    return hash;
  }

  /** What a checkpoint holds beside entities and hashes; nothing in it changes with the next tick. */
  snapshotWithoutEntities(): RegionSnapshot {
    return {
      region: this.region,
      tick: this.tick,
      mapVersion: this.mapVersion,
      nextEntity: this.counter.nextEntity,
      groups: [],
      sessions: Array.from(this.sessions.values(), copySession),
      inbox: confirmations(this.inbox),
      outboxNumbers: confirmations(this.outboxNumbers),
      outbox: Array.from(this.outbox.values()).flat(),
      parked: Array.from(this.parked.values()),
      sentAway: Array.from(this.sentAway, ([entity, { to, tick }]) => ({ entity, to, tick })),
      arrivals: Array.from(this.arrivals, ([entity, tick]) => ({ entity, tick })),
      jobs: Array.from(this.jobs.values()),
      hashLow: 0,
      hashHigh: 0,
      sliceHashLow: 0,
      sliceHashHigh: 0,
      worldSchema: new TextEncoder().encode(this.schema.json),
      worldSchemaBefore: new TextEncoder().encode(this.before?.schema.json),
      closed: this.closed,
    };
  }

  /**
   * Rebuilds a state, under the schema that it was written with.
   * @throws AtlasError ATLAS_CHECKPOINT_MALFORMED when its own hash does not match
   */
  static fromSnapshot(snapshot: RegionSnapshot): RegionState {
    const before = new TextDecoder().decode(snapshot.worldSchemaBefore);
    const schema = compileWorldJson(new TextDecoder().decode(snapshot.worldSchema));
    const entities = snapshot.groups.reduce((sum, group) => sum + wholeCountHint(group), 64);
    const state = new RegionState(schema, snapshot.region as RegionId, entities);
    if (before !== '') state.before = new DeclarationBefore(compileWorldJson(before), schema);
    for (const group of snapshot.groups) applyCellGroup(state.table, group);
    state.table.commit();
    state.counter.nextEntity = snapshot.nextEntity;
    for (const session of snapshot.sessions) state.setSession(copySession(session));
    for (const { region, number } of snapshot.inbox) state.inbox.set(region, number);
    for (const { region, number } of snapshot.outboxNumbers)
      state.outboxNumbers.set(region, number);
    for (const entry of snapshot.outbox) {
      const queue = state.outbox.get(entry.to);
      if (queue) queue.push(entry);
      else state.outbox.set(entry.to, [entry]);
    }
    for (const parked of snapshot.parked) {
      if (parked.handoff) state.parked.set(parked.handoff.entity, parked);
    }
    for (const { entity, to, tick } of snapshot.sentAway) {
      state.sentAway.set(entity, { to: to as RegionId, tick });
    }
    for (const job of snapshot.jobs) state.asked(job);
    for (const { entity, tick } of snapshot.arrivals) state.arrivals.set(entity, tick);
    state.tick = snapshot.tick;
    state.mapVersion = snapshot.mapVersion;
    state.closed = snapshot.closed;
    const hash = state.hash(-1);
    if (hash.low >>> 0 !== snapshot.hashLow || hash.high >>> 0 !== snapshot.hashHigh) {
      throw new AtlasError(
        'ATLAS_CHECKPOINT_MALFORMED',
        `the checkpoint of region ${snapshot.region} at tick ${snapshot.tick} does not have its hash`,
        { details: { region: snapshot.region, tick: snapshot.tick } },
      );
    }
    return state;
  }

  /** Destroys an entity outside a tick; for migrations and tests. */
  destroy(slot: number): void {
    this.table.remove(slot, GONE_DESTROYED);
  }
}

function confirmations(numbers: ReadonlyMap<number, number>): { region: number; number: number }[] {
  return Array.from(numbers, ([region, number]) => ({ region, number }));
}

function addSessionToHash(hash: StateHash, state: SessionState): void {
  const { session } = state;
  addToHash(hash, session, -2, state.commandNumber);
  addToHash(hash, session, -3, state.inputSequence);
  addToHash(hash, session, -4, state.generation);
  addToHash(hash, session, -5, state.avatar | 0);
  addToHash(hash, session, -6, (state.avatar / 4294967296) | 0);
  addToHash(hash, session, -7, state.status);
  addToHash(hash, session, -8, hashText(state.account));
}
