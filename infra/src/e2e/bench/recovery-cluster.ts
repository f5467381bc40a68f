import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ProcessRegistry } from '@atlasnet/cluster';
import {
  ContiguousFollower,
  ControlState,
  processId,
  regionId,
  topicNames,
} from '@atlasnet/schemas';
import type { ChildHandle, IncarnationId, LogRecord, ProcessControl } from '@atlasnet/schemas';
import { openPorts } from '../../cli/cluster-ports.ts';
import { loadConfig } from '../../cli/config/index.ts';
import { makeMissingKeys } from '../../cli/keys.ts';
import { makeProcessControl } from '../../cli/process-parts.ts';
import { freePortFlags, removeFolder } from '../cluster-process.ts';
import { TakeoverGaps } from '../takeover-gaps.ts';
import type { StampedTick } from '../takeover-gaps.ts';
import { noteStarted } from './started.ts';

export const WORLD = 'movers';
const REGION = regionId(0);
const SELF = '00000000000000be';
/** A cluster that does not get where it should within this long has failed, milliseconds. */
const LIMIT_MS = 120_000;
const POLL_MS = 20;
/** It is killed when it was whole for so long. */
const CALM_MS = 2500;
/** An orderly stop takes ten seconds at most. */
const STOP_MS = 12_000;

export interface RecoveryClusterOptions {
  readonly entities: number;
  readonly standbys: number;
  readonly checkpointIntervalMs: number;
  /** Whether the interval alone says when a checkpoint is due, however much has to be read after it. */
  readonly longTail?: boolean;
  /** Who sees the death: the process that spawned the shard, or nobody before the lease ends. */
  readonly seenBy: 'parent' | 'lease';
  /** Brokers, instead of the embedded log. */
  readonly kafka?: readonly string[] | undefined;
  /** `host:port`, instead of the embedded store. */
  readonly valkey?: string | undefined;
  /** Is told of every tick that runs. */
  readonly ticked?: (tick: StampedTick) => void;
}

/** What one kill cost, milliseconds: phases by the log's clock and the new owner's own. */
export interface RecoveryTimes {
  readonly from: string;
  readonly totalMs: number;
  readonly detectMs: number;
  readonly claimMs: number;
  readonly checkpointMs: number;
  readonly tailMs: number;
  readonly firstTickMs: number;
  readonly missedTicks: number;
}

/** A log, a watchdog and two shards as processes, of which the owner is killed again and again. */
export class RecoveryCluster {
  readonly #options: RecoveryClusterOptions;
  readonly #directory: string;
  readonly #control: ProcessControl & { killAll(): void };
  readonly #ports: Awaited<ReturnType<typeof openPorts>>;
  readonly #map = new ControlState();
  /** When each epoch was assigned, by the log's clock. */
  readonly #assignedAtMs = new Map<number, number>();
  readonly #takeovers = new Map<number, Record<string, unknown>>();
  readonly #followers: ContiguousFollower[] = [];
  #gaps: TakeoverGaps | null = null;
  #shards: ChildHandle[] = [];
  #watchdog: ChildHandle | null = null;
  #stopping: Promise<void> | null = null;
  readonly #forget: () => void;

