/**
 * All file access of the embedded log. Paths are relative to its directory, with `/`. Two
 * implementations: the file system, and one in memory that can drop what was not flushed.
 */
export interface LogFiles {
  /** Opens for reading and appending; makes the file if it is not there. */
  open(path: string): Promise<LogFile>;
  /** The names in a directory, in order; empty if there is none. */
  list(directory: string): Promise<readonly string[]>;
  /** Makes a directory and its parents, durably. */
  makeDirectory(directory: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** No error if it is not there. */
  remove(path: string): Promise<void>;
  /** Makes what was created, renamed and removed in the directory durable. */
  flushDirectory(directory: string): Promise<void>;
  /**
   * Takes the directory for this process alone; the returned function gives it back.
   * @throws AtlasError ATLAS_LOG_LOCKED naming directory and pid
   */
  lock(): Promise<() => Promise<void>>;
  /** How the directory is called in messages. */
  readonly name: string;
}

/** An open file. Only flush() makes what was appended durable. */
export interface LogFile {
  readonly bytes: number;
  append(bytes: Uint8Array): Promise<void>;
  flush(): Promise<void>;
  /** Bytes [from, from + length), fewer at the end of the file. */
  read(from: number, length: number): Promise<Uint8Array>;
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** Replaces a small file as a whole: a power cut leaves the old one or, once this settles, the new one. */
export async function replaceFile(
  files: LogFiles,
  directory: string,
  name: string,
  contents: Uint8Array,
): Promise<void> {
  await replaceSoon(files, directory, name, contents);
  await files.flushDirectory(directory);
}

/** The same, but a power cut may bring the old one back. */
export async function replaceSoon(
  files: LogFiles,
  directory: string,
  name: string,
  contents: Uint8Array,
): Promise<void> {
  const [path, temporary] = [`${directory}/${name}`, `${directory}/${name}.new`];
  await files.remove(temporary);
  const file = await files.open(temporary);
  try {
    await file.append(contents);
    await file.flush();
  } finally {
    await file.close();
  }
  await files.rename(temporary, path);
}

/** A small file's contents; null if it is not there. */
export async function readSmallFile(
  files: LogFiles,
  directory: string,
  name: string,
): Promise<Uint8Array | null> {
  if (!(await files.list(directory)).includes(name)) return null;
  const file = await files.open(`${directory}/${name}`);
  try {
    return await file.read(0, file.bytes);
  } finally {
    await file.close();
  }
}
