import { spawn } from 'node:child_process';
import { CLI_SCRIPT } from '../cli/root.ts';

/** How a command of the CLI ended. */
export interface CliRun {
  /** The exit code; null when it had to be killed at the limit. */
  readonly code: number | null;
  /** The last line that it printed. */
  readonly last: string;
  readonly text: string;
}

/** What a user does when a line comes. */
interface OnLine {
  readonly line: RegExp;
  readonly signal: NodeJS.Signals;
}

/** Runs `atlasnet` to its end, as a user does; killed after the limit. */
export function runCli(
  words: readonly string[],
  flags: Readonly<Record<string, string>> = {},
  limitMs = 45_000,
  onLine?: OnLine,
): Promise<CliRun> {
  const given = Object.entries(flags).flatMap(([key, value]) => [`--${key}`, value]);
  const child = spawn(process.execPath, [CLI_SCRIPT, ...words, ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let signalled = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (!onLine || signalled || !text.split('\n').some((line) => onLine.line.test(line))) return;
      signalled = true;
      child.kill(onLine.signal);
    });
  }
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve({ code, last: text.trimEnd().split('\n').at(-1) ?? '', text });
    });
  });
}
