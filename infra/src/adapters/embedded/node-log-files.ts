import {
  constants,
  closeSync,
  fdatasync,
  fstatSync,
  ftruncate,
  openSync,
  read,
  readSync,
  readdirSync,
  renameSync,
  write,
} from 'node:fs';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { invariant } from '@atlasnet/schemas';
import { lockDirectory } from './directory-lock.ts';
import type { LogFile, LogFiles } from './log-files.ts';

const [readBytes, writeBytes] = [promisify(read), promisify(write)];
const [flushData, cut] = [promisify(fdatasync), promisify(ftruncate)];

/**
 * As 'a+', but a write ends once it is on the disk. Elsewhere than on Linux that may be less than a flush is. A flush of
 * its own is another turn of a thread and of the event loop, a sixth of what an append costs on a processor.
 */
const { O_APPEND, O_CREAT, O_RDWR, O_DSYNC } = constants;
const FLUSHING = process.platform === 'linux' ? O_APPEND | O_CREAT | O_RDWR | O_DSYNC : null;

/**
 * The embedded log's files on this machine's file system. What touches names alone is done within the turn: it
 * takes microseconds, and a start opens hundreds of files, for which a thread each would be waited for. To remove
 * a segment takes ten milliseconds.
 */
export class NodeLogFiles implements LogFiles {
  readonly name: string;

  constructor(directory: string) {
    this.name = directory;
  }

  async open(path: string, flushes = false): Promise<LogFile> {
    const file = openSync(join(this.name, path), (flushes ? FLUSHING : null) ?? 'a+');
    return new NodeLogFile(file, fstatSync(file).size, flushes && FLUSHING === null);
  }

  async list(directory: string): Promise<readonly string[]> {
    try {
      return readdirSync(join(this.name, directory)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  async makeDirectory(directory: string): Promise<void> {
    const path = join(this.name, directory);
    const first = await mkdir(path, { recursive: true });
    if (first === undefined) return;
    // Each new directory is an entry of its parent, which must reach the disk too.
    for (let made = path; made.length >= first.length; made = dirname(made)) {
      await flushPath(dirname(made));
    }
  }

  async rename(from: string, to: string): Promise<void> {
    renameSync(join(this.name, from), join(this.name, to));
  }

  remove(path: string): Promise<void> {
    return rm(join(this.name, path), { force: true });
  }

  flushDirectory(directory: string): Promise<void> {
    return flushPath(join(this.name, directory));
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.name);
    return bavail * bsize;
  }

  async lock(): Promise<() => Promise<void>> {
    const unlock = lockDirectory(this.name);
    return async () => unlock();
  }
}

class NodeLogFile implements LogFile {
  /** A descriptor; none once it is closed, since its number is then another file's. */
  #file: number;
  #bytes: number;
  /** Whether an append is to be flushed by a call. */
  readonly #flushes: boolean;

  constructor(file: number, bytes: number, flushes: boolean) {
    this.#file = file;
    this.#bytes = bytes;
    this.#flushes = flushes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await writeBytes(this.#file, bytes, at, bytes.length - at);
      invariant(bytesWritten > 0, 'a write makes progress');
      at += bytesWritten;
    }
    this.#bytes += bytes.length;
    if (this.#flushes) await this.flush();
  }

  flush(): Promise<void> {
    return flushData(this.#file);
  }

  async read(from: number, length: number): Promise<Uint8Array> {
    const bytes = this.#room(from, length);
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await readBytes(this.#file, bytes, at, bytes.length - at, from + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  }

  readNow(from: number, length: number): Uint8Array {
    const bytes = this.#room(from, length);
    let at = 0;
    while (at < bytes.length) {
      const bytesRead = readSync(this.#file, bytes, at, bytes.length - at, from + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  }

  async truncate(bytes: number): Promise<void> {
    await cut(this.#file, bytes);
    this.#bytes = bytes;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = -1;
    if (file >= 0) closeSync(file);
  }

  #room(from: number, length: number): Uint8Array {
    return new Uint8Array(Math.max(0, Math.min(length, this.#bytes - from)));
  }
}

async function flushPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
