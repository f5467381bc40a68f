import { encodeRecord, logMessages, randomHex, regionId, topicNames } from '@atlasnet/schemas';
import type { IncarnationId } from '@atlasnet/schemas';
import { drawAppendFault } from '../../adapters/simulated/log-faults.ts';
import type { PortCall, SimulatedProcess } from '../../adapters/simulated/index.ts';
import type { SimCluster } from '../sim-cluster.ts';
import type { SimEdge } from '../sim-edge.ts';
import { concerns, stepsOfCall } from './call-steps.ts';
import type { CallSteps, Passage } from './call-steps.ts';
import { grown } from './grown-world.ts';
import { lyingCheckpoint } from './lying-checkpoint.ts';
import { callOf, isCrashPoint, stepOf } from './crash-points.ts';
import type { CrashPoint, PortPoint } from './crash-points.ts';
import type {
  Blow,
  ClockChange,
  CutWay,
  Fault,
  FaultyTopic,
  GarbageSort,
  Role,
  StrikePlace,
} from './faults.ts';

/** How likely the trouble is for each append while it lasts. */
const TROUBLE_RATE = 0.5;
/** A watchdog, proxy or gateway that died is started again after this long, milliseconds. */
const RESTART_MS = 2000;
/** Appends that one spell of trouble delays come this much later at most, milliseconds. */
const TROUBLE_DELAY_MS = 1500;

/** A second crash that the first one's entity does not come to waits so long for it, milliseconds. */
const SAME_WAY_MS = 2000;
/** Earlier records that one fault puts into the log once more. */
const EARLIER_COPIES = 4;

/** A blow that waits for a process to come to a point. */
interface Armed {
  readonly point: CrashPoint | PortPoint;
  /** What calls can be the point. */
  readonly call: ReturnType<typeof callOf>;
  /** Only this process; null: whoever comes. */
  readonly process: string | null;
  readonly blow: Blow;
  readonly next: CrashPoint | null;
  /** The point of the blow before, of a pair. */
  readonly after: CrashPoint | PortPoint | null;
  /** Only on this entity's way. */
  passage: Passage | null;
  skip: number;
}

/** Does a scenario's faults to a cluster, and undoes them all when it is told to. */
export class FaultInjector {
  readonly #cluster: SimCluster;
  readonly #edge: SimEdge;
  readonly #undo = new Set<() => void>();
  readonly #armed = new Set<Armed>();
  readonly #processes = new Set<SimulatedProcess>();
  readonly #draining = new Set<string>();
  readonly #replaced = new Set<string>();
  /** Points at which a process died or stopped, and how often. */
  readonly crashPoints = new Map<string, number>();
  applied = 0;
  /** Clients whose proxy ended while the one that is left does not hear a shard. */
  leftBehind = 0;

