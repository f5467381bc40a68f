import {
  ContiguousFollower,
  ControlState,
  aborted,
  compileWorld,
  processBytes,
  sleep,
  topicNames,
  waitForIncarnation,
} from '@atlasnet/schemas';
import type { IncarnationId, Link, ProcessId, RegionId, Service } from '@atlasnet/schemas';
import { ProcessRegistry } from '../control/process-registry.ts';
import type { ProcessRegistration } from '../control/process-registry.ts';
import { WARM_ENTRY, encodeWarm } from '../control/standby-plan.ts';
import { watchStore } from '../control/store-mark.ts';
import { WorldClockService } from '../control/world-clock-service.ts';
import { WATCHDOG_LIMITS } from '../watchdog/watchdog-options.ts';
import { LinkHub, sendBody } from './link-hub.ts';
import { reportLoad, trimLoad } from './load-reporter.ts';
import { PeerBook } from './peer-book.ts';
import type { RegionHost } from './region-host.ts';
import { RegionHosts } from './region-hosts.ts';
import type { TailSource } from './recovery.ts';
import { rehearse } from './rehearsal.ts';
import { routeMessage } from './route-message.ts';
import { takeoverWords } from './takeover-times.ts';
import type { ShardOptions } from './shard-options.ts';
import { ShardMeters } from './shard-meters.ts';
import { TickLoop } from './tick-loop.ts';
import { trimRetired } from './trim-retired.ts';

/** Between two looks at neighbours and unconfirmed messages, milliseconds. */
const MAINTAIN_MS = 50;
/** Metrics are set every so many looks: once a second, and nobody scrapes them more often. */
const METERED_LOOKS = 20;

const NO_HOSTS: ReadonlyMap<RegionId, RegionHost> = new Map();

/** Owns the regions that the watchdog assigns to this process: ticks them and serves their readers. */
export class ShardService implements Service {
  readonly #options: ShardOptions;
  readonly #control = new ControlState();
  #regions: RegionHosts | null = null;
  readonly #peers: PeerBook;
  readonly #abort = new AbortController();
  readonly #meters: ShardMeters;
  readonly #hub: LinkHub;
  readonly #ticks: TickLoop;
  readonly #process: Uint8Array;
  #failure: unknown = null;
  #running: Promise<void> | null = null;
  #draining = false;
  /** What the registry says of its standbys. */
  #warm = '';
  #announce: () => Promise<unknown> = () => Promise.resolve();
  /** Who is there, read anew. */
  #lookAround: () => Promise<unknown> = () => Promise.resolve();

