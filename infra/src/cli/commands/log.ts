import { mkdirSync } from 'node:fs';
import type { Service } from '@atlasnet/schemas';
import {
  EmbeddedEventLog,
  EmbeddedLogServer,
  NodeLogFiles,
} from '../../adapters/embedded/index.ts';
import { SystemClock } from '../../adapters/system/index.ts';
import { TcpInterlink } from '../../adapters/tcp/index.ts';
import type { CommandModule } from '../command.ts';
import { dataPaths } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { loadKeys } from '../keys.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import type { ProcessParts } from '../process-parts.ts';

export const command: CommandModule = {
  async run(context) {
    const parts = makeProcessParts(context, 'log', []);
    const service = await EmbeddedLogService.open(parts);
    await runProcess(parts, [{ name: 'log', service }]);
  },
};

/** The embedded log and store of one machine (rule L7), served on two ports. */
class EmbeddedLogService implements Service {
  readonly #log: EmbeddedEventLog;
  readonly #server: EmbeddedLogServer;
  readonly #config: Config;
  #ended: () => void = () => undefined;
  readonly #end = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });

  private constructor(config: Config, log: EmbeddedEventLog, server: EmbeddedLogServer) {
    this.#config = config;
    this.#log = log;
    this.#server = server;
  }

  /** @throws AtlasError ATLAS_LOG_LOCKED, ATLAS_LOG_CORRUPT */
  static async open({ config, id }: ProcessParts): Promise<EmbeddedLogService> {
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
    });
    return new EmbeddedLogService(config, log, new EmbeddedLogServer({ interlink, clock, log }));
  }

  async run(): Promise<void> {
    const host = '127.0.0.1';
    await this.#server.listen({ host, port: this.#config.log.embedded.port });
    if (this.#config.store.driver === 'embedded') {
      await this.#server.listen({ host, port: this.#config.store.embedded.port });
    }
    await this.#end;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await this.#log.close();
    this.#ended();
  }
}
