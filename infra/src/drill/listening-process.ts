import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { identifyProcess } from '../dev-services/process-identity.ts';
import type { ProcessIdentity } from '../dev-services/process-identity.ts';

/** A server of this machine, and all that is needed to start it again as it was started. */
export interface ListeningProcess {
  readonly identity: ProcessIdentity;
  readonly program: string;
  readonly words: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The file that its output goes to; null when it is none. */
  readonly outputFile: string | null;
}

/** `0A` is LISTEN in the kernel's table. */
const LISTENS = '0A';

/** Who listens on a TCP port here; null when nobody does whom this user may look at (or not on Linux). */
export function listeningProcess(port: number): ListeningProcess | null {
  const inodes = new Set(['tcp', 'tcp6'].flatMap((table) => socketsOn(port, table)));
  if (inodes.size === 0) return null;
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name) && holdsSocket(name, inodes)) return described(Number(name));
  }
  return null;
}

/** Starts it again with the same words, folder and environment; it outlives this process. */
export function startAgain(server: ListeningProcess): number {
  const { program, words, directory, environment, outputFile } = server;
  const output = outputFile === null ? 'ignore' : openSync(outputFile, 'a');
  const child = spawn(program, words, {
    cwd: directory,
    env: environment,
    detached: true,
    stdio: ['ignore', output, output],
  });
  child.unref();
  if (typeof output === 'number') closeSync(output);
  return child.pid ?? 0;
}

function socketsOn(port: number, table: string): string[] {
  const lines = readOrNull(`/proc/net/${table}`)?.split('\n').slice(1) ?? [];
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTENS)
    .map((fields) => `socket:[${fields[9]}]`);
}

function holdsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const target = linkOrNull(`/proc/${pid}/fd/${fd}`);
      return target !== null && inodes.has(target);
    });
  } catch {
    // Another user's, or gone.
    return false;
  }
}

function described(pid: number): ListeningProcess | null {
  const identity = identifyProcess(pid);
  const program = linkOrNull(`/proc/${pid}/exe`);
  const directory = linkOrNull(`/proc/${pid}/cwd`);
  const words = readOrNull(`/proc/${pid}/cmdline`)?.split('\0').slice(1, -1);
  const variables = readOrNull(`/proc/${pid}/environ`)?.split('\0').filter(Boolean);
  if (!identity || !program || !directory || !words || !variables) return null;
  const output = linkOrNull(`/proc/${pid}/fd/1`);
  const environment = Object.fromEntries(
    variables.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
  const outputFile = output !== null && isFile(output) ? output : null;
  return { identity, program, words, directory, environment, outputFile };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function linkOrNull(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
