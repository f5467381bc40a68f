import { AtlasError, processBytes, sleep, storeKeys, topicNames } from '@atlasnet/schemas';
import type {
  Clock,
  ControlState,
  ControlVerdict,
  EventLog,
  Logger,
  MapRecordBody,
  Metrics,
  ProcessControl,
  ProcessId,
  RandomSource,
  Service,
  StateStore,
} from '@atlasnet/schemas';
import { ProcessRegistry, STARTS_ENTRY } from '../control/process-registry.ts';
import type { ProcessRegistration, RegisteredProcess } from '../control/process-registry.ts';
import { WorldClockService } from '../control/world-clock-service.ts';
import { PLAN_ENTRY, encodePlan } from '../control/standby-plan.ts';
import { BalanceReport } from './balance-report.ts';
import { decide } from './decide.ts';
import { decideStandbys } from './decide-standbys.ts';
import { emptyMemory } from './decision.ts';
import type { WatchdogAction, WatchdogMemory, WatchdogView } from './decision.ts';
import { foundWorld } from './found-world.ts';
import type { WorldFounding } from './found-world.ts';
import { mayStartProcesses } from './may-start-processes.ts';
import { Leadership } from './leadership.ts';
import type { LeaderStatus } from './leadership.ts';
import { MapTopic } from './map-topic.ts';
import { RegistryWarnings } from './registry-warnings.ts';
import { ShardChildren } from './shard-children.ts';
import { WatchedRegions } from './watched-regions.ts';
import { WATCHDOG_DEFAULTS, WATCHDOG_LIMITS } from './watchdog-options.ts';
import type { WatchdogOptions } from './watchdog-options.ts';

export interface WatchdogServiceOptions {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Null: somebody else starts shard processes. */
  readonly processes: ProcessControl | null;
  readonly process: ProcessId;
  /** What its registry entry says besides: where it runs. */
  readonly extra?: Readonly<Record<string, string | number>>;
  /** What the world begins with when its map topic is empty. */
  readonly founding: WorldFounding;
  readonly options?: Partial<WatchdogOptions>;
}

/**
 * Assigns regions to shard processes, judges their liveness, starts and replaces shard processes, and
 * carries map changes through. Several may run: one leads by a lease, and all of them append only
 * conditional records. Regions go on without any (O6).
 */
export class WatchdogService implements Service {
  readonly #ports: WatchdogServiceOptions;
  readonly #options: WatchdogOptions;
  readonly #stop = new AbortController();
  readonly #children: ShardChildren | null;
  #parts: Parts | null = null;
  #nap = new AbortController();
  #status: LeaderStatus = 'follows';
  /** Who keeps what warm, as the registry shows it to the shards. */
  #plan = '';
  readonly #warnings: RegistryWarnings;
  readonly #balance: BalanceReport;
  #shards: readonly RegisteredProcess[] = [];
  #judgesFromMs = 0;
  /** When a timer last came on time. */
  #aliveMs = 0;
  #cancelWatch = (): void => undefined;
  #running: Promise<void> | null = null;
  #failure: AtlasError | null = null;

  constructor(options: WatchdogServiceOptions) {
    const { clock, random, logger } = options;
    this.#ports = options;
    this.#warnings = new RegistryWarnings(clock, logger);
    this.#balance = new BalanceReport(logger, options.metrics);
    this.#options = { ...WATCHDOG_DEFAULTS, ...options.options };
    const { respawnDelayMs } = this.#options;
    const onExit = (process: ProcessId): void => this.#childExited(process);
    this.#children = options.processes
      ? new ShardChildren({
          control: options.processes,
          clock,
          random,
          logger,
          respawnDelayMs,
          onExit,
        })
      : null;
  }

  /** The fold of the map topic; null before the world is founded. */
  get control(): ControlState | null {
    return this.#parts?.control ?? null;
  }

