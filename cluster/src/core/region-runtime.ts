import {
  ChangeEncoder,
  DIRTY_GONE,
  GONE_DESTROYED,
  InputColumnReader,
  encodeMessage,
  encodeRecord,
  invariant,
  logMessages,
  processBytes,
} from '@atlasnet/schemas';
import type {
  Epoch,
  Frame,
  IncarnationId,
  PackedGroups,
  PartitionMap,
  ProcessId,
  RegionDelivery,
  RegionId,
  SessionCommand,
  TaskResult,
  WorldSchema,
} from '@atlasnet/schemas';
import type { AtlasNetServer } from '../game/game-api.ts';
import { GameWorld } from '../game/game-world.ts';
import { LIMITS } from '../limits.ts';
import { packedBy } from './declaration-before.ts';
import { FrameDraft, appliedNumbers, sessionUpdates } from './frame-draft.ts';
import {
  FRAME_GROUPS_FIELD,
  FrameGroups,
  cellGroupsSize,
  writeCellGroups,
} from './frame-groups.ts';
import { frameRecord } from './frame-record.ts';
import { HandoffScan } from './handoffs.ts';
import type { Neighbourhood, Stopwatch } from './neighbourhood-port.ts';
import { askJobs, renameJobs, settleJobs } from './jobs.ts';
import { ParkedScan } from './parked.ts';
import { applyMessages, routeOutgoing } from './messages.ts';
import { RegionInbox } from './region-inbox.ts';
import type { SessionLeave, SessionRequest } from './region-inbox.ts';
import type { RegionContext, SameAccount } from './region-context.ts';
import type { RegionState } from './region-state.ts';
import { applyCommands, applySessionRequests, settleSessions } from './sessions.ts';

export interface RegionRuntimeOptions {
  readonly schema: WorldSchema;
  readonly server: AtlasNetServer;
  readonly region: RegionId;
  readonly incarnation: IncarnationId;
  readonly process: ProcessId;
  readonly epoch: Epoch;
  readonly seed: number;
  readonly state: RegionState;
  readonly map: PartitionMap;
  readonly neighbourhood: Neighbourhood;
  readonly homeCount: number;
  readonly lingerTicks: number;
  /** M4: a job without a result for so many ticks is given up; never by default. */
  readonly jobLimitTicks?: number;
  readonly sessionsMax: number;
  /** 'takeover' by default. */
  readonly sameAccount?: SameAccount;
  readonly stopwatch: Stopwatch;
  /** As `stopwatch`, while the thread is on a processor; not there where nobody tells. */
  readonly processorStopwatch?: Stopwatch;
  /** A frame above this goes in parts (L6), bytes; LIMITS.frameBytesMax by default. */
  readonly frameBytesMax?: number;
  /** n of the last frame accepted under this epoch; 0 right after a claim. */
  readonly n?: number;
}

/** A frame as it was produced: not shown to anybody until it is known to count (O4). */
export interface ProducedFrame {
  readonly frame: Frame;
  readonly n: number;
  readonly tick: number;
  /** The records to append, in order: one, or the parts (L6). */
  readonly records: readonly Uint8Array[];
  /** What the tick took, microseconds. */
  readonly tickMicros: number;
  /** Living entities by load cell, made once a second (P0). */
  readonly sampled: boolean;
}

/** A frame but for its groups. */
type FrameFields = Omit<Frame, 'groups'>;

/**
 * One region's tick: inbox → game → frame (design: "A tick"). Pure and synchronous: it is given ticks
 * and messages, and gives frames. When a frame may be shown is the shard's affair.
 */
export class RegionRuntime {
  readonly options: RegionRuntimeOptions;
  readonly state: RegionState;
  readonly inbox = new RegionInbox();
  readonly #encoder: ChangeEncoder;
  readonly #context: RegionContext;
  readonly #handoffs = new HandoffScan();
  readonly #parked = new ParkedScan();
  readonly #process: Uint8Array;
  readonly #envelope: Uint8Array;
  #n: number;
  /** What the newest append took, as the next frame reports it. */
  appendMicros = 0;
  queuedFrames = 0;

