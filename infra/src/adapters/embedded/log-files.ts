/**
 * All file access of the embedded log. Paths are relative to its directory, with `/`. Two
 * implementations: the file system, and one in memory that can drop what was not flushed.
 */
export interface LogFiles {
  /**
   * Opens for reading and appending; makes the file if it is not there.
   * @param flushes whether append() flushes what it appends, as one step
   */
  open(path: string, flushes?: boolean): Promise<LogFile>;
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
  /** Bytes that can be written yet. */
  freeBytes(): Promise<number>;
  /** How the directory is called in messages. */
  readonly name: string;
}

/** An open file. Only flush() makes what was appended durable, but for one whose appends flush. */
export interface LogFile {
  readonly bytes: number;
  /** How much of it is in the file after an error, and whether it is durable, nobody knows. */
  append(bytes: Uint8Array): Promise<void>;
  flush(): Promise<void>;
  /** Bytes [from, from + length), fewer at the end of the file. */
  read(from: number, length: number): Promise<Uint8Array>;
  /** The same within the turn: for little that a start waits for. */
  readNow(from: number, length: number): Uint8Array;
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
  await replace(files, `${directory}/${name}`, contents, (file) => file.flush());
  await files.flushDirectory(directory);
}

/** The same without a flush: a power cut may leave the old one, the new one, or a part of it. */
export function replaceUnflushed(
  files: LogFiles,
  directory: string,
  name: string,
  contents: Uint8Array,
): Promise<void> {
  return replace(files, `${directory}/${name}`, contents, () => Promise.resolve());
}

async function replace(
  files: LogFiles,
  path: string,
  contents: Uint8Array,
  settle: (file: LogFile) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.new`;
  const file = await files.open(temporary);
  try {
    // What a crash has left of another attempt.
    if (file.bytes > 0) await file.truncate(0);
    await file.append(contents);
    await settle(file);
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
    return file.readNow(0, file.bytes);
  } finally {
    await file.close();
  }
}