  constructor(options: ShardOptions) {
    this.#options = options;
    this.#peers = new PeerBook(options.process);
    this.#process = processBytes(options.process);
    this.#meters = new ShardMeters(options.metrics);
    this.#ticks = new TickLoop(options.clock, () => this.#hosts.values(), this.#meters);
    this.#hub = new LinkHub({
      self: options.process,
      interlink: options.interlink,
      clock: options.clock,
      logger: options.logger,
      addressOf: (process) => this.#peers.addressOf(process),
      message: (link, message) => routeMessage(this.#hosts, link, message),
      opened: () => undefined,
      closed: (link, dialled) => this.#onLinkClosed(link, dialled),
    });
  }

  /** The regions that this process ticks. */
  get regions(): readonly RegionId[] {
    return Array.from(this.#hosts.keys());
  }

  /** The regions that it keeps warm for their next owner. */
  get warmRegions(): readonly RegionId[] {
    return this.#regions?.standbys.warm ?? [];
  }

  get #hosts(): ReadonlyMap<RegionId, RegionHost> {
    return this.#regions?.all ?? NO_HOSTS;
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
    this.#ticks.wake();
    await this.#running?.catch(() => undefined);
  }

  async #drain(): Promise<void> {
    const { clock } = this.#options;
    const beganMs = clock.monotonicMs();
    await this.#announce();
    for (const host of this.#hosts.values()) host.checkpointSoon();
    await this.#lookAround();
    while (this.#hosts.size > 0 && this.#maySomebodyTake(clock.monotonicMs() - beganMs)) {
      if (!(await sleep(clock, MAINTAIN_MS, this.#abort.signal))) return;
    }
  }

  /** Alone, it waits for a process that a watchdog starts in its place; without such a one, for nobody. */
  #maySomebodyTake(drainingMs: number): boolean {
    if (drainingMs >= (this.#options.drainLimitMs ?? 0)) return false;
    const { otherShards, hasStarter } = this.#peers;
    return otherShards > 0 || (hasStarter && drainingMs < WATCHDOG_LIMITS.successorWaitMs);
  }

  async #run(): Promise<void> {
    const { log, clock, store, logger, world, process } = this.#options;
    const topics = topicNames(world);
    const signal = this.#abort.signal;
    const control = this.#control;
    const incarnation = await waitForIncarnation({ log, world, clock, signal, control, logger });
    if (incarnation === null) return;
    if (this.#options.rehearses === true) {
      const schema = compileWorld(this.#options.server.world);
      await rehearse({ schema, clock, process, incarnation, signal });
    }
    const address = await this.#hub.listen(this.#options.bind);
    const { leaseMs } = this.#options;
    const registry = new ProcessRegistry({ store, clock, logger, incarnation, leaseMs });
    const registration = this.#register(registry, address);
    this.#announce = () => registration.announce();
    this.#lookAround = () => this.#peers.look(registry);
    const time = new WorldClockService({
      log,
      clock,
      logger,
      process,
      incarnation,
      topic: topics.load,
      axis: () => this.#control.timeAxis,
    });
    const regions = this.#openRegions(incarnation);
    this.#regions = regions;
    const follower = this.#followMap(topics.map, regions, time);
    const load = {
      log,
      clock,
      time,
      topic: topics.load,
      process: this.#process,
      incarnation,
      replayWindowMs: this.#options.replayWindowMs,
      hosts: regions.all,
      diskPressed: () => this.#peers.diskPressed,
    };
    const sourceOf = (region: RegionId): TailSource => regions.tailSource(region);
    const retired = { ...load, control: this.#control, sourceOf };
    const parts = [
      registration.run(),
      time.run(),
      this.#ticks.run(time, signal),
      this.#maintainLoop(signal),
      reportLoad(load, signal),
      trimLoad(load, signal),
      trimRetired(retired, signal),
      this.#peers.follow(registry, clock, signal),
      ...(regions.jobs ? [regions.jobs.run(signal)] : []),
      watchStore({ ...this.#options, incarnation }, signal, () => regions.storeLost()),
    ];
    try {
      await Promise.race([Promise.all(parts), aborted(signal)]);
    } finally {
      this.#abort.abort();
      follower.stop();
      regions.stop();
      await registration.stop();
      await time.stop();
      await this.#hub.close();
      await Promise.allSettled(parts);
    }
    if (this.#failure) throw this.#failure;
  }

  #register(registry: ProcessRegistry, address: string): ProcessRegistration {
    const { process, extra } = this.#options;
    return registry.register(() => ({
      id: process,
      role: 'shard',
      address,
      draining: this.#draining,
      extra: {
        regions: this.#hosts.size,
        [WARM_ENTRY]: this.#warm,
        ...this.#regions?.declarations,
        ...takeoverWords(this.#hosts.values()),
        ...extra?.(),
      },
    }));
  }

  /** Waits for the first record of the map topic (L2); null when stopped. */
  #followMap(topic: string, regions: RegionHosts, time: WorldClockService): ContiguousFollower {
    const onControl = (): void => this.#reconcile(regions, time);
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
          if (verdict.kind === 'assigned') regions.ownerChanged(verdict.region);
        }
        onControl();
      },
      onError: (error) => this.#fail(error),
    });
  }

  #openRegions(incarnation: IncarnationId): RegionHosts {
    return new RegionHosts({
      shard: this.#options,
      incarnation,
      control: this.#control,
      meters: this.#meters,
      diskPressed: () => this.#peers.diskPressed,
      send: (process, body) => {
        const link = this.#hub.to(process);
        return link !== null && sendBody(link, body);
      },
      ready: () => this.#ticks.wake(),
      failed: (error) => this.#fail(error),
    });
  }

  /** Gives up what is another's, takes over what is this process's, keeps warm what it is asked to. */
  #reconcile(regions: RegionHosts, time: WorldClockService): void {
    regions.release();
    if (this.#draining) regions.keepWarm(new Set());
    if (!time.isReady || this.#draining) return;
    regions.takeAssigned();
    regions.keepWarm(this.#peers.standbys);
  }

  async #maintainLoop(signal: AbortSignal): Promise<void> {
    for (let look = 0; await sleep(this.#options.clock, MAINTAIN_MS, signal); look++) {
      for (const host of this.#hosts.values()) host.maintain();
      this.#announceWarm();
      if (look % METERED_LOOKS > 0) continue;
      this.#meters.update(this.#hosts.values());
      this.#regions?.standbys.updateMeters();
    }
  }

  /** Whoever plans a move waits for this. */
  #announceWarm(): void {
    const warm = encodeWarm(this.warmRegions);
    if (warm === this.#warm) return;
    this.#warm = warm;
    void this.#announce();
  }

  #onLinkClosed(link: Link, dialled: ProcessId | null): void {
    for (const host of this.#hosts.values()) {
      host.linkClosed(link);
      if (dialled === null) continue;
      for (const region of this.#control.regionsOf(dialled)) host.ownerChanged(region);
    }
  }

  #fail(error: unknown): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#options.logger.error('the shard stops', {
      error: error instanceof Error ? error.message : String(error),
    });
    this.#abort.abort();
    this.#ticks.wake();
  }
}
