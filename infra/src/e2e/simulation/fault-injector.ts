import { topicNames } from '@atlasnet/schemas';
import type { PortCall, SimulatedProcess } from '../../adapters/simulated/index.ts';
import type { SimCluster } from '../sim-cluster.ts';
import type { SimEdge } from '../sim-edge.ts';
import { concerns, stepsOfCall } from './call-steps.ts';
import type { CallSteps, Passage } from './call-steps.ts';
import { grown } from './grown-world.ts';
import { callOf, isCrashPoint, stepOf } from './crash-points.ts';
import type { CrashPoint, PortPoint } from './crash-points.ts';
import type { Blow, ClockChange, CutWay, Fault, FaultyTopic, Role, StrikePlace } from './faults.ts';
import { putGarbage } from './garbage.ts';
import { troubleOf } from './log-trouble.ts';

/** A watchdog, proxy or gateway that died is started again after this long, milliseconds. */
const RESTART_MS = 2000;
/** A second crash that the first one's entity does not come to waits so long for it, milliseconds. */
const SAME_WAY_MS = 2000;
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
  /** Faults that took effect: they found somebody, or something, to befall. */
  done = 0;
  #begun = 0;
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
    this.#begun += 1;
    if (this.#begin(fault)) this.done += 1;
  }

  /** @returns whether it takes effect now; those that wait for somebody, or something, are counted then */
  #begin(fault: Fault): boolean {
    const { what } = fault;
    const { world } = this.#cluster;
    switch (what.kind) {
      case 'strike': {
        const process = what.role === 'any' ? null : this.#pick(fault.target, what.role);
        if (what.at && (process || what.role === 'any')) this.#arm(process, what.at, what.blow);
        else if (process) this.#strike(process, what.blow);
        return process !== null && !what.at;
      }
      case 'power-cut': {
        const process = this.#pick(fault.target, 'shard');
        process?.crash({ silent: true });
        return process !== null;
      }
      case 'blackout':
        return this.#blackout(what.watchdogs);
      case 'garbage':
        return putGarbage(this.#cluster, fault, what);
      case 'drain':
        return this.#drain(this.#pick(fault.target, what.role));
      case 'wipe-store':
        world.store.wipe();
        return true;
      case 'fail-over-store':
        world.store.failOver(what.lostMs);
        return true;
      case 'store-away':
        world.store.setReachable(false);
        return this.#later(what.forMs, () => world.store.setReachable(true));
      case 'store-lag':
        world.store.setLag(what.lagMs);
        return this.#later(what.forMs, () => world.store.setLag(0));
      case 'log-trouble':
        return this.#trouble(fault);
      case 'partition-away':
        return this.#partitionAway(what.topic, fault.target, what.forMs);
      case 'log-away':
        world.log.stopAll(what.forMs);
        return true;
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
        this.#cluster.propose(what.regions).then(
          () => (this.done += 1),
          () => undefined,
        );
        return false;
      case 'clock':
        return this.#clock(fault, what.change);
      case 'grow':
        this.#cluster.program = grown(this.#cluster.program);
        return true;
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
    if (armed.after === null) this.done += 1;
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

  #drain(process: SimulatedProcess | null): boolean {
    // One that drains already is replaced once.
    if (!process || this.#draining.has(process.id)) return false;
    this.#draining.add(process.id);
    process.terminate();
    if (process.role === 'proxy') process.onExit(() => this.#replace(process));
    return true;
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

  #blackout(watchdogs: boolean): boolean {
    const shards = Array.from(this.#cluster.shards.values(), ({ process }) => process);
    const living = shards.filter(({ state }) => state !== 'crashed');
    for (const process of living) process.crash();
    if (!watchdogs) return living.length > 0;
    for (const { process } of this.#cluster.watchdogs) {
      if (process.state !== 'crashed') this.#strike(process, { kind: 'crash' });
    }
    return true;
  }

  /** Takes effect with the first append that it befalls. */
  #trouble({ what }: Fault): boolean {
    if (what.kind !== 'log-trouble') return false;
    const { world } = this.#cluster;
    const { log } = world;
    const draw = troubleOf(what.trouble, world.random(`trouble ${this.#begun}`));
    const before = log.appendFault;
    let hasBefallen = false;
    const mine: typeof before = (append) => {
      const fault = before?.(append) ?? draw(append);
      if (fault && !hasBefallen) this.done += 1;
      hasBefallen ||= fault !== null;
      return fault;
    };
    log.appendFault = mine;
    this.#later(what.forMs, () => {
      // Spells overlap: the later one ends both if it is still in force.
      if (log.appendFault === mine) log.appendFault = null;
    });
    return false;
  }

  #partitionAway(topic: FaultyTopic, target: number, forMs: number): boolean {
    const { world, name } = this.#cluster;
    const partition = topic === 'frames' || topic === 'checkpoints' ? Math.floor(target * 8) : 0;
    const where = topicNames(name)[topic];
    world.log.changeLeader(where, partition, forMs);
    return world.log.bounds(where, partition).endOffset > 0;
  }

  #cut(fault: Fault, way: CutWay, forMs: number): boolean {
    const one = this.#pick(
      fault.target,
      way === 'to-proxy' || way === 'from-proxy' ? 'proxy' : 'shard',
    );
    if (!one) return false;
    const other = this.#pick(fault.other, 'shard')?.id ?? one.id;
    if (way === 'to-shard' || way === 'from-proxy') return this.#cutWay(one.id, other, forMs);
    if (way === 'to-proxy') return this.#cutWay(other, one.id, forMs);
    if (way === 'to-log') return this.#cutWay(one.id, 'log', forMs);
    if (way === 'from-log') return this.#cutWay('log', one.id, forMs);
    return this.#cutWay(one.id, 'store', forMs);
  }

  #cutWay(from: string, to: string, forMs: number): boolean {
    if (from === to) return false;
    const { network } = this.#cluster.world;
    network.cut(from, to);
    return this.#later(forMs, () => network.heal(from, to));
  }

  /** V2: what the other proxies' clients have seen of a shard's regions, the one that is left has not. */
  #leaveBehind({ target, other, what }: Fault): boolean {
    if (what.kind !== 'behind') return false;
    const left = this.#pick(target, 'proxy');
    const shard = this.#pick(other, 'shard');
    if (!left || !shard) return false;
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
    return true;
  }

  #slow(fault: Fault, forMs: number): boolean {
    const { network } = this.#cluster.world;
    const one = this.#pick(fault.target, 'shard');
    const to = fault.other < 0.5 ? 'log' : this.#pick(fault.other * 2 - 1, 'shard')?.id;
    if (!one || !to || one.id === to) return false;
    network.setWayLatency(one.id, to, { minMs: 5, maxMs: 400 });
    return this.#later(forMs, () => network.setWayLatency(one.id, to, null));
  }

  #clock(fault: Fault, change: ClockChange): boolean {
    const { world } = this.#cluster;
    if (change.kind === 'broker') {
      world.log.stepClock(change.byMs);
      return true;
    }
    const clock = this.#pick(fault.target, 'shard')?.clock;
    if (!clock) return false;
    if (change.kind === 'leap') clock.leap(change.byMs);
    else if (change.kind === 'wall') clock.stepWall(change.byMs);
    else {
      clock.setRate(change.rate);
      this.#undo.add(() => clock.setRate(1));
    }
    return true;
  }

  #later(forMs: number, undo: () => void): true {
    const once = (): void => {
      if (this.#undo.delete(once)) undo();
    };
    this.#undo.add(once);
    this.#cluster.world.schedule(forMs, once);
    return true;
  }
}
