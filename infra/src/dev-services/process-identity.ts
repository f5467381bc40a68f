import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { POLL_MS, STOP_MS } from './limits.ts';

/**
 * A process that cannot be mistaken for a later one that got the same pid: the pid, and when the
 * system says it began.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly began: string;
}

/** The identity of a living process; null when there is none (or it is a zombie). */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const began = process.platform === 'linux' ? beganOnLinux(pid) : beganByPs(pid);
  return began === null ? null : { pid, began };
}

/** Who started a living process, or took it over; null where the system does not tell (not Linux). */
export function parentOf(pid: number): number | null {
  const fields = process.platform === 'linux' ? statFields(`/proc/${pid}/stat`) : null;
  return fields === null ? null : Number(fields[1]);
}

/** Whether exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.began === identity.began;
}

/** Ends exactly this process, politely first unless told; resolves when it is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  first: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  const deadlineMs = Date.now() + STOP_MS;
  signal(identity, first);
  while (isRunning(identity)) {
    if (Date.now() > deadlineMs) signal(identity, 'SIGKILL');
    await delay(POLL_MS);
  }
}

/** Sends a signal to exactly this process; nothing happens when it is gone. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    // It may end between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Stops exactly this process (SIGSTOP), and resolves when each of its threads stands: the system
 * stops them one after another, and a broker has answered a request in between.
 */
export async function pauseProcess(identity: ProcessIdentity): Promise<void> {
  const deadlineMs = Date.now() + STOP_MS;
  signal(identity, 'SIGSTOP');
  while (process.platform === 'linux' && isRunning(identity) && !allThreadsStand(identity.pid)) {
    if (Date.now() > deadlineMs) throw new Error(`process ${identity.pid} does not stop`);
    await delay(POLL_MS);
  }
}

function allThreadsStand(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const fields = statFields(`/proc/${pid}/task/${thread}/stat`);
    return fields === null || 'TtZX'.includes(fields[0] ?? '');
  });
}

/** The fields of a `stat` file from the state on; null when there is no such process or thread. */
function statFields(path: string): string[] | null {
  try {
    const stat = readFileSync(path, 'utf8');
    // The command's name, in parentheses, may hold spaces: fields are counted after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot, after the boot's own id. */
function beganOnLinux(pid: number): string | null {
  const fields = statFields(`/proc/${pid}/stat`);
  if (fields === null || fields[0] === 'Z' || fields[0] === 'X') return null;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}/${fields[19] ?? ''}`;
}

function beganByPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}