  static async start(options: RecoveryClusterOptions): Promise<RecoveryCluster> {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-recovery-'));
    const loaded = loadConfig({
      flags: { ...(await freePortFlags()), ...flagsOf(options, directory) },
    });
    makeMissingKeys(loaded.config);
    let cluster: RecoveryCluster | null = null;
    const environment = { ATLASNET_BENCH_ENTITIES: String(options.entities) };
    const control = makeProcessControl(loaded, (line) => cluster?.heard(line), environment);
    const id = processId(SELF);
    const ports = await openPorts({ config: loaded.config, id, role: 'cluster' });
    cluster = new RecoveryCluster(options, directory, control, ports);
    try {
      await cluster.#begin();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  private constructor(
    options: RecoveryClusterOptions,
    directory: string,
    control: ProcessControl & { killAll(): void },
    ports: Awaited<ReturnType<typeof openPorts>>,
  ) {
    this.#options = options;
    this.#directory = directory;
    this.#control = control;
    this.#ports = ports;
    this.#forget = noteStarted(() => this.stop());
  }

  async #begin(): Promise<void> {
    const { kafka, seenBy, ticked } = this.#options;
    const topics = topicNames(WORLD);
    if (!kafka) this.#control.spawn('log', {});
    await until('the log answers', () =>
      this.#ports.log
        .ensureTopic({
          topic: topics.map,
          partitions: 1,
          replicationFactor: 1,
          minInsyncReplicas: 1,
          recordBytesMax: 1_000_000,
        })
        .then(
          () => true,
          () => false,
        ),
    );
    this.#watchdog = this.#control.spawn('watchdog', {});
    if (seenBy === 'lease') this.#shards = [0, 1].map((index) => this.#spawnShard(index));
    this.#follow(topics.map, ({ value, offset, timestampMs }) => {
      const verdict = this.#map.applyBytes(value, offset);
      if (verdict.kind === 'assigned')
        this.#assignedAtMs.set(verdict.assignment.epoch, timestampMs);
    });
    await until('the world is founded', () => this.#map.incarnationId !== null);
    const incarnation = this.#map.incarnationId;
    if (incarnation === null) return;
    const gaps = new TakeoverGaps(REGION, incarnation, ticked);
    this.#gaps = gaps;
    this.#follow(topics.frames, (record) => gaps.take(record));
  }

  /** As the watchdog does when it is the parent: a shard that is gone is replaced. */
  #spawnShard(index: number): ChildHandle {
    const handle = this.#control.spawn('shard', { 'process.index': String(index) });
    void handle.exited.then(() => {
      if (this.#stopping === null) this.#shards[index] = this.#spawnShard(index);
    });
    return handle;
  }

  #follow(topic: string, take: (record: LogRecord) => void): void {
    const request = {
      topic,
      partition: 0,
      fromOffset: 0,
      onRecords: (records: readonly LogRecord[]) => records.forEach(take),
      onError: (error: unknown) => console.error(`${topic}: ${String(error)}`),
    };
    this.#followers.push(new ContiguousFollower(this.#ports.log, request));
  }

  /** A line of any process: shards say what a takeover took them. */
  heard(line: string): void {
    const at = line.indexOf('{');
    if (at < 0 || !line.includes('region taken over')) return;
    const said = JSON.parse(line.slice(at)) as Record<string, unknown>;
    this.#takeovers.set(Number(said['epoch']), said);
  }

  /** Kills the owner once all is calm; resolves when everybody ticks again. */
  async kill(): Promise<RecoveryTimes> {
    const pid = await this.calm();
    const before = this.#gaps?.gaps.length ?? 0;
    const killedAtMs = Date.now();
    process.kill(pid, 'SIGKILL');
    await until('the region ticks again', () => (this.#gaps?.gaps.length ?? 0) > before);
    const gap = this.#gaps?.gaps[before];
    if (!gap) throw new Error('there is a gap');
    if (gap.entities < this.#options.entities)
      throw new Error(`${gap.entities} entities tick again`);
    await until('the owner says what it did', () => this.#takeovers.has(gap.epoch));
    const said = this.#takeovers.get(gap.epoch);
    const assignedAtMs = this.#assignedAtMs.get(gap.epoch) ?? NaN;
    const claimedAtMs = gap.atMs - gap.firstFrameMs;
    const checkpointMs = Number(said?.['checkpointMs']);
    const tailMs = Number(said?.['tailMs']);
    return {
      from: String(said?.['from']),
      totalMs: gap.atMs - killedAtMs,
      detectMs: assignedAtMs - killedAtMs,
      claimMs: claimedAtMs - assignedAtMs,
      checkpointMs,
      tailMs,
      firstTickMs: gap.firstFrameMs - checkpointMs - tailMs,
      missedTicks: gap.missedTicks,
    };
  }

  get ports(): Awaited<ReturnType<typeof openPorts>> {
    return this.#ports;
  }

  /** Null before the world is founded. */
  get incarnation(): IncarnationId | null {
    return this.#map.incarnationId;
  }

  /** How often the region has changed its owner. */
  get takeovers(): number {
    return this.#gaps?.gaps.length ?? 0;
  }

  /** Everybody is there and ticks, and who takes over is as ready as it gets. @returns the owner's pid */
  async calm(): Promise<number> {
    let pid = 0;
    let wholeSinceMs = Infinity;
    // The newest owner's first seconds are not like the rest: code is cold, a checkpoint is due, and a standby that was
    // warm of an empty world finds out that it is not.
    await until('the cluster is whole', async () => {
      const owner = await this.#wholeUnder();
      wholeSinceMs = owner === 0 || owner !== pid ? Date.now() : wholeSinceMs;
      pid = owner;
      return pid > 0 && Date.now() - wholeSinceMs >= CALM_MS;
    });
    return pid;
  }

  /** The pid of the owner when all are there, and warm where one has to be; 0 as long as that is not so. */
  async #wholeUnder(): Promise<number> {
    const { entities, standbys } = this.#options;
    const { store, clock } = this.#ports;
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    const incarnation = this.#map.incarnationId;
    const owner = this.#map.assignmentOf(REGION)?.process;
    if (!incarnation || !owner || this.#gaps?.newest?.entities !== entities) return 0;
    const registry = new ProcessRegistry({
      ...{ store, clock, logger: quiet, incarnation, leaseMs: 1500 },
    });
    const shards = await registry.list('shard').catch(() => []);
    const warm = shards.filter(({ extra }) => extra['warm'] === String(REGION)).length;
    if (shards.length !== 2 || warm !== Math.min(1, standbys)) return 0;
    return Number(shards.find((shard) => shard.id === owner)?.extra['pid'] ?? 0);
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  async #stop(): Promise<void> {
    for (const follower of this.#followers) follower.stop();
    // It ends the shards that it started; killed, it would leave them behind.
    this.#watchdog?.kill('SIGTERM');
    await Promise.race([this.#watchdog?.exited, delay(STOP_MS, null, { ref: false })]);
    this.#control.killAll();
    await this.#ports.log.close();
    await this.#ports.store.close();
    await removeFolder(this.#directory);
    this.#forget();
  }
}

function flagsOf(options: RecoveryClusterOptions, directory: string): Record<string, string> {
  const { standbys, checkpointIntervalMs, longTail, seenBy, kafka, valkey } = options;
  return {
    'world.name': WORLD,
    'world.game': fileURLToPath(new URL('./recovery-game.js', import.meta.url)),
    'world.homeCount': '1',
    'world.regions.initial': '1',
    'world.regions.min': '1',
    'data.directory': directory,
    'shards.count': '2',
    'shards.standbys': String(standbys),
    'shards.checkpointIntervalMs': String(checkpointIntervalMs),
    ...(longTail ? { 'shards.checkpointTailBytes': String(2 ** 40) } : {}),
    'watchdog.spawn': String(seenBy === 'parent'),
    'watchdog.respawnDelayMs': '0',
    'watchdog.balanceIntervalMs': '3600000',
    'metrics.enabled': 'false',
    'process.endWithParent': 'true',
    'logging.level': 'info',
    'logging.format': 'json',
    ...(kafka ? { 'log.driver': 'kafkajs', 'log.kafka.brokers': kafka.join(',') } : {}),
    ...(valkey ? { 'store.driver': 'valkey', 'store.valkey.url': `redis://${valkey}` } : {}),
  };
}

async function until(what: string, reached: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  while (!(await reached())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await delay(POLL_MS);
  }
}
