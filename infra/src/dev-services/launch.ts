import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import type { ProcessIdentity } from './process-identity.ts';
import { identifyProcess } from './process-identity.ts';

/** How a server is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where its output goes. */
  readonly logFile: string;
  /** True: it outlives this process. False: it ends with this process at the latest. */
  readonly detached: boolean;
}

const ownedPids = new Map<number, ProcessIdentity>();
let exitHookSet = false;

/** Starts a server as a process of its own. */
export async function launch(options: Launch): Promise<ProcessIdentity> {
  const out = openSync(options.logFile, 'a');
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      detached: options.detached,
      stdio: ['ignore', out, out],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const identity = child.pid === undefined ? null : identifyProcess(child.pid);
    if (identity === null) throw startFailed(options.command, options.logFile);
    if (!options.detached) endWithThisProcess(identity);
    return identity;
  } catch (error) {
    if (error instanceof AtlasError) throw error;
    throw new AtlasError('ATLAS_SERVICES_UNAVAILABLE', `cannot run ${options.command}`, {
      cause: error,
      hint: `Install ${options.command}, or give the service's address in the environment.`,
    });
  } finally {
    closeSync(out);
  }
}

/** Says that a server did not come up, with the last lines that it wrote. */
export function startFailed(name: string, logFile: string): AtlasError {
  const lines = readLog(logFile).trimEnd().split('\n').slice(-15).join('\n');
  return new AtlasError('ATLAS_SERVICES_UNAVAILABLE', `${name} did not come up:\n${lines}`, {
    details: { logFile },
    hint: 'Read the log file named above.',
  });
}

/**
 * Below the range that systems give to outgoing connections: a port that is free now is not taken
 * by somebody's connection before the process that it is for binds it.
 */
const PORTS = { first: 12_000, count: 20_000 };
/** A port is given with the next ones: the second proxy listens one above the first. */
const PORTS_TOGETHER = 4;
/** One file for each port that any process of this user was given, and how long that holds, milliseconds. */
const GIVEN_PORTS = join(tmpdir(), `atlasnet-ports-${userInfo().uid}`);
const GIVEN_MS = 5 * 60_000;

/**
 * `count` ports of the loopback interface that are free now and that no process was given lately: whoever
 * is given one binds it seconds later, and others ask meanwhile. The three after each are given to nobody.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const block = Math.floor((Math.random() * PORTS.count) / PORTS_TOGETHER);
    const port = PORTS.first + block * PORTS_TOGETHER;
    if (claim(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

function claim(port: number): boolean {
  const file = join(GIVEN_PORTS, String(port));
  mkdirSync(GIVEN_PORTS, { recursive: true });
  const given = statSync(file, { throwIfNoEntry: false });
  if (given && Date.now() - given.mtimeMs > GIVEN_MS) rmSync(file, { force: true });
  try {
    writeFileSync(file, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function endWithThisProcess(identity: ProcessIdentity): void {
  ownedPids.set(identity.pid, identity);
  if (exitHookSet) return;
  exitHookSet = true;
  process.once('exit', () => {
    for (const owned of ownedPids.values()) {
      if (identifyProcess(owned.pid)?.began === owned.began) process.kill(owned.pid, 'SIGKILL');
    }
  });
}

function readLog(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8');
  } catch {
    return '';
  }
}