  constructor(options: RegionRuntimeOptions) {
    this.options = options;
    this.state = options.state;
    this.#n = options.n ?? 0;
    this.#encoder = new ChangeEncoder(options.schema);
    this.#process = processBytes(options.process);
    this.#envelope = encodeRecord(logMessages.FrameRecord, options.incarnation, {});
    invariant(options.state.schema.hash === options.schema.hash, 'the state is of this schema');
    const world = new GameWorld({
      schema: options.schema,
      region: options.region,
      seed: options.seed,
      table: options.state.table,
      ghosts: options.neighbourhood.ghosts,
      counter: options.state.counter,
    });
    this.#context = {
      schema: options.schema,
      region: options.region,
      server: options.server,
      state: options.state,
      world,
      inbox: this.inbox,
      homeCount: options.homeCount,
      lingerTicks: options.lingerTicks,
      jobLimitTicks: options.jobLimitTicks ?? Infinity,
      sessionsMax: options.sessionsMax,
      sameAccount: options.sameAccount ?? 'takeover',
      ghostOwner: (entity) => options.neighbourhood.ownerOf(entity),
      isUp: (region) => options.neighbourhood.isUp(region),
      departs: (slot, departure) => {
        const { neighbourhood, state } = options;
        neighbourhood.hold(state.table, slot, this.#context.world.tick, departure);
      },
      came: (entity) => options.neighbourhood.bury(entity, this.#context.world.tick),
      refused: (entity) => this.#handoffs.refused(entity, this.#context.world.tick),
      parks: (parked) => this.#parked.parked(parked),
      map: options.map,
      draft: new FrameDraft(),
    };
  }

  get map(): PartitionMap {
    return this.#context.map;
  }

  /** The next tick runs under this map (P1, P2). */
  setMap(map: PartitionMap): void {
    this.#context.map = map;
    this.#handoffs.mapChanged();
  }

  /** Regions that entities wait to be handed to: their frames must be read (rule M1: nobody is sent to
   * one that is down). */
  get awaitedRegions(): ReadonlySet<RegionId> {
    return this.#handoffs.awaited;
  }

  deliver(delivery: RegionDelivery): void {
    this.inbox.deliver(delivery, this.state.inbox.get(delivery.from) ?? 0);
  }

  command(command: SessionCommand): void {
    const session = this.state.sessions.get(command.session);
    if (session && command.generation < session.generation) return;
    this.inbox.command(command, session?.commandNumber ?? 0);
  }

  /**
   * Takes unreliable inputs of a proxy's sessions, the newest of each.
   * @throws AtlasError ATLAS_LINK_MALFORMED
   */
  inputs(column: Uint8Array, worldSchemaHash = 0): void {
    const reader = new InputColumnReader(column);
    while (reader.next()) {
      const session = this.state.sessions.get(reader.session);
      if (session && reader.generation < session.generation) continue;
      this.inbox.input(reader, worldSchemaHash);
    }
  }

  /** M4: what became of a job of this region; ignored unless it is pending, and readable: it is asked for again. */
  taskResult(result: TaskResult): void {
    if (!this.state.jobs.has(result.job)) return;
    if (packedBy(this.state, result.worldSchemaHash) === null) return;
    this.inbox.results.set(result.job, result);
  }

  attach(request: SessionRequest): void {
    this.inbox.attaches.push(request);
  }

  leave(leave: SessionLeave): void {
    this.inbox.leave(leave);
  }

  /** P3: writes the release into the next frame if the region still holds nothing by then. */
  closing = false;

  /** Runs one tick. `tick` is above the last one's; the numbers between are skipped (T1). */
  runTick(tick: number): ProducedFrame {
    const { stopwatch, processorStopwatch, server } = this.options;
    const started = stopwatch();
    const onProcessor = processorStopwatch?.() ?? 0;
    const { state } = this;
    const context = this.#context;
    invariant(tick > state.tick, `[T1] tick ${tick} after ${state.tick}`);
    const skipped = state.tick === 0 ? 0 : tick - state.tick - 1;
    const draft = new FrameDraft();
    context.draft = draft;
    context.world.beginTick(tick, skipped);
    this.#confirm(draft);
    this.#parked.run(context);
    settleJobs(context);
    applyMessages(context);
    applySessionRequests(context);
    applyCommands(context);
    const beforeGame = stopwatch();
    this.#runGame(server);
    const afterGame = stopwatch();
    settleSessions(context);
    routeOutgoing(context);
    askJobs(context, this.options.epoch, this.#n + 1);
    this.#handoffs.run(context);
    this.#buryDestroyed(tick);
    const beforeEncode = stopwatch();
    const packed = this.#encoder.encodePacked(state.table);
    state.table.commit();
    state.endTick(tick, context.map.version);
    state.closed = this.closing && state.holdsNothing && draft.messages.length === 0;
    const timings = {
      tickMicros: 0,
      gameMicros: Math.round(afterGame - beforeGame),
      encodeMicros: Math.round(stopwatch() - beforeEncode),
      appendMicros: Math.round(this.appendMicros),
      queuedFrames: this.queuedFrames,
      processorMicros: 0,
    };
    const frame = this.#frame(draft, skipped);
    frame.timings = timings;
    timings.processorMicros = Math.round((processorStopwatch?.() ?? 0) - onProcessor);
    timings.tickMicros = Math.round(stopwatch() - started);
    return this.#produce(frame, packed, () => stopwatch() - started);
  }

  #buryDestroyed(tick: number): void {
    const { dirty, dirtySlots, dirtyCount, goneCount, goneReason, ids } = this.state.table;
    if (goneCount === 0) return;
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      const destroyed = (dirty[slot] & DIRTY_GONE) !== 0 && goneReason[slot] === GONE_DESTROYED;
      if (destroyed && ids[slot] >= 0) this.options.neighbourhood.bury(ids[slot], tick);
    }
  }

