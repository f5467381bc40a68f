import { readFileSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AtlasError, sleep } from '@atlasnet/schemas';
import type { Clock } from '@atlasnet/schemas';

const LOCK_NAME = 'lock';
/** Between two looks at whether whoever has a directory is gone, milliseconds: it is what nobody answers. */
const LOOK_MS = 20;

/**
 * Takes a directory for this process alone, by a file that names it: pid, and when that process
 * started (a pid alone may be another's after a restart). Node has no file locks; a lock whose
 * process is gone is taken over.
 * @throws AtlasError ATLAS_LOG_LOCKED naming directory and pid
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, LOCK_NAME);
  const own = `${process.pid} ${startOf(process.pid)}\n`;
  for (;;) {
    if (await writeNew(path, own)) return () => rm(path, { force: true });
    const found = await readFile(path, 'utf8').catch(() => '');
    const pid = holderOf(found);
    if (pid !== null) throw locked(directory, pid);
    await takeAway(path, found);
  }
}

/** Waits until no living process has the directory; another may be faster. @returns false when aborted */
export async function untilUnlocked(
  directory: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const path = join(directory, LOCK_NAME);
  while (holderOf(await readFile(path, 'utf8').catch(() => '')) !== null) {
    if (!(await sleep(clock, LOOK_MS, signal))) return false;
  }
  return !signal.aborted;
}

/** The living process that a lock names; null when it is gone, or the lock names none. */
function holderOf(lock: string): number | null {
  const [pid, start] = [Number(lock.split(' ')[0]), lock.split(' ')[1]?.trim()];
  return lock !== '' && startOf(pid) === start ? pid : null;
}

async function writeNew(path: string, contents: string): Promise<boolean> {
  // Written aside and linked, so that nobody ever sees it without its contents.
  const aside = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  const handle = await open(aside, 'wx');
  try {
    await handle.writeFile(contents);
  } finally {
    await handle.close();
  }
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Moves a dead process's lock away, unless another took it over meanwhile: that one is put back. */
async function takeAway(path: string, stale: string): Promise<void> {
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
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

function locked(directory: string, pid: number): AtlasError {
  return new AtlasError(
    'ATLAS_LOG_LOCKED',
    `the log in ${directory} belongs to process ${pid}, which is running`,
    {
      details: { directory, pid },
      hint: 'End that process, or give another log.embedded.directory.',
    },
  );
}
