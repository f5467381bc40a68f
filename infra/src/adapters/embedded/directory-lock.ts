import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';

const LOCK_NAME = 'lock';

/**
 * Takes a directory for this process alone, by a file that names it: pid, and when that process
 * started (a pid alone may be another's after a restart). Node has no file locks; a lock whose
 * process is gone is taken over. In one turn: all wait for whoever takes over from another.
 * @returns what gives it back
 * @throws AtlasError ATLAS_LOG_LOCKED naming directory and pid
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, LOCK_NAME);
  const own = `${process.pid} ${startOf(process.pid)}\n`;
  for (;;) {
    if (writeNew(path, own)) return () => rmSync(path, { force: true });
    const found = readOrEmpty(path);
    const pid = holderOf(found);
    if (pid !== null) throw logLocked(directory, pid);
    takeAway(path, found);
  }
}

/** The living process that has the directory; null when none has. */
export function lockHolder(directory: string): number | null {
  return holderOf(readOrEmpty(join(directory, LOCK_NAME)));
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The living process that a lock names; null when it is gone, or the lock names none. */
function holderOf(lock: string): number | null {
  const [pid, start] = [Number(lock.split(' ')[0]), lock.split(' ')[1]?.trim()];
  return lock !== '' && startOf(pid) === start ? pid : null;
}

function writeNew(path: string, contents: string): boolean {
  // Written aside and linked, so that nobody ever sees it without its contents.
  const aside = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  try {
    writeFileSync(aside, contents, { flag: 'wx' });
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Moves a dead process's lock away, unless another took it over meanwhile: that one is put back. */
function takeAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readOrEmpty(aside) !== stale) putBack(aside, path);
  rmSync(aside, { force: true });
}

/** Unless there is a newer one by now. */
function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** When a process started, in its system's words; empty when there is none. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The 22nd field; the second may hold spaces and parentheses.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}-${ticks}`;
  } catch {
    return isAlive(pid) ? 'running' : '';
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The error of a directory that a living process has. */
export function logLocked(directory: string, pid: number): AtlasError {
  return new AtlasError(
    'ATLAS_LOG_LOCKED',
    `the log in ${directory} belongs to process ${pid}, which is running`,
    {
      details: { directory, pid },
      hint: 'End that process, or give another log.embedded.directory.',
    },
  );
}