  /** T2: repeats the last tick with the next n; carries confirmations only. */
  emptyFrame(): ProducedFrame {
    const draft = new FrameDraft();
    this.#confirm(draft);
    const frame = this.#frame(draft, 0);
    frame.empty = true;
    return this.#produce(frame, NO_GROUPS, () => 0);
  }

  #runGame(server: AtlasNetServer): void {
    const { world, draft } = this.#context;
    if (!server.tick) return;
    const error = world.attemptTick(() => server.tick?.(world));
    if (error !== null) draft.fault('tick', 0, error);
  }

  /** M2: drops what counted frames of the targets show as applied. */
  #confirm(draft: FrameDraft): void {
    const { neighbourhood } = this.options;
    for (const [region, queue] of Array.from(this.state.outbox)) {
      const number = neighbourhood.confirmedBy(region);
      if (number < queue[0].number) continue;
      this.state.confirm(region, number);
      draft.confirmed.push({ region, number });
    }
  }

  #frame(draft: FrameDraft, skipped: number): FrameFields {
    const { options, state } = this;
    const { hashSlices, tickMs } = options.schema;
    return {
      region: options.region,
      epoch: options.epoch,
      n: 0,
      process: this.#process,
      tick: state.tick,
      skipped,
      empty: false,
      mapVersion: this.#context.map.version,
      inputs: {
        neighbours: options.neighbourhood.reads(),
        messages: draft.messages,
        commands: draft.commands,
        dtMicros: Math.round(tickMs * 1000),
        shown: [],
        targets: [],
        results: draft.results,
      },
      outbox: draft.outbox,
      confirmed: draft.confirmed,
      departures: draft.departures,
      sessions: sessionUpdates(draft, state),
      hashLow: 0,
      hashHigh: 0,
      hashSlices,
      timings: null,
      nextEntity: state.counter.nextEntity,
      refusals: draft.refusals,
      holdsNothing: state.holdsNothing,
      closed: state.closed,
      faults: draft.faults,
      entities: state.table.count,
      applied: appliedNumbers(draft),
      parked: draft.parked,
      unparked: draft.unparked,
      jobs: draft.jobs,
    };
  }

  /** Numbers, hashes and encodes a frame; one over the record limit goes as parts (L6). */
  #produce(fields: FrameFields, packed: PackedGroups, tookMicros: () => number): ProducedFrame {
    const { schema } = this.options;
    const groupBytes = cellGroupsSize(schema, packed);
    fields.n = this.#n + 1;
    this.#setHash(fields);
    let head = encodeMessage(logMessages.Frame, fields);
    // The groups go after the other fields, which protobuf allows.
    const { frameBytesMax = LIMITS.frameBytesMax } = this.options;
    const parts = Math.ceil((head.length + groupBytes) / frameBytesMax);
    if (parts > 1) {
      fields.n = this.#n + parts;
      fields.jobs = renameJobs(this.state, fields.jobs, fields.n);
      this.#setHash(fields);
      head = encodeMessage(logMessages.Frame, fields);
    }
    this.#n = fields.n;
    const writer = frameRecord(this.#envelope, head, groupBytes);
    writeCellGroups(schema, packed, FRAME_GROUPS_FIELD, writer);
    const record = writer.bytes;
    invariant(writer.position === record.length, 'a frame has the size that was reckoned');
    const groups = new FrameGroups(record.subarray(record.length - groupBytes));
    const body = record.subarray(record.length - groupBytes - head.length);
    return {
      frame: Object.assign(groups, fields),
      n: fields.n,
      tick: fields.tick,
      records: parts <= 1 ? [record] : this.#parts(fields.n, body, parts),
      tickMicros: tookMicros(),
      sampled: false,
    };
  }

  #setHash(frame: FrameFields): void {
    const hash = this.state.hash(frame.n % frame.hashSlices);
    frame.hashLow = hash.low >>> 0;
    frame.hashHigh = hash.high >>> 0;
  }

  /** L6: the parts of a frame; the last one has the frame's own n. */
  #parts(frameN: number, encoded: Uint8Array, count: number): Uint8Array[] {
    const { options } = this;
    const size = Math.ceil(encoded.length / count);
    return Array.from({ length: count }, (_, index) =>
      encodeRecord(logMessages.FrameRecord, options.incarnation, {
        part: {
          region: options.region,
          epoch: options.epoch,
          n: frameN - count + 1 + index,
          process: this.#process,
          index,
          count,
          bytes: encoded.subarray(index * size, Math.min(encoded.length, (index + 1) * size)),
        },
      }),
    );
  }
}

const NO_GROUPS: PackedGroups = {
  count: 0,
  cells: new Int32Array(),
  ends: new Int32Array(),
  bytes: new Uint8Array(),
};
