import { mkdirSync } from 'node:fs';
import { AtlasError, ControlState, storeKeys, topicNames } from '@atlasnet/schemas';
import type { Service } from '@atlasnet/schemas';
import {
  EmbeddedEventLog,
  EmbeddedLogServer,
  NodeLogFiles,
  untilUnlocked,
} from '../../adapters/embedded/index.ts';
import { SystemClock } from '../../adapters/system/index.ts';
import { TcpInterlink } from '../../adapters/tcp/index.ts';
import type { CommandModule } from '../command.ts';
import { dataPaths } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { loadKeys } from '../keys.ts';
import { ownProcess } from '../own-process.ts';
import { makeProcessParts, parentOptions, runProcess } from '../process-parts.ts';
import type { ProcessParts } from '../process-parts.ts';
import { parentWatch, runServices } from '../run.ts';

export const command: CommandModule = {
  async run(context) {
    const parts = makeProcessParts(context, 'log', []);
    for (;;) {
      if (parts.config.process.spare && !(await untilFree(parts))) return;
      try {
        const service = await EmbeddedLogService.open(parts);
        // Everybody waits for it: its own metrics come after.
        if (parts.config.process.spare) await service.listen();
        return await runProcess(parts, [{ name: 'log', service }]);
      } catch (error) {
        // Another spare was faster.
        const isTaken = error instanceof AtlasError && error.code === 'ATLAS_LOG_LOCKED';
        if (!isTaken || !parts.config.process.spare) throw error;
      }
    }
  },
};

/**
 * Waits until the log's directory is nobody's; false when this process is to end before. A log whose cluster
 * died ends as well, and there is nobody left to take its place for.
 */
async function untilFree({ config, logger }: ProcessParts): Promise<boolean> {
  const abort = new AbortController();
  let free = false;
  const wait = async (): Promise<void> => {
    free = await untilUnlocked(dataPaths(config).log, new SystemClock(), abort.signal);
  };
  const service = { run: wait, stop: () => Promise.resolve(abort.abort()) };
  const parent = parentOptions(config);
  const parentLives = parentWatch(parent);
  await runServices([{ name: 'wait', service, finite: true }], {
    logger,
    stopLimitMs: config.process.stopLimitMs,
    ...parent,
  });
  return free && (parent.endWithParent !== true || parentLives());
}

/** Between two words about the disk, milliseconds. */
const ANNOUNCE_MS = 2000;

/** The embedded log and store of one machine (rule L7), served on two ports. */
class EmbeddedLogService implements Service {
  readonly #log: EmbeddedEventLog;
  readonly #server: EmbeddedLogServer;
  readonly #config: Config;
  readonly #parts: ProcessParts;
  readonly #clock = new SystemClock();
  #listening: Promise<void> | null = null;
  #cancel: () => void = () => undefined;
  #ended: () => void = () => undefined;
  readonly #end = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });

  private constructor(parts: ProcessParts, log: EmbeddedEventLog, server: EmbeddedLogServer) {
    this.#parts = parts;
    this.#config = parts.config;
    this.#log = log;
    this.#server = server;
  }

  /** @throws AtlasError ATLAS_LOG_LOCKED, ATLAS_LOG_CORRUPT */
  static async open(parts: ProcessParts): Promise<EmbeddedLogService> {
    const { config, id } = parts;
    const clock = new SystemClock();
    const directory = dataPaths(config).log;
    mkdirSync(directory, { recursive: true });
    const log = await EmbeddedEventLog.open({
      files: new NodeLogFiles(directory),
      diskBytesMax: config.log.embedded.diskBytesMax,
      wallMs: () => clock.wallMs(),
    });
    const interlink = new TcpInterlink({
      self: { process: id, role: 'log' },
      world: config.world.name,
      clusterKey: loadKeys(config).interlink,
      portKey: 'log.embedded.port',
      metrics: parts.metrics,
    });
    return new EmbeddedLogService(parts, log, new EmbeddedLogServer({ interlink, clock, log }));
  }

  async run(): Promise<void> {
    this.#announceLater();
    await this.listen();
    await this.#end;
  }

  /** Serves log and store. @throws AtlasError ATLAS_PORT_IN_USE */
  listen(): Promise<void> {
    this.#listening ??= this.#listen();
    return this.#listening;
  }

  async #listen(): Promise<void> {
    const host = '127.0.0.1';
    await this.#server.listen({ host, port: this.#config.log.embedded.port });
    if (this.#config.store.driver === 'embedded') {
      await this.#server.listen({ host, port: this.#config.store.embedded.port });
    }
  }

  /**
   * Says in the registry how full the disk cap is, so that regions drop old history in time. Nobody
   * else writes this entry: it is this process's own, in its own store.
   */
  #announceLater(): void {
    this.#cancel = this.#clock.after(ANNOUNCE_MS, () => {
      void this.#announce().finally(() => this.#announceLater());
    });
  }

  async #announce(): Promise<void> {
    const { config, id } = this.#parts;
    const control = new ControlState();
    try {
      const topic = topicNames(config.world.name).map;
      const request = { topic, partition: 0, fromOffset: 0, bytesMax: 1 };
      const [first] = (await this.#log.read(request)).records;
      if (first) control.applyBytes(first.value, first.offset);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
    }
    const incarnation = control.incarnationId;
    if (incarnation === null || config.store.driver !== 'embedded') return;
    const { usedBytes, bytesMax } = this.#log.diskUse;
    const entry = {
      role: 'log',
      address: '',
      draining: false,
      extra: { usedBytes, bytesMax, ...ownProcess() },
    };
    const value = new TextEncoder().encode(JSON.stringify(entry));
    const ttlMs = ANNOUNCE_MS * 3;
    await this.#server.store.set(storeKeys.process(incarnation, id), value, { ttlMs });
  }

  async stop(): Promise<void> {
    this.#cancel();
    await this.#server.stop();
    await this.#log.close();
    this.#ended();
  }
}