  get status(): LeaderStatus {
    return this.#status;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** For a restart of itself: stop() then leaves the shard processes to the next watchdog. */
  leaveChildren(): void {
    this.#children?.leave();
  }

  /** Ends the children, too, unless they were left. */
  async stop(): Promise<void> {
    this.#end();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { log, clock, random, logger, founding } = this.#ports;
    const signal = this.#stop.signal;
    const topic = topicNames(founding.world).map;
    const request = { log, clock, random, logger, topic, founding, signal };
    const control = await foundWorld(request);
    if (!control) return;
    const parts = this.#makeParts(control);
    this.#parts = parts;
    const services = [parts.worldClock.run(), parts.registration.run()];
    for (const service of services) {
      service.catch((error: unknown) => {
        this.#failure ??= error as AtlasError;
        this.#end();
      });
    }
    this.#judgesFromMs = clock.monotonicMs() + this.#options.leaseMs;
    this.#watchPauses();
    try {
      while (!signal.aborted) await this.#turn(parts);
    } finally {
      await this.#close(parts);
    }
    if (this.#failure) throw this.#failure;
  }

  #makeParts(control: ControlState): Parts {
    const { log, store, clock, logger, process, founding } = this.#ports;
    const { leaseMs, emptyFramesLimitMs } = this.#options;
    const topics = topicNames(founding.world);
    const incarnation = control.incarnationId;
    if (!incarnation) throw new Error('a founded world has an incarnation');
    const registry = new ProcessRegistry({ store, clock, logger, incarnation, leaseMs });
    const common = { log, clock, logger, incarnation };
    return {
      control,
      registry,
      memory: emptyMemory(clock.monotonicMs()),
      registration: registry.register(() => ({
        id: process,
        role: 'watchdog',
        address: '',
        draining: false,
        extra: {
          ...this.#ports.extra,
          leads: this.#status === 'leads',
          [PLAN_ENTRY]: this.#plan,
          [STARTS_ENTRY]: this.#children !== null,
        },
      })),
      leadership: new Leadership({ store, incarnation, process, leaseMs }),
      regions: new WatchedRegions({ ...common, topics, control, emptyFramesLimitMs }),
      worldClock: new WorldClockService({
        ...common,
        process,
        topic: topics.load,
        axis: () => control.timeAxis,
      }),
      map: new MapTopic({
        log,
        clock,
        logger,
        topic: topics.map,
        control,
        onVerdict: (verdict) => this.#hear(verdict),
        onError: (error) => {
          this.#failure ??= error;
          this.#end();
        },
      }),
    };
  }

  async #close(parts: Parts): Promise<void> {
    this.#cancelWatch();
    parts.map.stop();
    parts.regions.stop();
    await Promise.all([parts.worldClock.stop(), parts.registration.stop()]);
    await this.#children?.stop();
    await parts.leadership.release();
  }

