import {
  AtlasError,
  ContiguousFollower,
  ControlState,
  compileWorld,
  encodeLoadRecord,
  processBytes,
  readToEnd,
  sleep,
  topicNames,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  Interlink,
  Link,
  LinkMessage,
  Logger,
  Metrics,
  PartitionMap,
  ProcessId,
  RegionId,
  Service,
  StateStore,
  WorldSchema,
} from '@atlasnet/schemas';
import { ProcessRegistry } from '../control/process-registry.ts';
import type { ProcessRegistration, RegisteredProcess } from '../control/process-registry.ts';
import { WorldClockService } from '../control/world-clock-service.ts';
import type { AtlasNetServer } from '../game/game-api.ts';
import { LIMITS } from '../limits.ts';
import { CheckpointStore } from './checkpoint-store.ts';
import type { ClosingView } from './closing.ts';
import { LinkHub, sendBody } from './link-hub.ts';
import type { LinkBody } from './link-hub.ts';
import { RegionHost } from './region-host.ts';
import { ShardMeters } from './shard-meters.ts';

/** Between two looks at neighbours, unconfirmed messages and metrics, milliseconds. */
const MAINTAIN_MS = 50;
/** Between two load records of a region, milliseconds. */
const LOAD_MS = 1000;
/** Between two looks at the load topic's length, milliseconds. */
const TRIM_MS = 30_000;
/** Load records that are kept when the disk is short, milliseconds. */
const LOAD_KEPT_MS = 120_000;
/** Between two readings of the process registry, milliseconds. */
const REGISTRY_MS = 500;

export interface ShardOptions {
  readonly world: string;
  readonly server: AtlasNetServer;
  readonly process: ProcessId;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly interlink: Interlink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where the interlink listens, and how others reach it if that differs (NAT). */
  readonly bind: { readonly host: string; readonly port: number };
  readonly advertise?: string;
  readonly leaseMs: number;
  readonly lingerMs: number;
  readonly sessionsPerRegionMax: number;
  readonly checkpointIntervalMs: number;
  readonly replayWindowMs: number;
  /** Ticks that may run ahead of the log; LIMITS.runAheadTicks by default. */
  readonly runAheadTicks?: number;
  /** How long a stop waits for others to take its regions over, milliseconds; default 0. */
  readonly drainLimitMs?: number;
  /** Names the engine that runs the game's code (R2). */
  readonly engine: string;
  /** What else the registry shows of this process: ports, pid. */
  readonly extra?: () => Readonly<Record<string, string | number | boolean>>;
}

/** Owns the regions that the watchdog assigns to this process: ticks them and serves their readers. */
export class ShardService implements Service {
  readonly #options: ShardOptions;
  readonly #schema: WorldSchema;
  readonly #control = new ControlState();
  readonly #hosts = new Map<RegionId, RegionHost>();
  readonly #addresses = new Map<ProcessId, string>();
  readonly #abort = new AbortController();
  readonly #meters: ShardMeters;
  readonly #hub: LinkHub;
  readonly #process: Uint8Array;
  #failure: unknown = null;
  #wake: () => void = () => undefined;
  #running: Promise<void> | null = null;
  #draining = false;
  /** Shard processes that could take regions over, as the registry last said. */
  #otherShards = 0;
  #diskPressed = false;
  #announce: () => Promise<unknown> = () => Promise.resolve();

