import { InvariantCheck, RegionReplica, SETTLING_MS, WorldChecker } from '@atlasnet/cluster';
import type { CheckReport, InvariantReport } from '@atlasnet/cluster';
import {
  AtlasError,
  ControlState,
  TASK_DONE,
  TASK_GIVEN_UP,
  decodeMapRecord,
  decodeRecord,
  logMessages,
  processId,
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
}

export interface ClusterCheck {
  readonly report: CheckReport;
  readonly workload: Workload;
}

/** I9: what the slowest region and the oldest message may be behind when a run ends, ticks. */
const BEHIND_TICKS_MAX = (SETTLING_MS.behind * walkersWorld.tickHz) / 1000;
const MESSAGE_TICKS_MAX = (SETTLING_MS.message * walkersWorld.tickHz) / 1000;

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
  readonly #cast: Cast;
  readonly #checker: WorldChecker;
  readonly #total = new InvariantCheck('I5', 'all coins are there at the end');
  /** Every region that was ever somebody's, the retired ones too. */
  readonly #regions = new Set<RegionId>();
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
      publications: cluster.publications,
      // Whoever is not settled is waited for: a run ends with no region left out of the map.
      settling: {
        faultsEndTick,
        boundsMs: { ...SETTLING_MS, moving: 0 },
        jobLimitMs: JOB_LIMIT_MS,
        tickCounter: 'ticks',
      },
      positionOf: (region, offset) => cluster.world.log.positionOf(frames, region, offset),
    });
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
    // I9, too: every player is in, and has an answer to all that he asked for.
    for (const { trouble } of this.#cast.players) {
      this.#checker.settling.expect(trouble === null, {}, () => trouble ?? '');
    }
    this.#jobs();
    const report = this.#checker.finish();
    const { violations } = this.#countCoins(report);
    const held = report.held && violations.length === 0;
    const first = report.first ?? violations[0] ?? null;
    const invariants = [...report.invariants, this.#total.report()];
    return { report: { ...report, invariants, first, held }, workload: this.#workload };
  }

  #jobs(): void {
    const { settled } = this.#checker.tasks;
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

  #counted({ region }: RegionReplica, frame: Frame): void {
    this.#workload.frames += 1;
    this.#workload.handoffs += frame.departures.length;
    this.#workload.commands += frame.inputs?.commands.length ?? 0;
    for (const { to, message } of frame.outbox) {
      if (to !== region && message?.entityMessage) this.#workload.trades += 1;
    }
  }
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
