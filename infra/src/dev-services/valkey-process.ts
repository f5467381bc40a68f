import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts, launch, startFailed } from './launch.ts';
import { POLL_MS, VALKEY_START_MS } from './limits.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { isRunning } from './process-identity.ts';

/** A store on this machine. */
export interface ValkeyOptions {
  readonly directory: string;
  readonly detached: boolean;
  /** A free one is chosen without it. */
  readonly port?: number;
  /** Where it listens; 127.0.0.1 by default. */
  readonly host?: string;
  /** Further lines of its settings: users, TLS. */
  readonly settings?: readonly string[];
}

export interface ValkeyProcess {
  readonly address: string;
  readonly process: ProcessIdentity;
}

/** The first server of the Redis protocol, version 7 or later, on this machine; null for none. */
export function findValkey(): string | null {
  for (const command of ['valkey-server', 'redis-server', 'keydb-server']) {
    try {
      const text = execFileSync(command, ['--version'], { encoding: 'utf8' });
      const major = Number(/v=(\d+)/.exec(text)?.[1] ?? 0);
      if (major >= 7) return command;
    } catch {
      // Not on this machine: the next name is tried.
    }
  }
  return null;
}

/** Starts a server that keeps nothing on disk and waits until it answers. */
export async function startValkeyProcess(
  command: string,
  options: ValkeyOptions,
): Promise<ValkeyProcess> {
  const directory = join(options.directory, 'valkey');
  mkdirSync(directory, { recursive: true });
  const port = options.port ?? (await freePorts(1))[0] ?? 0;
  const logFile = join(directory, 'valkey.log');
  const { host = '127.0.0.1' } = options;
  const lines = [`port ${port}`, `bind ${host}`, 'save ""', 'appendonly no'];
  writeFileSync(
    join(directory, 'valkey.conf'),
    [...lines, ...(options.settings ?? []), ''].join('\n'),
  );
  const args = ['valkey.conf'];
  const identity = await launch({
    command,
    args,
    cwd: directory,
    logFile,
    detached: options.detached,
  });
  const deadlineMs = Date.now() + VALKEY_START_MS;
  while (!(await answersRedisProtocol(host, port))) {
    if (Date.now() > deadlineMs || !isRunning(identity)) throw startFailed(command, logFile);
    await delay(POLL_MS);
  }
  return { address: `${host}:${port}`, process: identity };
}

/** Whether a server of the Redis protocol answers there, be it with "log in first". */
export function answersRedisProtocol(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 }, () => socket.write('PING\r\n'));
    const settle = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', (bytes) => settle(/^[+-]/.test(bytes.toString('latin1'))));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
    socket.once('close', () => settle(false));
  });
}
