import {
  InvariantCheck,
  REFUSAL_DECLARATION,
  RegionReplica,
  WorldChecker,
} from '@atlasnet/cluster';
import type { CheckReport, InvariantReport, RegionState } from '@atlasnet/cluster';
import {
  AtlasError,
  ControlState,
  TASK_DONE,
  TASK_GIVEN_UP,
  decodeMapRecord,
  decodeRecord,
  logMessages,
  processId,
  readFieldLanes,
  topicNames,
} from '@atlasnet/schemas';
import type { Frame, FrameRecord, IncarnationId, LogRecord, RegionId } from '@atlasnet/schemas';
import { COINS_EACH, WALKERS, walkersWorld } from '../walkers-world.ts';
import { JOB_LIMIT_MS } from '../sim-cluster.ts';
import type { SimCluster } from '../sim-cluster.ts';
import type { Cast } from './cast.ts';

/** What a run was good for: a workload that does nothing proves nothing. */
export interface Workload {
  frames: number;
  handoffs: number;
  /** Coins sent to another region. */
  trades: number;
  claims: number;
  voidRecords: number;
  maps: number;
  /** Of them, proposed by the heuristic. */
  balanced: number;
  /** Frames in parts that count (L6). */
  parted: number;
  /** Checkpoints that a recovery refused because the frame there is another (C2). */
  refusedCheckpoints: number;
  /** Commands of players that a frame applied. */
  commands: number;
  /** Runs of clients: one for each session. */
  sessions: number;
  /** Jobs with a result, and those refused or given up (M4). */
  jobsDone: number;
  jobsRefused: number;
  jobsGivenUp: number;
  /** Messages and commands that came packed by the declaration before their region's. */
  carriedOver: number;
  /** Messages that came back because their target did not know their declaration. */
  sentBack: number;
}

export interface ClusterCheck {
  readonly report: CheckReport;
  readonly workload: Workload;
}

/** Ticks that the slowest region may be behind the newest one once faults ended and all is settled. */
const BEHIND_TICKS_MAX = 20;
/** Ticks that a message may be on its way then. */
const MESSAGE_TICKS_MAX = 30;
/** Ticks that a job may wait for a result: then its region has given it up. */
const JOB_TICKS_MAX = (JOB_LIMIT_MS * walkersWorld.tickHz) / 1000 + BEHIND_TICKS_MAX;

const CONSERVED = {
  component: 'coins',
  carriedBy: { coins: 'amount' },
  carriedByTasks: { appraise: { asked: 'amount', result: 'amount' } },
};

/**
 * Checks a cluster's log, and its players' journals against it (I1–I10, and I5 as a total).
 * @param faultsEndTick the tick after which every living entity must have run another
 */
export function checkCluster(cluster: SimCluster, cast: Cast, faultsEndTick: number): ClusterCheck {
  const log = new ClusterLog(cluster, cast, faultsEndTick);
  return log.check();
}

/** Whether every region runs and nothing old is on its way: when a run may end. */
export function isSettled(cluster: SimCluster): boolean {
  const { control } = cluster;
  if (!control || control.openProposal) return false;
  const map = control.mapInForce?.map;
  if (!map || control.releasedRegions().length > 0) return false;
  const hosts = map.regions.map((region) => hostOf(cluster, region));
  const ticks = hosts.map((host) => host?.lastFrame?.tick ?? -Infinity);
  const newest = Math.max(...ticks);
  return hosts.every((host, index) => {
    if (!host?.runtime || newest - ticks[index] > BEHIND_TICKS_MAX / 2) return false;
    const queues = Array.from(host.runtime.state.outbox.values());
    return queues.every(([{ message }]) => (message?.tick ?? 0) > newest - MESSAGE_TICKS_MAX / 2);
  });
}

function hostOf(cluster: SimCluster, region: RegionId) {
  const owner = cluster.control?.assignmentOf(region)?.process;
  const shard = owner ? cluster.shards.get(owner) : undefined;
  return shard?.process.state === 'running' ? shard.service.host(region) : null;
}

