import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AtlasNetClient } from '@atlasnet/proxy';
import { AtlasError, sleep, waitForIncarnation } from '@atlasnet/schemas';
import type { Service, WorldDeclaration } from '@atlasnet/schemas';
import { ProcessRegistry } from '@atlasnet/cluster';
import { SystemClock } from '../../adapters/system/index.ts';
import { makeClusterClient } from '../cluster-client.ts';
import { openPorts } from '../cluster-ports.ts';
import type { CommandContext, CommandModule } from '../command.ts';
import { dataPaths } from '../config/index.ts';
import { FailedConnections } from '../failed-connections.ts';
import { loadGame } from '../game-loader.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import type { ProcessParts } from '../process-parts.ts';

/** What an example's program gets: clients like anybody else's, and its options. */
export interface ExampleHost {
  /**
   * A client of the account, connected over UDP. The user is told when it fails; try again as you like.
   * @param session its session id; drawn at random by default
   */
  connect(
    account: string,
    viewRadiusM?: number,
    session?: number,
  ): Promise<AtlasNetClient<WorldDeclaration>>;
  readonly options: CommandContext['config']['example'];
  /** A folder of the world's own. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** Who stops waits for what it asked so long, milliseconds. */
const ANSWERS_MS = 3000;

export const command: CommandModule = {
  async run(context) {
    const parts = makeProcessParts(context, 'example', []);
    const program = await loadProgram(context.config.example.program);
    const { world } = await loadGame(context.config);
    const service = new ExampleService(parts, world, program, context.print);
    await runProcess(parts, [{ name: 'example', service, finite: true }]);
  },
};

type Program = (host: ExampleHost) => Promise<void>;

/** @throws AtlasError ATLAS_GAME_UNLOADABLE */
async function loadProgram(path: string): Promise<Program> {
  const file = resolve(path);
  const module = existsSync(file)
    ? ((await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>)
    : {};
  if (typeof module['run'] === 'function') return module['run'] as Program;
  throw new AtlasError(
    'ATLAS_GAME_UNLOADABLE',
    `example.program names ${file}, which has no \`run\``,
    {
      details: { key: 'example.program', file },
      hint: 'Name a compiled module that exports `async function run(host)`.',
    },
  );
}

/** Runs an example's program with clients of its own. */
class ExampleService implements Service {
  readonly #parts: ProcessParts;
  readonly #world: WorldDeclaration;
  readonly #program: Program;
  readonly #print: (line: string) => void;
  readonly #abort = new AbortController();
  readonly #clients = new Set<AtlasNetClient<WorldDeclaration>>();
  readonly #failures: FailedConnections;
  #running: Promise<void> | null = null;

  constructor(
    parts: ProcessParts,
    world: WorldDeclaration,
    program: Program,
    print: (line: string) => void,
  ) {
    this.#parts = parts;
    this.#world = world;
    this.#program = program;
    this.#print = print;
    this.#failures = new FailedConnections(() => performance.now(), print);
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** What is under way is still answered, for a while: a world that stops, or stands, may never do it. */
  async stop(): Promise<void> {
    this.#abort.abort();
    const ended = this.#running?.catch(() => undefined);
    const patience = new AbortController();
    await Promise.race([ended, sleep(new SystemClock(), ANSWERS_MS, patience.signal)]);
    patience.abort();
    await this.#closeClients();
    await ended;
  }

  async #closeClients(): Promise<void> {
    await Promise.all(Array.from(this.#clients, (client) => client.close()));
  }

  async #run(): Promise<void> {
    const { config, logger } = this.#parts;
    const ports = await openPorts(this.#parts);
    const { signal } = this.#abort;
    try {
      const { log, clock } = ports;
      const { name: world } = config.world;
      const incarnation = await waitForIncarnation({ log, world, clock, signal, logger });
      if (incarnation === null) return;
      const registry = new ProcessRegistry({
        ...ports,
        logger,
        incarnation,
        leaseMs: config.watchdog.leaseMs,
      });
      await this.#program({
        connect: (account, viewRadiusM, session) =>
          this.#connect(ports, registry, account, viewRadiusM, session),
        options: config.example,
        directory: dataPaths(config).world,
        signal,
        print: this.#print,
      });
    } finally {
      await this.#closeClients();
      await ports.log.close();
      await ports.store.close();
    }
  }

  async #connect(
    ports: Awaited<ReturnType<typeof openPorts>>,
    registry: ProcessRegistry,
    account: string,
    viewRadiusM = 0,
    session?: number,
  ): Promise<AtlasNetClient<WorldDeclaration>> {
    const { config } = this.#parts;
    const { signal } = this.#abort;
    const asked = {
      config,
      ports,
      registry,
      world: this.#world,
      account,
      viewRadiusM,
      session,
      signal,
    };
    try {
      return await this.#connected(asked);
    } catch (error) {
      if (!signal.aborted) this.#failures.note(account, error);
      throw error;
    }
  }

  async #connected(
    asked: Parameters<typeof makeClusterClient>[0],
  ): Promise<AtlasNetClient<WorldDeclaration>> {
    const { client, token } = await makeClusterClient(asked);
    this.#clients.add(client);
    client.on('closed', () => this.#clients.delete(client));
    await client.connect(token);
    return client;
  }
}
