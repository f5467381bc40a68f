import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectTokenIssuer, nodePacketCipher } from '@atlasnet/proxy';
import { openWorldLog } from '@atlasnet/replay';
import { compileWorld, processId, sessionId } from '@atlasnet/schemas';
import type { DatagramAddress, EventLog, TimeAxis, WorldSchema } from '@atlasnet/schemas';
import { openPorts } from '../../../cli/cluster-ports.ts';
import { loadConfig } from '../../../cli/config/index.ts';
import type { Config } from '../../../cli/config/index.ts';
import { loadGame } from '../../../cli/game-loader.ts';
import { protocolIdOf } from '../../../cli/protocol-id.ts';
import { ROOT } from '../../../cli/root.ts';
import { ClusterProcess, freePortFlags, removeFolder } from '../../cluster-process.ts';
import { noteStarted } from '../started.ts';

/** How long a cluster may take to be ready, milliseconds. */
const START_LIMIT_MS = 60_000;
const TOKEN_LIFETIME_SECONDS = 300;
/** Long enough that an overloaded run is judged by its figures, not by lost connections. */
const TIMEOUT_SECONDS = 15;

/** A world of the arena on this machine, made for one measurement and forgotten after it. */
export class ArenaCluster {
  readonly config: Config;
  readonly schema: WorldSchema;
  readonly axis: TimeAxis;
  readonly process: ClusterProcess;
  readonly #key: Uint8Array;
  readonly #directory: string;
  readonly #forget: () => void;

  private constructor(parts: {
    config: Config;
    schema: WorldSchema;
    axis: TimeAxis;
    process: ClusterProcess;
    key: Uint8Array;
    directory: string;
    forget: () => void;
  }) {
    this.config = parts.config;
    this.schema = parts.schema;
    this.axis = parts.axis;
    this.process = parts.process;
    this.#key = parts.key;
    this.#directory = parts.directory;
    this.#forget = parts.forget;
  }

  /** `flags`: configuration keys, as the command line takes them. */
  static async start(flags: Readonly<Record<string, string>>): Promise<ArenaCluster> {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-bench-'));
    const world = `arena-${randomBytes(4).toString('hex')}`;
    const all = {
      ...(await freePortFlags()),
      'data.directory': directory,
      'world.name': world,
      'example.program': '',
      'logging.level': 'info',
      'proxy.clientsMax': '4096',
      ...flags,
    };
    const process = await ClusterProcess.start(all, 'arena');
    const forget = noteStarted(() => end(process, directory));
    try {
      await process.until(({ shards, regions }) => shards > 0 && regions > 0, START_LIMIT_MS);
      const file = join(ROOT, 'examples/arena/atlasnet.yaml');
      const { config } = loadConfig({ file, flags: all });
      const { world: declaration } = await loadGame(config);
      const id = processId(randomBytes(8).toString('hex'));
      const { log, store, keys } = await openPorts({ config, id, role: 'example' });
      const axis = await readTimeAxis(log, world);
      await Promise.all([log.close(), store.close()]);
      const schema = compileWorld(declaration);
      return new ArenaCluster({
        ...{ config, schema, axis, process, directory, forget },
        key: keys.connectToken,
      });
    } catch (error) {
      process.kill();
      forget();
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  get protocolId(): bigint {
    return protocolIdOf(this.config.world.name);
  }

  /**
   * A connect token for each of `bot-0`, `bot-1` …, spread over the proxies.
   * @param step numbers between two bots; the arena puts every fourth number into its hot spot
   */
  tokens(count: number, step = 1): Uint8Array[] {
    const issuer = new ConnectTokenIssuer({
      protocolId: this.protocolId,
      privateKey: this.#key,
      random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
      cipher: nodePacketCipher,
    });
    const { port, count: proxies } = this.config.proxy;
    return Array.from({ length: count }, (_, index) => {
      const server: DatagramAddress = { host: '127.0.0.1', port: port + (index % proxies) };
      const claims = {
        account: `bot-${index * step}`,
        session: sessionId(index + 1),
        generation: 1,
      };
      const times = { lifetimeSeconds: TOKEN_LIFETIME_SECONDS, timeoutSeconds: TIMEOUT_SECONDS };
      return issuer.issue({ ...claims, ...times, servers: [server] }, Date.now());
    });
  }

  /** What the processes printed last, for a report of what went wrong. */
  get lastLines(): string {
    return this.process.lines.slice(-20).join('\n');
  }

  async stop(): Promise<void> {
    await end(this.process, this.#directory);
    this.#forget();
  }
}

async function end(process: ClusterProcess, directory: string): Promise<void> {
  await process.stop();
  await removeFolder(directory);
}

async function readTimeAxis(log: EventLog, world: string): Promise<TimeAxis> {
  const axis = (await openWorldLog(log, world)).control.timeAxis;
  if (axis === null) throw new Error('the world has no time yet');
  return axis;
}