class ClusterLog {
  readonly #cluster: SimCluster;
  readonly #faultsEndTick: number;
  readonly #cast: Cast;
  readonly #checker: WorldChecker;
  readonly #live = new InvariantCheck('I9', 'every living entity ticks again, messages arrive');
  readonly #total = new InvariantCheck('I5', 'all coins are there at the end');
  readonly #replicas: RegionReplica[] = [];
  /** Every region that was ever somebody's, the retired ones too. */
  readonly #regions = new Set<RegionId>();
  /** Every message number, by the region that gave it. */
  readonly #given = new Map<number, { to: number; number: number; tick: number }[]>();
  /** Tick counts of entities as of the faults' end. */
  readonly #ticksThen = new Map<number, number>();
  readonly #workload: Workload = {
    frames: 0,
    handoffs: 0,
    trades: 0,
    claims: 0,
    voidRecords: 0,
    maps: 0,
    balanced: 0,
    parted: 0,
    refusedCheckpoints: 0,
    commands: 0,
    sessions: 0,
    jobsDone: 0,
    jobsRefused: 0,
    jobsGivenUp: 0,
    carriedOver: 0,
    sentBack: 0,
  };

  constructor(cluster: SimCluster, cast: Cast, faultsEndTick: number) {
    this.#cluster = cluster;
    this.#cast = cast;
    const journals = cast.journals();
    this.#workload.sessions = journals.length;
    const { frames } = topicNames(cluster.name);
    this.#checker = new WorldChecker({
      conserved: [CONSERVED],
      journals,
      positionOf: (region, offset) => cluster.world.log.positionOf(frames, region, offset),
    });
    this.#faultsEndTick = faultsEndTick;
    this.#checker.add(this.#live);
  }

  check(): ClusterCheck {
    const { world, name } = this.#cluster;
    const control = new ControlState();
    this.#workload.refusedCheckpoints = this.#cluster.refusedCheckpoints;
    for (const { offset, value } of world.log.records(topicNames(name).map, 0)) {
      const verdict = control.applyBytes(value, offset);
      if (verdict.kind === 'proposed') {
        const { proposal } = decodeMapRecord(value, control.incarnationId);
        if (proposal && this.#isBalance(proposal.process)) this.#workload.balanced += 1;
      }
      if (verdict.kind === 'activated') this.#workload.maps += 1;
      if (verdict.kind === 'assigned') this.#regions.add(verdict.region);
      this.#checker.control(verdict, offset);
    }
    this.#walk(control);
    this.#alive(control);
    this.#jobs();
    const report = this.#checker.finish();
    const { violations } = this.#countCoins(report);
    const held = report.held && violations.length === 0;
    const first = report.first ?? violations[0] ?? null;
    const invariants = [...report.invariants, this.#total.report()];
    return { report: { ...report, invariants, first, held }, workload: this.#workload };
  }

  /** M4: every job that was asked for has its result, or is young. */
  #jobs(): void {
    const { pending, settled } = this.#checker.tasks;
    const newest = Math.max(...this.#replicas.map(({ lastFrame }) => lastFrame?.tick ?? 0));
    for (const [id, { region, tick }] of pending) {
      this.#live.expect(newest - tick <= JOB_TICKS_MAX, { region, tick }, () => {
        return `job ${id} of tick ${tick} has no result at tick ${newest}`;
      });
    }
    for (const [status, count] of settled) {
      if (status === TASK_DONE) this.#workload.jobsDone += count;
      else if (status === TASK_GIVEN_UP) this.#workload.jobsGivenUp += count;
      else this.#workload.jobsRefused += count;
    }
  }

  #isBalance(by: Uint8Array): boolean {
    const { heuristics } = this.#cluster;
    return heuristics.some(
      ({ process }) => processId(Buffer.from(by).toString('hex')) === process.id,
    );
  }

  #countCoins({ conserved: [coins] }: CheckReport): InvariantReport {
    const there = coins.living + coins.inFlight + coins.parked + coins.undeliverable;
    this.#total.expect(there === WALKERS * COINS_EACH, {}, () => {
      return `${there} of ${WALKERS * COINS_EACH} coins are there: ${JSON.stringify(coins)}`;
    });
    return this.#total.report();
  }

  /** Takes every region's records, of all regions the one with the lowest tick next. */
  #walk(control: ControlState): void {
    const cursors = Array.from(this.#regions, (region) => this.#open(control, region));
    for (;;) {
      let next: Cursor | null = null;
      for (const cursor of cursors) {
        if (cursor.record !== null && (next === null || cursor.tick < next.tick)) next = cursor;
      }
      if (!next?.record) return;
      const { record, replica } = next;
      const isLastPart = record.part !== null;
      const verdict = this.#checker.record(replica, record, next.offset);
      if (verdict?.kind === 'claim') this.#workload.claims += 1;
      else if (verdict?.kind === 'void') this.#workload.voidRecords += 1;
      else if (verdict?.kind === 'counts') this.#counted(replica, verdict.frame);
      if (verdict?.kind === 'counts' && isLastPart) this.#workload.parted += 1;
      this.#advance(next);
    }
  }

  #open(control: ControlState, region: RegionId): Cursor {
    const { world, name } = this.#cluster;
    const { incarnation, incarnationId } = control;
    if (!incarnation || !incarnationId) throw new Error('the world was not founded');
    const replica = new RegionReplica({ region, first: region === 0, seed: incarnation.seed });
    this.#replicas.push(replica);
    const kept = world.log.records(topicNames(name).frames, region);
    const cursor = { replica, kept, incarnationId, at: 0, record: null, offset: 0, tick: 0 };
    this.#advance(cursor);
    return cursor;
  }

  /** Reads the next record that is this world's; one at a time, or all of a run's frames were in memory. */
  #advance(cursor: Cursor): void {
    cursor.record = null;
    while (cursor.record === null && cursor.at < cursor.kept.length) {
      const { offset, value } = cursor.kept[cursor.at++];
      cursor.offset = offset;
      cursor.record = readRecord(value, cursor.incarnationId);
      if (cursor.record === null) this.#workload.voidRecords += 1;
    }
    if (cursor.record !== null) cursor.tick = tickOf(cursor.replica, cursor.record);
  }

  #counted({ state, region }: RegionReplica, frame: Frame): void {
    this.#workload.frames += 1;
    this.#workload.handoffs += frame.departures.length;
    this.#workload.commands += frame.inputs?.commands.length ?? 0;
    for (const { to, number, message } of frame.outbox) {
      const given = this.#given.get(region) ?? [];
      given.push({ to, number, tick: frame.tick });
      this.#given.set(region, given);
      if (to !== region && message?.entityMessage) this.#workload.trades += 1;
    }
    this.#workload.sentBack += frame.refusals.filter(
      ({ reason }) => reason === REFUSAL_DECLARATION,
    ).length;
    if (state?.before) this.#workload.carriedOver += carriedOver(state.before.schema.hash, frame);
    if (!state || frame.tick > this.#faultsEndTick) return;
    if (frame.tick + 1 < this.#faultsEndTick - 50) return;
    for (const [entity, ticks] of ticksOf(state)) {
      this.#ticksThen.set(entity, Math.max(ticks, this.#ticksThen.get(entity) ?? 0));
    }
  }

  /** I9: regions run, everybody in them has run since, and nothing old is on its way. */
  #alive(control: ControlState): void {
    for (const player of this.#cast.players) {
      const { trouble } = player;
      this.#live.expect(trouble === null, {}, () => trouble ?? '');
    }
    const newest = Math.max(...this.#replicas.map(({ lastFrame }) => lastFrame?.tick ?? 0));
    const inForce = control.mapInForce?.map;
    for (const { region, lastFrame, state } of this.#replicas) {
      if (!state) continue;
      const place = { region, tick: lastFrame?.tick };
      if (inForce?.has(region)) {
        this.#live.expect(newest - state.tick <= BEHIND_TICKS_MAX, place, () => {
          return `region ${region} is at tick ${state.tick}, the newest is ${newest}`;
        });
      } else {
        this.#live.expect(state.table.count === 0, place, () => {
          return `region ${region} is in no map and holds ${state.table.count} entities`;
        });
      }
      for (const [entity, ticks] of ticksOf(state)) {
        const then = this.#ticksThen.get(entity);
        if (then === undefined) continue;
        this.#live.expect(ticks > then, { ...place, entity }, () => {
          return `entity ${entity} has not run since the faults ended`;
        });
      }
      this.#messages(state, newest);
    }
  }

  /** M1, M2: what was given a while ago has been applied, and the sender was told. */
  #messages(state: RegionState, newest: number): void {
    const { region } = state;
    const place = { region, tick: state.tick };
    const old = newest - MESSAGE_TICKS_MAX;
    this.#live.expect(state.parked.size === 0, place, () => {
      return `${state.parked.size} entities are parked in region ${region}`;
    });
    for (const [to, queue] of state.outbox) {
      const [{ number, message }] = queue;
      this.#live.expect((message?.tick ?? 0) >= old, place, () => {
        return `message ${number} to region ${to} of tick ${message?.tick} is in the outbox still`;
      });
    }
    for (const { to, number, tick } of this.#given.get(region) ?? []) {
      if (tick >= old) continue;
      const target = this.#replicas.find((replica) => replica.region === to)?.state;
      const applied = target?.inbox.get(region) ?? 0;
      this.#live.expect(number <= applied, place, () => {
        return `message ${number} to region ${to} of tick ${tick} was never applied, ${applied} was`;
      });
    }
  }
}

