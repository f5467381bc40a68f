import type { Logger } from '@atlasnet/schemas';
import type { LoadedConfig } from './config/index.ts';

/** An option of one command; configuration keys are taken by every command and are not listed. */
export interface CommandOption {
  /** As commander reads it: `--fresh`, `--minutes <n>`, `--seed [n]`. */
  readonly flags: string;
  readonly doc: string;
  readonly initial?: string | boolean;
}

export interface CommandArgument {
  /** As commander reads it: `<topic>` required, `[name]` optional, `[names...]` any number. */
  readonly name: string;
  readonly doc: string;
}

/** What a command gets. */
export interface CommandContext {
  readonly loaded: LoadedConfig;
  readonly config: LoadedConfig['config'];
  readonly logger: Logger;
  /** By camel-cased name, as commander gives them: `--dry-run` is `dryRun`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly args: readonly string[];
  /** Writes a line to standard output: what the command was asked for. */
  readonly print: (line: string) => void;
}

/** A command of `atlasnet`, in a file of its own: `export const command: CommandModule = …`. */
export interface CommandModule {
  readonly arguments?: readonly CommandArgument[];
  readonly options?: readonly CommandOption[];
  /** More help, after the options. */
  readonly epilogue?: string;
  /** Resolves with the exit code (nothing: 0); rejects with an AtlasError for the user. */
  run(context: CommandContext): Promise<number | void>;
}

/** A line in the table of commands; the module is loaded only when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<{ readonly command: CommandModule }>;
}
