import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
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

/** `count` different ports of the loopback interface that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
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