/** What a frame took that was packed by the declaration before its region's. */
function carriedOver(before: number, { inputs }: Frame): number {
  const { messages = [], commands = [] } = inputs ?? {};
  const packed = messages.map(({ message }) => message?.entityMessage ?? message?.taskResult);
  return [...packed, ...commands].filter((each) => each?.worldSchemaHash === before).length;
}

/** Null for what is not this world's: it counts for nobody. */
function readRecord(value: Uint8Array, incarnation: IncarnationId): FrameRecord | null {
  try {
    return decodeRecord(logMessages.FrameRecord, value, incarnation, 'frame');
  } catch (error) {
    if (error instanceof AtlasError) return null;
    throw error;
  }
}

interface Cursor {
  readonly replica: RegionReplica;
  readonly kept: readonly LogRecord[];
  readonly incarnationId: IncarnationId;
  /** Of the record after `record`. */
  at: number;
  /** The next that the replica takes; null at the end. */
  record: FrameRecord | null;
  offset: number;
  tick: number;
}

/** Claims, and what counts for nobody, come at once. */
function tickOf({ gate }: RegionReplica, record: FrameRecord): number {
  return gate.wouldCount(record) ? (record.frame?.tick ?? -1) : -1;
}

function* ticksOf({ table, schema }: RegionState): IterableIterator<readonly [number, number]> {
  const component = schema.components.find(({ name }) => name === 'ticks');
  if (!component) return;
  const { slots, length } = table.slotsById();
  for (let i = 0; i < length; i++) {
    const ticks = readFieldLanes(component.field, table.lanes, component.firstLane, slots[i]);
    yield [table.ids[slots[i]], Number(ticks)];
  }
}
