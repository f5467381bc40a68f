import { mkdirSync } from 'node:fs';
import { AtlasError, ControlState, aborted, sleep, storeKeys, topicNames } from '@atlasnet/schemas';
import type { Service } from '@atlasnet/schemas';
import {
  EmbeddedEventLog,
  EmbeddedLogServer,
  NodeLogFiles,
  StoreHeir,
  lockHolder,
  logLocked,
  rehearseLog,
} from '../../adapters/embedded/index.ts';
import { SystemClock } from '../../adapters/system/index.ts';
import { TcpInterlink } from '../../adapters/tcp/index.ts';
import type { CommandModule } from '../command.ts';
import { dataPaths } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { linkKeys } from '../keys.ts';
import { LogDisk } from '../log-disk.ts';
import { ownProcess } from '../own-process.ts';
import { makeProcessParts, parentOptions, rehearseMetrics, runProcess } from '../process-parts.ts';
import type { ProcessParts } from '../process-parts.ts';
import { parentWatch } from '../run.ts';

export const command: CommandModule = {
  async run(context) {
    const parts = makeProcessParts(context, 'log', []);
    const service = new EmbeddedLogService(parts);
    if (!parts.config.process.spare) await service.begin();
    await runProcess(parts, [{ name: 'log', service }], { serves: service.serves });
  },
};

/** Between two words about the disk, milliseconds, and while it is more than half full: regions drop history by it. */
const ANNOUNCE_MS = 2000;
const ANNOUNCE_SOON_MS = 500;
/** Between two looks at whether the ports are free, milliseconds, while nobody says when they are. */
const PORT_LOOK_MS = 20;
/** And while whoever has them will, or its link will close: a look is a millisecond of a processor. */
const HELD_LOOK_MS = 1000;
/** Between two looks at whether a log that ends has given its directory back, milliseconds: all wait for it. */
const LOCK_LOOK_MS = 2;
/** Ports that somebody has who has no log are waited for so long, milliseconds. */
const STRANGER_MS = 5000;

/** The embedded log and store of one machine (rule L7), served on two ports. */
class EmbeddedLogService implements Service {
  readonly #server: EmbeddedLogServer;
  readonly #config: Config;
  readonly #parts: ProcessParts;
  readonly #clock = new SystemClock();
  readonly #interlink: TcpInterlink;
  readonly #heir: StoreHeir;
  /** This process's own entry in the registry, once there is one. */
  #entryKey: string | null = null;
  #log: EmbeddedEventLog | null = null;
  #disk: LogDisk | null = null;
  #cancel: () => void = () => undefined;
  readonly #abort = new AbortController();
  #running: Promise<void> | null = null;
  #opened: () => void = () => undefined;
  /** Resolves when clients are served. */
  readonly serves = new Promise<void>((resolve) => {
    this.#opened = resolve;
  });