  constructor(options: ShardOptions) {
    this.#options = options;
    this.#schema = compileWorld(options.server.world);
    this.#process = processBytes(options.process);
    this.#meters = new ShardMeters(options.metrics);
    this.#hub = new LinkHub({
      self: options.process,
      interlink: options.interlink,
      clock: options.clock,
      logger: options.logger,
      addressOf: (process) => this.#addresses.get(process) ?? null,
      message: (link, message) => this.#onMessage(link, message),
      opened: () => undefined,
      closed: (link, dialled) => this.#onLinkClosed(link, dialled),
    });
  }

  /** The regions that this process ticks. */
  get regions(): readonly RegionId[] {
    return Array.from(this.#hosts.keys());
  }

  host(region: RegionId): RegionHost | null {
    return this.#hosts.get(region) ?? null;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Drains: checkpoints, waits for the watchdog to move its regions to others, then leaves. */
  async stop(): Promise<void> {
    if (!this.#draining) {
      this.#draining = true;
      await this.#drain();
    }
    this.#abort.abort();
    this.#wake();
    await this.#running?.catch(() => undefined);
  }

  async #drain(): Promise<void> {
    const { clock } = this.#options;
    const until = clock.monotonicMs() + (this.#options.drainLimitMs ?? 0);
    await this.#announce();
    for (const host of this.#hosts.values()) host.checkpointSoon();
    while (this.#hosts.size > 0 && this.#otherShards > 0 && clock.monotonicMs() < until) {
      if (!(await sleep(clock, MAINTAIN_MS, this.#abort.signal))) return;
    }
  }

  async #run(): Promise<void> {
    const { log, clock, store, logger, world, process } = this.#options;
    const topics = topicNames(world);
    const signal = this.#abort.signal;
    const incarnation = await this.#readIncarnation(topics.map);
    if (incarnation === null) return;
    const address = await this.#hub.listen(this.#options.bind);
    const registry = new ProcessRegistry({
      store,
      clock,
      logger,
      incarnation,
      leaseMs: this.#options.leaseMs,
    });
    const registration = this.#register(registry, address);
    this.#announce = () => registration.announce();
    const time = new WorldClockService({
      log,
      clock,
      logger,
      process,
      incarnation,
      topic: topics.load,
      axis: () => this.#control.timeAxis,
    });
    const follower = this.#followMap(topics.map, incarnation, time);
    const parts = [
      registration.run(),
      time.run(),
      this.#tickLoop(time, signal),
      this.#maintainLoop(signal),
      this.#loadLoop(incarnation, signal),
      this.#registryLoop(registry, signal),
      this.#trimLoop(topics.load, signal),
    ];
    try {
      await Promise.race([Promise.all(parts), aborted(signal)]);
    } finally {
      this.#abort.abort();
      follower.stop();
      for (const host of Array.from(this.#hosts.values())) host.stop('the process stops');
      await registration.stop();
      await time.stop();
      await this.#hub.close();
      await Promise.allSettled(parts);
    }
    if (this.#failure) throw this.#failure;
  }

  #register(registry: ProcessRegistry, address: string): ProcessRegistration {
    const { process, advertise, extra } = this.#options;
    return registry.register(() => ({
      id: process,
      role: 'shard',
      address: advertise ?? address,
      draining: this.#draining,
      extra: { regions: this.#hosts.size, ...extra?.() },
    }));
  }

  /** Waits for the first record of the map topic (L2); null when stopped. */
  async #readIncarnation(topic: string): Promise<IncarnationId | null> {
    const { log, clock } = this.#options;
    const { signal } = this.#abort;
    while (!signal.aborted) {
      const onRecord = ({ value, offset }: { value: Uint8Array; offset: number }): void => {
        this.#control.applyBytes(value, offset);
      };
      const fromOffset = this.#control.nextOffset;
      try {
        await readToEnd({ log, topic, partition: 0, fromOffset, onRecord, signal });
      } catch (error) {
        if (signal.aborted) return null;
        // The watchdog makes the topics.
        if (!isRetriable(error) && !isMissingTopic(error)) throw error;
      }
      const incarnation = this.#control.incarnationId;
      if (incarnation !== null) return incarnation;
      await sleep(clock, 50, signal);
    }
    return null;
  }

  #followMap(
    topic: string,
    incarnation: IncarnationId,
    time: WorldClockService,
  ): ContiguousFollower {
    const onControl = (): void => this.#reconcile(incarnation, time);
    const timer = (): void => {
      if (this.#abort.signal.aborted) return;
      onControl();
      this.#options.clock.after(MAINTAIN_MS, timer);
    };
    timer();
    return new ContiguousFollower(this.#options.log, {
      topic,
      partition: 0,
      fromOffset: this.#control.nextOffset,
      onRecords: (records) => {
        for (const { value, offset } of records) {
          const verdict = this.#control.applyBytes(value, offset);
          if (verdict.kind === 'assigned') this.#ownerChanged(verdict.region);
        }
        onControl();
      },
      onError: (error) => this.#fail(error),
    });
  }

  #ownerChanged(region: RegionId): void {
    for (const host of this.#hosts.values()) host.ownerChanged(region);
  }

  /** Hosts exactly the regions that are assigned to this process, under their newest epochs (O1). */
  #reconcile(incarnation: IncarnationId, time: WorldClockService): void {
    for (const [region, host] of this.#hosts) {
      const assigned = this.#control.assignmentOf(region);
      if (assigned?.process === this.#options.process && assigned.epoch === host.epoch) continue;
      host.stop('the region is assigned to another process');
    }
    if (!time.isReady || this.#draining) return;
    for (const region of this.#control.regionsOf(this.#options.process)) {
      if (this.#hosts.has(region)) continue;
      const epoch = this.#control.epochOf(region);
      if (this.#refused.get(region) !== epoch) this.#startHost(region, epoch, incarnation);
    }
  }

  /** O1: an epoch is claimed at most once. */
  readonly #refused = new Map<RegionId, number>();

  #startHost(region: RegionId, epoch: number, incarnation: IncarnationId): void {
    const { options, started } = this.#hostContext(incarnation);
    const host = new RegionHost({
      ...options,
      region,
      epoch,
      first: region === 0,
      homeCount: started.homeCount,
      seed: started.seed,
      stopped: (reason) => {
        if (this.#hosts.get(region) !== host) return;
        this.#hosts.delete(region);
        this.#options.logger.info('region given up', { region, epoch, reason });
      },
    });
    this.#hosts.set(region, host);
    this.#refused.set(region, epoch);
    host.takeOver().catch((error: unknown) => {
      host.stop('it could not be taken over');
      this.#fail(error);
    });
  }

  #hostContext(incarnation: IncarnationId) {
    const { log, store, clock, logger, metrics, server, process, world } = this.#options;
    const topics = topicNames(world);
    const started = this.#control.incarnation;
    if (!started) throw new Error('hosts start after the incarnation is known');
    const checkpoints = new CheckpointStore({
      log,
      store,
      logger,
      topic: topics.checkpoints,
      incarnation,
    });
    const options = {
      process,
      incarnation,
      schema: this.#schema,
      server,
      lingerTicks: Math.ceil(this.#options.lingerMs / this.#schema.tickMs),
      sessionsMax: this.#options.sessionsPerRegionMax,
      checkpointIntervalMs: this.#options.checkpointIntervalMs,
      replayWindowMs: this.#options.replayWindowMs,
      diskPressed: () => this.#diskPressed,
      runAheadTicks: this.#options.runAheadTicks ?? LIMITS.runAheadTicks,
      engine: this.#options.engine,
      topics,
      log,
      clock,
      logger,
      metrics,
      checkpoints,
      mapAt: (tick: number): PartitionMap | null => this.#control.mapAt(tick),
      closingView: (region: RegionId): ClosingView => this.#closingView(region),
      releasedRegions: (): readonly RegionId[] => this.#control.releasedRegions(),
      send: (region: RegionId, body: LinkBody): boolean => this.#sendToOwner(region, body),
    };
    return { options, started };
  }

  #closingView(region: RegionId): ClosingView {
    const history = this.#control.mapHistory;
    let absentSince = -1;
    for (let i = history.length - 1; i >= 0 && !history[i].map.has(region); i--) {
      absentSince = history[i].map.version;
    }
    const wanted = this.#control.openProposal?.map.has(region) ?? false;
    const others = this.#control.assignedRegions().filter((other) => other !== region);
    return { absentSince: wanted ? -1 : absentSince, others };
  }

  #sendToOwner(region: RegionId, body: LinkBody): boolean {
    const owner = this.#control.assignmentOf(region)?.process ?? null;
    if (owner === null) return false;
    const link = this.#hub.to(owner);
    return link !== null && sendBody(link, body);
  }

  async #tickLoop(time: WorldClockService, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const { tickMs } = this.#schema;
    while (!signal.aborted) {
      if (!time.isReady) {
        await sleep(clock, 10, signal);
        continue;
      }
      const due = Math.floor(time.tickAt(time.worldMs()));
      const started = clock.monotonicMs();
      for (const host of this.#hosts.values()) host.tickTo(due);
      this.#meters.round(clock.monotonicMs() - started);
      const wait = time.worldMsOf(due + 1) - time.worldMs();
      await this.#nap(Math.min(Math.max(wait, 0), tickMs), signal);
    }
  }

  #nap(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(delayMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
      if (signal.aborted) this.#wake();
    });
  }

  async #maintainLoop(signal: AbortSignal): Promise<void> {
    while (await sleep(this.#options.clock, MAINTAIN_MS, signal)) {
      for (const host of this.#hosts.values()) host.maintain();
      this.#meters.update(this.#hosts.values());
    }
  }

  /** P0: one append for the load of all regions; the next one replaces a lost one. */
  async #loadLoop(incarnation: IncarnationId, signal: AbortSignal): Promise<void> {
    const { clock, log, world } = this.#options;
    const topic = topicNames(world).load;
    while (await sleep(clock, LOAD_MS, signal)) {
      const records: Uint8Array[] = [];
      for (const host of this.#hosts.values()) {
        const load = host.load(this.#process);
        if (load) records.push(encodeLoadRecord(incarnation, { load }));
      }
      if (records.length > 0) await log.append(topic, 0, records);
    }
  }

  /** L1: the owner of region 0 keeps the load topic within the replay window. */
  async #trimLoop(topic: string, signal: AbortSignal): Promise<void> {
    const { log, clock, replayWindowMs } = this.#options;
    const marks: { atMs: number; offset: number }[] = [];
    while (await sleep(clock, TRIM_MS, signal)) {
      if (!this.#hosts.has(0 as RegionId)) continue;
      const window = this.#diskPressed ? LOAD_KEPT_MS : replayWindowMs;
      try {
        const { endOffset } = await log.bounds(topic, 0);
        marks.push({ atMs: clock.monotonicMs(), offset: endOffset });
        const old = marks.filter(({ atMs }) => clock.monotonicMs() - atMs > window);
        if (window <= 0 || old.length === 0) continue;
        await log.deleteBefore(topic, 0, old[old.length - 1].offset);
        marks.splice(0, old.length);
      } catch (error) {
        if (!isRetriable(error)) throw error;
      }
    }
  }

  async #registryLoop(registry: ProcessRegistry, signal: AbortSignal): Promise<void> {
    do {
      try {
        const everybody = await registry.list();
        this.#diskPressed = everybody.some(isFullLog);
        const listed = everybody.filter(({ role }) => role === 'shard');
        this.#addresses.clear();
        for (const { id, address } of listed) this.#addresses.set(id, address);
        const others = listed.filter(
          ({ id, draining }) => id !== this.#options.process && !draining,
        );
        this.#otherShards = others.length;
      } catch (error) {
        // O6: without the store, the addresses known so far go on.
        if (!isRetriable(error)) throw error;
      }
    } while (await sleep(this.#options.clock, REGISTRY_MS, signal));
  }

  #onLinkClosed(link: Link, dialled: ProcessId | null): void {
    for (const host of this.#hosts.values()) {
      host.linkClosed(link);
      if (dialled === null) continue;
      for (const region of this.#control.regionsOf(dialled)) host.ownerChanged(region);
    }
  }

  #onMessage(link: Link, message: LinkMessage): void {
    if (message.slice) {
      const { slice } = message;
      this.#hosts.get((slice.reader - 1) as RegionId)?.neighbourhood?.slice(slice);
    } else if (message.subscriptionStart) {
      const start = message.subscriptionStart;
      this.#hosts.get((start.reader - 1) as RegionId)?.neighbourhood?.start(start);
    } else if (message.ping) {
      sendBody(link, { pong: { sentMs: message.ping.sentMs } });
    } else {
      this.#toHost(link, message);
    }
  }

  #toHost(link: Link, message: LinkMessage): void {
    const { subscribe, unsubscribe, delivery, attach, command, detach } = message;
    const body = subscribe ?? unsubscribe ?? attach ?? command ?? detach;
    const region = (delivery?.to ?? body?.region) as RegionId | undefined;
    if (region === undefined) return;
    const host = this.#hosts.get(region);
    if (!host?.publisher || !host.runtime) {
      sendBody(link, { notOwner: { region } });
      return;
    }
    if (subscribe) host.publisher.subscribe(link, subscribe);
    else if (unsubscribe) host.publisher.unsubscribe(link, unsubscribe.reader);
    else if (delivery) host.runtime.deliver(delivery);
    else if (attach) host.attach(link, attach);
    else if (command) host.runtime.command(command);
    else if (detach) host.detach(link, detach);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#options.logger.error('the shard stops', {
      error: error instanceof Error ? error.message : String(error),
    });
    this.#abort.abort();
    this.#wake();
  }
}

function isRetriable(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true;
}

/** Part of its disk cap that the embedded log may use before history is dropped early. */
const DISK_PRESSURE = 0.8;

/** The embedded log says in the registry what it uses (see `atlasnet log`). */
function isFullLog({ role, extra }: RegisteredProcess): boolean {
  const used = extra['usedBytes'];
  const max = extra['bytesMax'];
  if (role !== 'log' || typeof used !== 'number' || typeof max !== 'number') return false;
  return used > max * DISK_PRESSURE;
}

function isMissingTopic(error: unknown): boolean {
  return error instanceof AtlasError && error.code === 'ATLAS_LOG_TOPIC_MISSING';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