  constructor(cluster: SimCluster, edge: SimEdge, faults: readonly Fault[]) {
    this.#cluster = cluster;
    const { onProcess } = cluster;
    cluster.onProcess = (process) => {
      onProcess(process);
      this.#processes.add(process);
      this.#watch(process);
    };
    this.#edge = edge;
    for (const fault of faults) cluster.world.schedule(fault.atMs, () => this.#apply(fault));
  }

  /** Ends every fault that still lasts. */
  end(): void {
    for (const armed of this.#armed) this.#disarm(armed);
    for (const undo of Array.from(this.#undo)) undo();
    this.#cluster.world.network.healAll();
  }

  #apply(fault: Fault): void {
    const { what } = fault;
    const { world } = this.#cluster;
    this.applied += 1;
    switch (what.kind) {
      case 'strike': {
        if (what.role === 'any') return what.at && this.#arm(null, what.at, what.blow);
        const process = this.#pick(fault.target, what.role);
        if (process && what.at) this.#arm(process, what.at, what.blow);
        else if (process) this.#strike(process, what.blow);
        return;
      }
      case 'power-cut':
        return this.#pick(fault.target, 'shard')?.crash({ silent: true });
      case 'blackout':
        return this.#blackout(what.watchdogs);
      case 'garbage':
        return this.#garbage(fault, what.topic, what.sort);
      case 'drain':
        return this.#drain(this.#pick(fault.target, what.role));
      case 'wipe-store':
        return world.store.wipe();
      case 'fail-over-store':
        return world.store.failOver(what.lostMs);
      case 'store-away':
        world.store.setReachable(false);
        return this.#later(what.forMs, () => world.store.setReachable(true));
      case 'log-trouble':
        return this.#trouble(fault);
      case 'partition-away':
        return this.#partitionAway(what.topic, fault.target, what.forMs);
      case 'log-away':
        return world.log.stopAll(what.forMs);
      case 'cut':
        return this.#cut(fault, what.way, what.forMs);
      case 'slow-way':
        return this.#slow(fault, what.forMs);
      case 'behind':
        return this.#leaveBehind(fault);
      case 'datagrams':
        world.datagrams.faultRates = what.rates;
        return this.#later(what.forMs, () => (world.datagrams.faultRates = {}));
      case 'map':
        // What is on its way to a region that goes arrives when that holds nothing any more.
        if (what.cutMs !== undefined) this.#cut(fault, 'to-shard', what.cutMs);
        // Before the first map holds there is nothing to replace.
        this.#cluster.propose(what.regions).catch(() => undefined);
        return;
      case 'clock':
        return this.#clock(fault, what.change);
      case 'grow':
        this.#cluster.program = grown(this.#cluster.program);
        return;
    }
  }

  #pick(target: number, role: Exclude<Role, 'any'>): SimulatedProcess | null {
    const { shards, watchdogs } = this.#cluster;
    const { proxies, gateways } = this.#edge;
    const all = {
      shard: Array.from(shards.values()),
      watchdog: watchdogs,
      proxy: proxies,
      gateway: gateways,
      heuristic: this.#cluster.heuristics,
      worker: this.#cluster.workers,
    }[role];
    const living = all.filter(({ process }) => process.state !== 'crashed');
    return living[Math.floor(target * living.length)]?.process ?? null;
  }

  #strike(process: SimulatedProcess, blow: Blow): void {
    if (blow.kind === 'crash') {
      process.crash();
      this.#replace(process);
      return;
    }
    if (blow.kind === 'break-links') {
      this.#cluster.world.links.dropAll(process.id);
      return;
    }
    process.pause();
    this.#later(blow.forMs, () => process.resume());
  }

  #arm(process: SimulatedProcess | null, { point, skip, next }: StrikePlace, blow: Blow): void {
    const common = { point, skip, blow, passage: null, next: next ?? null, after: null };
    this.#add({ ...common, call: callOf(point), process: process?.id ?? null });
  }

  #add(armed: Armed): void {
    this.#armed.add(armed);
    for (const process of this.#processes) this.#watch(process);
  }

  #disarm(armed: Armed): void {
    this.#armed.delete(armed);
    for (const process of this.#processes) this.#watch(process);
  }

  /** A port is watched only where somebody waits at it: it is most calls' greater part. */
  #watch(process: SimulatedProcess): void {
    const ports = new Set<PortCall['port']>();
    for (const { process: wanted, call } of this.#armed) {
      if (wanted === null || wanted === process.id) ports.add(call.port);
    }
    if (ports.size === 0) process.onPortCall = null;
    else process.watch((call) => this.#visit(process, call), ports);
  }

  /** A process is at a port: whoever waits for it there strikes. */
  #visit(process: SimulatedProcess, call: PortCall): void {
    let known: CallSteps | null = null;
    for (const armed of this.#armed) {
      if (armed.process !== null && armed.process !== process.id) continue;
      const { port, operation, phase } = armed.call;
      if (port !== call.port || operation !== call.operation || phase !== call.phase) continue;
      if (isCrashPoint(armed.point)) {
        known ??= stepsOfCall(this.#cluster, call, this.#draining.has(process.id));
        const step = stepOf(armed.point);
        if (!known.has(step)) continue;
        if (armed.passage && !concerns(known, step, armed.passage)) continue;
      }
      if (armed.skip-- > 0) continue;
      this.#hit(process, armed, known);
      return;
    }
  }

