import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { AtlasError } from '@atlasnet/schemas';
import { makeLogger } from '../adapters/telemetry/index.ts';
import { splitArguments, type SplitArguments } from './arguments.ts';
import type { CommandEntry, CommandModule } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { loadConfig, type LoadedConfig } from './config/index.ts';
import { suggestion } from './config/suggest.ts';
import { describeFailure, exitCodeOf } from './failure.ts';
import { ROOT } from './root.ts';
import { VERSION } from './version.ts';

/** Where a run of the command line reads and writes. */
export interface MainStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const PROCESS_STREAMS: MainStreams = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  env: process.env,
};

/**
 * Runs one command.
 * @param words the command line after the program's name
 * @returns the exit code: 0, or the error's documented one
 */
export async function main(
  words: readonly string[],
  streams: MainStreams = PROCESS_STREAMS,
  commands: readonly CommandEntry[] = COMMANDS,
): Promise<number> {
  try {
    const [name, ...rest] = words;
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      streams.out(overview(commands));
      return 0;
    }
    if (name === '--version' || name === '-V') {
      streams.out(`${VERSION}\n`);
      return 0;
    }
    const entry = commands.find((command) => command.name === name);
    if (entry === undefined) throw unknownCommand(name, commands);
    return await runCommand(entry, rest, streams);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = error instanceof CommanderError ? usageError(error) : error;
    streams.error(`${describeFailure(failure)}\n`);
    return exitCodeOf(failure);
  }
}

async function runCommand(
  entry: CommandEntry,
  words: readonly string[],
  streams: MainStreams,
): Promise<number> {
  const { command } = await entry.load();
  const own = (command.options ?? []).flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? []);
  const split = splitArguments(words, new Set(own));
  let code: number | void = 0;
  const program = commandLine(entry, command, streams).action(async () => {
    const loaded = configFor(split, streams);
    const { config } = loaded;
    const { index } = config.process;
    const logger = makeLogger({
      name: index === 0 ? entry.name : `${entry.name}-${index}`,
      level: config.logging.level,
      format: config.logging.format,
    });
    code = await command.run({
      loaded,
      config,
      logger,
      options: program.opts(),
      args: program.args,
      print: (line) => streams.out(`${line}\n`),
    });
  });
  await program.parseAsync([...split.rest], { from: 'user' });
  return code ?? 0;
}

function commandLine(entry: CommandEntry, command: CommandModule, streams: MainStreams): Command {
  const program = new Command(`atlasnet ${entry.name}`)
    .description(entry.summary)
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: () => undefined })
    .option('--config <file>', 'a YAML configuration file')
    .option('--example <name>', 'the configuration examples/<name>/atlasnet.yaml')
    .addHelpText(
      'after',
      `\n${[command.epilogue?.trimEnd(), CONFIG_HELP].filter(Boolean).join('\n\n')}`,
    );
  for (const argument of command.arguments ?? []) program.argument(argument.name, argument.doc);
  for (const option of command.options ?? []) {
    program.option(option.flags, option.doc, option.initial);
  }
  return program;
}

const CONFIG_HELP = `Every key of the configuration is a flag too (--log.driver kafkajs) and an environment
variable (ATLASNET_LOG_DRIVER=kafkajs): \`atlasnet config --keys\` lists them. After --example those of
its section need no prefix: --trace FILE is --example.trace FILE.`;

function configFor(split: SplitArguments, streams: MainStreams): LoadedConfig {
  return loadConfig({
    file: split.config ?? exampleFile(split.example),
    env: streams.env,
    flags: split.flags,
  });
}

/** @throws AtlasError ATLAS_CONFIG_UNREADABLE when there is no such example */
function exampleFile(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const file = join(ROOT, 'examples', name, 'atlasnet.yaml');
  if (/^[a-z][a-z0-9-]*$/.test(name) && existsSync(file)) return file;
  throw new AtlasError('ATLAS_CONFIG_UNREADABLE', `there is no example ${name}`, {
    details: { example: name },
    hint: 'The examples are the folders of examples/ that hold an atlasnet.yaml.',
  });
}

function overview(commands: readonly CommandEntry[]): string {
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`);
  return [
    'Usage: atlasnet <command> [flags]',
    '',
    'Commands:',
    ...rows,
    '',
    '`atlasnet <command> --help` says what a command takes.',
    CONFIG_HELP,
    '',
  ].join('\n');
}

function unknownCommand(name: string, commands: readonly CommandEntry[]): AtlasError {
  const near = suggestion(
    name,
    commands.map((command) => command.name),
  );
  return new AtlasError('ATLAS_USAGE', `${name} is no command of atlasnet${near}`, {
    details: { command: name },
    hint: '`atlasnet --help` lists the commands.',
  });
}

/** Commander's words as one of our errors. */
function usageError(error: CommanderError): AtlasError {
  const sentence = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return new AtlasError('ATLAS_USAGE', sentence, {
    hint: 'Add --help for what the command takes.',
  });
}