  constructor(parts: ProcessParts) {
    const { config, id } = parts;
    this.#parts = parts;
    this.#config = config;
    this.#interlink = new TcpInterlink({
      self: { process: id, role: 'log' },
      world: config.world.name,
      ...linkKeys(config),
      portKey: 'log.embedded.port',
      metrics: parts.metrics,
    });
    const [interlink, clock] = [this.#interlink, this.#clock];
    this.#server = new EmbeddedLogServer({ interlink, clock, log: null });
    const address = `127.0.0.1:${config.log.embedded.port}`;
    this.#heir = new StoreHeir({ interlink, clock, address });
  }

  /**
   * Serves from now on. Ports first: whoever has them is the next, and is there for clients that the last
   * one lets go.
   * @throws AtlasError as #listen() and #open()
   */
  async begin(): Promise<void> {
    await this.#listen();
    await this.#open();
  }

  /**
   * Takes the ports of log and store: who comes waits until the log is open.
   * @throws AtlasError ATLAS_PORT_IN_USE; ATLAS_LOG_LOCKED when that is because the log has its process
   */
  async #listen(): Promise<void> {
    const { log, store } = this.#config;
    const host = '127.0.0.1';
    try {
      await this.#server.listen({ host, port: log.embedded.port });
      if (store.driver !== 'embedded') return;
      await this.#server.listen({ host, port: store.embedded.port });
    } catch (error) {
      await this.#server.closePorts();
      const pid = lockHolder(this.#directory);
      throw pid === null ? error : logLocked(this.#directory, pid);
    }
  }

  /**
   * Rehearses, waits for the ports, and then for the directory.
   * @returns false when this process is to end before. A log whose cluster died ends as well, and there is
   *   nobody left to take its place for
   */
  async #untilItsTurn(signal: AbortSignal): Promise<boolean> {
    const parent = parentOptions(this.#config);
    const parentLives = parentWatch(parent);
    await this.#rehearse(signal);
    let heldMs = this.#clock.monotonicMs();
    while (!signal.aborted) {
      try {
        await this.#listen();
        break;
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        const nowMs = this.#clock.monotonicMs();
        if (error.code === 'ATLAS_LOG_LOCKED') {
          heldMs = nowMs;
          void this.#heir.seek();
        }
        if (nowMs - heldMs > STRANGER_MS) throw error;
        await this.#heir.untilItGoes(this.#heir.waits ? HELD_LOOK_MS : PORT_LOOK_MS, signal);
      }
    }
    while (!signal.aborted && lockHolder(this.#directory) !== null) {
      await sleep(this.#clock, LOCK_LOOK_MS, signal);
    }
    return !signal.aborted && (parent.endWithParent !== true || parentLives());
  }

  /** What is done first when its turn comes, for nothing; a spare is worth having without. */
  async #rehearse(signal: AbortSignal): Promise<void> {
    try {
      await rehearseMetrics(this.#parts);
      await rehearseLog(this.#interlink, this.#clock, signal);
    } catch (error) {
      this.#parts.logger.warn('the rehearsal failed', { error: String(error) });
    }
  }

  /** Serves log and store from now on. @throws AtlasError ATLAS_LOG_LOCKED, ATLAS_LOG_CORRUPT */
  async #open(): Promise<void> {
    mkdirSync(this.#directory, { recursive: true });
    this.#log = await EmbeddedEventLog.open({
      files: new NodeLogFiles(this.#directory),
      diskBytesMax: this.#config.log.embedded.diskBytesMax,
      wallMs: () => this.#clock.wallMs(),
    });
    this.#disk = new LogDisk({
      ...this.#parts,
      log: this.#log,
      clock: this.#clock,
      capBytes: this.#config.log.embedded.diskBytesMax,
    });
    await this.#server.inherit(this.#heir);
    this.#server.begin(this.#log);
    this.#opened();
  }

  get #directory(): string {
    return dataPaths(this.#config).log;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    if (this.#config.process.spare) {
      if (!(await this.#untilItsTurn(signal))) return;
      await this.#open();
    }
    if (signal.aborted) return;
    this.#announceLater();
    await aborted(signal);
  }

  /**
   * Says in the registry how full the disk cap is, so that regions drop old history in time. Nobody
   * else writes this entry: it is this process's own, in its own store.
   */
  #announceLater(): void {
    const use = this.#log?.diskUse;
    const isSoon = use !== undefined && use.usedBytes > use.bytesMax / 2;
    this.#cancel = this.#clock.after(isSoon ? ANNOUNCE_SOON_MS : ANNOUNCE_MS, () => {
      void this.#announce().finally(() => this.#announceLater());
    });
  }

  async #announce(): Promise<void> {
    const { config, id } = this.#parts;
    const control = new ControlState();
    const [log, disk] = [this.#log, this.#disk];
    if (log === null || disk === null) return;
    const use = await disk.look();
    try {
      const topic = topicNames(config.world.name).map;
      const request = { topic, partition: 0, fromOffset: 0, bytesMax: 1 };
      const [first] = (await log.read(request)).records;
      if (first) control.applyBytes(first.value, first.offset);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
    }
    const incarnation = control.incarnationId;
    if (incarnation === null || config.store.driver !== 'embedded') return;
    const entry = {
      role: 'log',
      address: '',
      draining: false,
      extra: { ...use, ...ownProcess() },
    };
    const value = new TextEncoder().encode(JSON.stringify(entry));
    const ttlMs = ANNOUNCE_MS * 3;
    this.#entryKey = storeKeys.process(incarnation, id);
    await this.#server.store.set(this.#entryKey, value, { ttlMs });
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    // A log that is being opened is closed in order, too.
    await this.#running?.catch(() => undefined);
    this.#cancel();
    this.#heir.close();
    await this.#server.handOver();
    // The store is the next one's from here on, and this process no part of what it tells.
    if (this.#entryKey !== null) await this.#server.store.delete(this.#entryKey);
    this.#server.endService();
    // Then a spare opens the log; clients that had nobody to go to are let go only now, and find it there.
    await this.#log?.close();
    await this.#server.stop();
  }
}