  #end(): void {
    this.#stop.abort();
    this.#nap.abort();
  }

  async #turn(parts: Parts): Promise<void> {
    const { clock } = this.#ports;
    this.#nap = new AbortController();
    const napping = this.#nap.signal;
    const storeAnswers = await this.#lookAtStore(parts);
    parts.regions.look();
    // Without the store, whoever led goes on with what is certain (O6); the others wait.
    const acts = this.#status === 'leads' || (!storeAnswers && parts.leadership.ledLast);
    if (acts && !this.#stop.signal.aborted) {
      const mayStart = await this.#act(parts, storeAnswers);
      if (this.#children && mayStart) {
        this.#children.keepUp(this.#options.shardCount, storeAnswers ? this.#shards : null);
      }
    }
    if (this.#stop.signal.aborted) return;
    await sleep(clock, WATCHDOG_LIMITS.turnMs, napping);
  }

  /** Leads or not, and who is there; false when the store does not answer. */
  async #lookAtStore({ leadership, registry }: Parts): Promise<boolean> {
    const { clock, logger, metrics } = this.#ports;
    const { status, lostGeneration } = await leadership.look();
    if (status !== this.#status) logger.info(`watchdog ${status}`, { before: this.#status });
    this.#status = status;
    metrics
      .gauge('atlasnet_watchdog_leads', 'Whether this watchdog leads.')
      .set(status === 'leads' ? 1 : 0);
    if (lostGeneration) {
      logger.warn('the store lost what it held: nobody is judged for one lease');
      this.#judgesFromMs = clock.monotonicMs() + this.#options.leaseMs;
    }
    if (status === 'unknown') return false;
    try {
      const everybody = await registry.list();
      this.#warnings.clocks(everybody);
      this.#shards = everybody.filter(({ role }) => role === 'shard');
      return true;
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      return false;
    }
  }

  /** @returns whether shard processes may be started now */
  async #act(parts: Parts, storeAnswers: boolean): Promise<boolean> {
    const { control, memory, regions, worldClock, map } = parts;
    const { clock, process, founding } = this.#ports;
    if (!control.mapInForce && !control.openProposal) {
      const first = { mapVersion: control.nextMapVersion, replaces: 0, reason: 'the first map' };
      const proposal = { ...first, regions: [...founding.regions], process: processBytes(process) };
      await map.append([{ proposal }]);
      return true;
    }
    this.#noticePause();
    const nowMs = clock.monotonicMs();
    if (storeAnswers && nowMs >= this.#judgesFromMs) {
      this.#warnings.strangers(control, regions.watches, this.#shards, this.#options.leaseMs);
    }
    const worldMs = worldClock.worldMs();
    const view: WatchdogView = {
      nowMs,
      options: this.#options,
      control,
      watches: regions.watches,
      shards: this.#shards,
      storeAnswers,
      dead: this.#children?.exited ?? new Set(),
      judges: nowMs >= this.#judgesFromMs,
      worldMs: Number.isNaN(worldMs) ? null : worldMs,
      memory,
    };
    const actions = decide(view);
    if (actions.length > 0) await map.append(actions.map((action) => this.#recordOf(action)));
    this.#balance.look(memory.balance, nowMs);
    this.#show(parts, encodePlan(decideStandbys(view)));
    return mayStartProcesses(view);
  }

  /** Shards look at the leader's registration: a new plan goes there at once. */
  #show({ registration }: Parts, plan: string): void {
    if (plan === this.#plan) return;
    this.#plan = plan;
    void registration.announce();
  }

  #recordOf(action: WatchdogAction): MapRecordBody {
    const process = processBytes(this.#ports.process);
    switch (action.kind) {
      case 'assign': {
        const { region, replaces, reason } = action;
        const owner = processBytes(action.process);
        return { assignment: { region, process: owner, replaces, reason, watchdog: process } };
      }
      case 'activate':
        return {
          activation: { mapVersion: action.mapVersion, fromTick: action.fromTick, process },
        };
      case 'withdraw':
        return { withdrawal: { mapVersion: action.mapVersion, reason: action.reason, process } };
      case 'retire':
        return { retired: { region: action.region, mapVersion: action.mapVersion } };
      case 'resume-time':
        return {
          timeResumed: { tick: action.tick, atMs: action.atMs, replaces: action.replaces },
        };
    }
  }

  #hear(verdict: ControlVerdict): void {
    const { logger, metrics } = this.#ports;
    switch (verdict.kind) {
      case 'assigned': {
        const { region, assignment } = verdict;
        const { process, epoch, reason } = assignment;
        this.#parts?.regions.assigned(region, epoch);
        logger.info('region assigned', { region, process, epoch, reason });
        metrics
          .counter('atlasnet_watchdog_assignments_total', 'Assignments that count.', ['reason'])
          .add(1, { reason });
        return;
      }
      case 'activated': {
        const { map, fromTick } = verdict.active;
        logger.info('map holds', { version: map.version, fromTick, regions: map.regions.length });
        return;
      }
      case 'withdrawn':
        logger.warn('map withdrawn', { version: verdict.mapVersion });
        return;
      case 'time-resumed':
        logger.warn('time goes on after a standstill', { tick: verdict.axis.originTick });
        return;
      case 'retired':
        logger.info('region retired', { region: verdict.region });
        return;
      default:
        return;
    }
  }

  /** Its regions are free at once, and everybody else sees that its lease is over. */
  #childExited(process: ProcessId): void {
    const incarnation = this.#parts?.control.incarnationId;
    this.#nap.abort();
    if (!incarnation) return;
    // If the store does not answer, the lease runs out by itself.
    this.#ports.store.delete(storeKeys.process(incarnation, process)).catch(() => undefined);
  }

  #watchPauses(): void {
    const { clock } = this.#ports;
    this.#aliveMs = clock.monotonicMs();
    this.#cancelWatch = clock.after(WATCHDOG_LIMITS.turnMs, () => {
      this.#noticePause();
      this.#watchPauses();
    });
  }

  /** O5: after a pause of its own a watchdog judges nobody for one full lease. */
  #noticePause(): void {
    const { clock, logger } = this.#ports;
    const nowMs = clock.monotonicMs();
    const paused = nowMs - this.#aliveMs > WATCHDOG_LIMITS.turnMs + WATCHDOG_LIMITS.pauseMs;
    this.#aliveMs = nowMs;
    if (!paused) return;
    logger.warn('the watchdog stood still: nobody is judged for one lease');
    this.#judgesFromMs = nowMs + this.#options.leaseMs;
    this.#parts?.regions.forget();
  }
}

/** What runs once the world is founded. */
interface Parts {
  readonly control: ControlState;
  readonly memory: WatchdogMemory;
  readonly registry: ProcessRegistry;
  readonly registration: ProcessRegistration;
  readonly leadership: Leadership;
  readonly regions: WatchedRegions;
  readonly worldClock: WorldClockService;
  readonly map: MapTopic;
}
