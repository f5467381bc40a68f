import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AtlasNetClient, CommandOutcome } from '@atlasnet/proxy';
import { AtlasError } from '@atlasnet/schemas';
import type { WorldDeclaration } from '@atlasnet/schemas';
import { randomWalk } from './random-walk.ts';

/** What a behaviour is given: one bot that has joined. */
export interface BotHost {
  /** 0 for the first bot, 1 for the next … */
  readonly index: number;
  readonly account: string;
  /** Its view of the world: entities, avatar, schema. */
  readonly client: AtlasNetClient<WorldDeclaration>;
  /** Uniform in [0, 1), a sequence of the bot's own. */
  readonly random: () => number;
  /**
   * Sends a command, and measures its round trip. Null: too many wait, or the connection is gone.
   */
  command(name: string, payload: Readonly<Record<string, unknown>>): Promise<CommandOutcome | null>;
  /** Sends an unreliable input. */
  input(name: string, payload: Readonly<Record<string, unknown>>): void;
}

/** Called once for each bot; what it returns is called ten times a second from then on. */
export type Behaviour = (bot: BotHost) => () => void;

/**
 * The function `behave` that a module exports; the random walk if none is named.
 * @throws AtlasError ATLAS_USAGE
 */
export async function loadBehaviour(path: string | undefined): Promise<Behaviour> {
  if (path === undefined) return randomWalk;
  const file = resolve(path);
  if (!existsSync(file)) throw unloadable(file, 'which does not exist', 'Correct the path.');
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw unloadable(file, `which does not load: ${String(error)}`, 'Mend the module.');
  }
  if (typeof module['behave'] === 'function') return module['behave'] as Behaviour;
  throw unloadable(
    file,
    'which has no `behave`',
    'Export `function behave(bot)`; it returns what is called ten times a second.',
  );
}

function unloadable(file: string, problem: string, hint: string): AtlasError {
  return new AtlasError('ATLAS_USAGE', `--behaviour names ${file}, ${problem}`, { hint });
}
