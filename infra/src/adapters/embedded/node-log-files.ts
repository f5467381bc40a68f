import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { invariant } from '@atlasnet/schemas';
import { lockDirectory } from './directory-lock.ts';
import type { LogFile, LogFiles } from './log-files.ts';

/** The embedded log's files on this machine's file system. */
export class NodeLogFiles implements LogFiles {
  readonly name: string;

  constructor(directory: string) {
    this.name = directory;
  }

  async open(path: string): Promise<LogFile> {
    const handle = await open(join(this.name, path), 'a+');
    const { size } = await handle.stat();
    return new NodeLogFile(handle, size);
  }

  async list(directory: string): Promise<readonly string[]> {
    try {
      return (await readdir(join(this.name, directory))).sort();
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

  rename(from: string, to: string): Promise<void> {
    return rename(join(this.name, from), join(this.name, to));
  }

  remove(path: string): Promise<void> {
    return rm(join(this.name, path), { force: true });
  }

  flushDirectory(directory: string): Promise<void> {
    return flushPath(join(this.name, directory));
  }

  async lock(): Promise<() => Promise<void>> {
    const unlock = lockDirectory(this.name);
    return async () => unlock();
  }
}

class NodeLogFile implements LogFile {
  readonly #handle: FileHandle;
  #bytes: number;

  constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#bytes = bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at);
      invariant(bytesWritten > 0, 'a write makes progress');
      at += bytesWritten;
    }
    this.#bytes += bytes.length;
  }

  flush(): Promise<void> {
    return this.#handle.datasync();
  }

  async read(from: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.#bytes - from));
    const bytes = new Uint8Array(wanted);
    let at = 0;
    while (at < wanted) {
      const { bytesRead } = await this.#handle.read(bytes, at, wanted - at, from + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  }

  async truncate(bytes: number): Promise<void> {
    await this.#handle.truncate(bytes);
    this.#bytes = bytes;
  }

  close(): Promise<void> {
    return this.#handle.close();
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