  #count(name: string): void {
    this.crashPoints.set(name, (this.crashPoints.get(name) ?? 0) + 1);
  }

  #hit(process: SimulatedProcess, armed: Armed, known: CallSteps | null): void {
    const { point, blow, next } = armed;
    this.#disarm(armed);
    this.#count(point);
    if (armed.after !== null) this.#count(`${armed.after} > ${point}`);
    this.#strike(process, blow);
    if (next === null) return;
    const [passage = null] = (isCrashPoint(point) && known?.get(stepOf(point))) || [];
    const common = { point: next, after: point, process: null, blow, next: null, skip: 0 };
    const second: Armed = { ...common, call: callOf(next), passage };
    this.#add(second);
    // What the first crash undid, or what was over by then, does not come again.
    if (passage) this.#cluster.world.schedule(SAME_WAY_MS, () => (second.passage = null));
  }

  #drain(process: SimulatedProcess | null): void {
    // One that drains already is replaced once.
    if (!process || this.#draining.has(process.id)) return;
    this.#draining.add(process.id);
    process.terminate();
    if (process.role === 'proxy') process.onExit(() => this.#replace(process));
  }

  /** Who starts shards is a watchdog; for the others somebody outside does. */
  #replace(process: SimulatedProcess): void {
    const { world } = this.#cluster;
    // Who is killed while it drains ends once, and is asked for twice.
    if (this.#replaced.has(process.id)) return;
    this.#replaced.add(process.id);
    if (process.role === 'watchdog') {
      world.schedule(RESTART_MS, () => this.#cluster.startWatchdog());
    } else if (process.role === 'heuristic') {
      world.schedule(RESTART_MS, () => this.#cluster.startHeuristic());
    } else if (process.role === 'worker') {
      world.schedule(RESTART_MS, () => this.#cluster.startWorker());
    } else if (process.role === 'gateway') {
      world.schedule(RESTART_MS, () => this.#edge.startGateway());
    } else if (process.role === 'proxy') {
      const place = this.#edge.proxies.find((each) => each.process === process)?.place;
      world.schedule(RESTART_MS, () => this.#edge.startProxy(place));
    }
  }

  #blackout(watchdogs: boolean): void {
    for (const { process } of this.#cluster.shards.values()) process.crash();
    if (!watchdogs) return;
    for (const { process } of this.#cluster.watchdogs) {
      if (process.state !== 'crashed') this.#strike(process, { kind: 'crash' });
    }
  }

  /** Records that nobody of the cluster wrote now. */
  #garbage({ target, other }: Fault, topic: FaultyTopic, sort: GarbageSort): void {
    const { world, name } = this.#cluster;
    const partition = topic === 'frames' || topic === 'checkpoints' ? Math.floor(target * 6) : 0;
    const random = world.random(`garbage ${other}`);
    const put = (bytes: Uint8Array): void =>
      void world.log.inject(topicNames(name)[topic], partition, bytes);
    if (sort === 'noise') return put(random.bytes(40));
    if (sort === 'foreign') {
      const claim = { region: partition, epoch: 2 ** 40, process: random.bytes(8) };
      const stranger = randomHex(random, 16) as IncarnationId;
      return put(encodeRecord(logMessages.FrameRecord, stranger, { claim }));
    }
    if (sort === 'lie') {
      const lie = lyingCheckpoint(this.#cluster, partition);
      if (!lie) return;
      put(lie);
      // Who owns the region takes no look at its checkpoints any more.
      const owner = this.#cluster.control?.assignmentOf(regionId(partition))?.process;
      if (owner) this.#cluster.shards.get(owner)?.process.crash();
      return;
    }
    const before = [...world.log.records(topicNames(name)[topic], partition)];
    if (before.length === 0) return;
    for (let copies = 0; copies < EARLIER_COPIES; copies++) put(random.pick(before).value);
  }

  #trouble({ what }: Fault): void {
    if (what.kind !== 'log-trouble') return;
    const { log } = this.#cluster.world;
    const random = this.#cluster.world.random(`trouble ${this.applied}`);
    const kind = what.trouble === 'lost-acknowledgement' ? 'lostAcknowledgement' : what.trouble;
    const rates = { [kind]: TROUBLE_RATE, delayMsMax: TROUBLE_DELAY_MS };
    const before = log.appendFault;
    const mine: typeof before = (append) => before?.(append) ?? drawAppendFault(random, rates);
    log.appendFault = mine;
    this.#later(what.forMs, () => {
      // Spells overlap: the later one ends both if it is still in force.
      if (log.appendFault === mine) log.appendFault = null;
    });
  }

  #partitionAway(topic: FaultyTopic, target: number, forMs: number): void {
    const { world, name } = this.#cluster;
    const partition = topic === 'frames' || topic === 'checkpoints' ? Math.floor(target * 8) : 0;
    world.log.changeLeader(topicNames(name)[topic], partition, forMs);
  }

  #cut(fault: Fault, way: CutWay, forMs: number): void {
    const one = this.#pick(
      fault.target,
      way === 'to-proxy' || way === 'from-proxy' ? 'proxy' : 'shard',
    );
    if (!one) return;
    const other = this.#pick(fault.other, 'shard')?.id ?? one.id;
    if (way === 'to-shard' || way === 'from-proxy') this.#cutWay(one.id, other, forMs);
    else if (way === 'to-proxy') this.#cutWay(other, one.id, forMs);
    else if (way === 'to-log') this.#cutWay(one.id, 'log', forMs);
    else if (way === 'from-log') this.#cutWay('log', one.id, forMs);
    else this.#cutWay(one.id, 'store', forMs);
  }

  #cutWay(from: string, to: string, forMs: number): void {
    if (from === to) return;
    const { network } = this.#cluster.world;
    network.cut(from, to);
    this.#later(forMs, () => network.heal(from, to));
  }

  /** V2: what the other proxies' clients have seen of a shard's regions, the one that is left has not. */
  #leaveBehind({ target, other, what }: Fault): void {
    if (what.kind !== 'behind') return;
    const left = this.#pick(target, 'proxy');
    const shard = this.#pick(other, 'shard');
    if (!left || !shard) return;
    this.#cutWay(shard.id, left.id, what.forMs);
    this.#cluster.world.schedule(what.afterMs, () => {
      if (left.state !== 'running') return;
      for (const { process, service } of this.#edge.proxies) {
        if (process === left || process.state === 'crashed') continue;
        this.leftBehind += service.clients;
        if (what.end === 'drain') this.#drain(process);
        else this.#strike(process, { kind: 'crash' });
      }
    });
  }

  #slow(fault: Fault, forMs: number): void {
    const { network } = this.#cluster.world;
    const one = this.#pick(fault.target, 'shard');
    const to = fault.other < 0.5 ? 'log' : this.#pick(fault.other * 2 - 1, 'shard')?.id;
    if (!one || !to) return;
    network.setWayLatency(one.id, to, { minMs: 5, maxMs: 400 });
    this.#later(forMs, () => network.setWayLatency(one.id, to, null));
  }

  #clock(fault: Fault, change: ClockChange): void {
    const { world } = this.#cluster;
    if (change.kind === 'broker') return world.log.stepClock(change.byMs);
    const clock = this.#pick(fault.target, 'shard')?.clock;
    if (change.kind === 'leap') clock?.leap(change.byMs);
    else if (change.kind === 'wall') clock?.stepWall(change.byMs);
    else if (clock) {
      clock.setRate(change.rate);
      this.#undo.add(() => clock.setRate(1));
    }
  }

  #later(forMs: number, undo: () => void): void {
    const once = (): void => {
      if (this.#undo.delete(once)) undo();
    };
    this.#undo.add(once);
    this.#cluster.world.schedule(forMs, once);
  }
}
