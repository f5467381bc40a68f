import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AtlasError, compileWorld } from '@atlasnet/schemas';
import type { AtlasNetServer, TaskFunctions } from '@atlasnet/cluster';
import type { Config } from './config/index.ts';

function unloadable(file: string, problem: string, hint: string, cause?: unknown): AtlasError {
  return new AtlasError('ATLAS_GAME_UNLOADABLE', `world.game names ${file}, ${problem}`, {
    details: { key: 'world.game', file },
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Loads the game that the configuration names: a module whose export `server` is an AtlasNetServer.
 * @throws AtlasError ATLAS_CONFIG_INVALID when none is named; ATLAS_GAME_UNLOADABLE; ATLAS_WORLD_INVALID
 */
export async function loadGame(config: Config): Promise<AtlasNetServer> {
  return (await loadModule(config)).server;
}

/**
 * Loads the game with the tasks that its module exports beside the server.
 * @throws as {@link loadGame}; ATLAS_GAME_UNLOADABLE when one that the world declares is not there
 */
export async function loadTasks(
  config: Config,
): Promise<{ readonly server: AtlasNetServer; readonly tasks: TaskFunctions }> {
  const { file, server, module } = await loadModule(config);
  const tasks = (module['tasks'] ?? {}) as Readonly<Record<string, unknown>>;
  for (const name of declaredTasks(server)) {
    if (typeof tasks[name] === 'function') continue;
    throw unloadable(
      file,
      `which exports no task ${name}, although its world declares it`,
      'Export what defineTasks returns: `export const tasks = defineTasks(world, { … })`.',
    );
  }
  return { server, tasks: tasks as TaskFunctions };
}

/** Names of the jobs that a game may ask for. */
export function declaredTasks({ world }: AtlasNetServer): readonly string[] {
  return Object.keys(world.tasks ?? {});
}

interface GameModule {
  readonly file: string;
  readonly server: AtlasNetServer;
  readonly module: Readonly<Record<string, unknown>>;
}

async function loadModule(config: Config): Promise<GameModule> {
  if (config.world.game === '') {
    throw new AtlasError('ATLAS_CONFIG_INVALID', 'world.game is empty: there is no game to run', {
      details: { key: 'world.game' },
      hint: 'Name the compiled module that exports the game’s `server`.',
    });
  }
  const file = resolve(config.world.game);
  if (!existsSync(file)) {
    throw unloadable(file, 'which does not exist', 'Correct the path, or compile the game first.');
  }
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw unloadable(
      file,
      `which does not load: ${why}`,
      'Mend the module and start again.',
      cause,
    );
  }
  const server = module['server'] as AtlasNetServer | undefined;
  if (typeof server !== 'object' || server === null || !('world' in server)) {
    throw unloadable(
      file,
      'which exports no `server` with a `world`',
      'Export what defineServer returns: `export const server = defineServer({ world, … })`.',
    );
  }
  compileWorld(server.world);
  return { file, server, module };
}
