import type { LogFile, LogFiles } from '../adapters/embedded/log-files.ts';
import type { SeededRandom } from '../adapters/simulated/seeded-random.ts';

interface Node {
  /** What the program sees. */
  bytes: Buffer;
  /** What a power cut leaves for certain. */
  durable: Buffer;
}

/** Thrown by every operation after the power went. */
export class PowerCut extends Error {}

/**
 * Files in memory that forget, at a power cut, what was not flushed: of bytes written since the last
 * flush a random part is left (any pages of them, zeros or a shorter file between), and of names made,
 * moved or removed since the directory's last flush any of both states.
 */
export class VolatileLogFiles implements LogFiles {
  readonly name = 'memory';
  /** The power goes at the operation with this number. */
  powerCutAt = Infinity;
  operations = 0;
  /** Of all files, so far. */
  bytesRead = 0;
  /** What the disk has left, bytes: an append of more fails. */
  free = Infinity;
  readonly #names = new Map<string, Node>();
  readonly #durableNames: Map<string, Node>;
  #locked = false;

  constructor(durable: ReadonlyMap<string, Node> = new Map()) {
    for (const [path, { durable: bytes }] of durable) {
      this.#names.set(path, { bytes: Buffer.from(bytes), durable: Buffer.from(bytes) });
    }
    this.#durableNames = new Map(this.#names);
  }

  /** What a restart finds. */
  afterPowerCut(random: SeededRandom): VolatileLogFiles {
    const left = new Map<string, Node>();
    for (const path of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      const [now, before] = [this.#names.get(path), this.#durableNames.get(path)];
      const node = now === before || random.chance(0.5) ? now : before;
      if (node === undefined) continue;
      left.set(path, { bytes: node.bytes, durable: tornBytes(node, random) });
    }
    return new VolatileLogFiles(left);
  }

  /** Changes a file behind the log's back. */
  tamper(path: string, change: (bytes: Buffer) => Buffer): void {
    const node = this.#names.get(path);
    if (node === undefined) throw new Error(`no ${path}`);
    node.bytes = change(node.bytes);
    node.durable = Buffer.from(node.bytes);
  }

  paths(): readonly string[] {
    return [...this.#names.keys()].sort();
  }

  async open(path: string, flushes = false): Promise<LogFile> {
    this.#step();
    let node = this.#names.get(path);
    if (node === undefined) {
      node = { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) };
      this.#names.set(path, node);
    }
    return this.#file(node, flushes);
  }

  async list(directory: string): Promise<readonly string[]> {
    const prefix = directory === '.' ? '' : `${directory}/`;
    const names = this.paths().flatMap((path) => {
      const rest = normal(path).startsWith(prefix) ? normal(path).slice(prefix.length) : '';
      return rest === '' || rest.includes('/') ? [] : rest;
    });
    return names;
  }

  async makeDirectory(): Promise<void> {
    this.#step();
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step();
    const node = this.#names.get(from);
    if (node === undefined) throw new Error(`no ${from}`);
    this.#names.delete(from);
    this.#names.set(to, node);
  }

  async remove(path: string): Promise<void> {
    this.#step();
    this.free += this.#names.get(path)?.bytes.length ?? 0;
    if (!this.#names.delete(path)) this.#names.delete(`./${path}`);
  }

  async flushDirectory(directory: string): Promise<void> {
    this.#step();
    const isInside = (path: string): boolean =>
      normal(path).slice(0, Math.max(0, normal(path).lastIndexOf('/'))) ===
      (directory === '.' ? '' : directory);
    for (const path of [...this.#durableNames.keys()]) {
      if (isInside(path) && !this.#names.has(path)) this.#durableNames.delete(path);
    }
    for (const [path, node] of this.#names) if (isInside(path)) this.#durableNames.set(path, node);
  }

  async freeBytes(): Promise<number> {
    return this.free;
  }

  async lock(): Promise<() => Promise<void>> {
    if (this.#locked) throw new Error('locked');
    this.#locked = true;
    return async () => {
      this.#locked = false;
    };
  }

  #file(node: Node, flushes: boolean): LogFile {
    const step = (): void => this.#step();
    const flush = (): void => {
      step();
      node.durable = Buffer.from(node.bytes);
    };
    const use = (bytes: number): void => {
      if (bytes > this.free) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      this.free -= bytes;
    };
    const read = (from: number, length: number): Uint8Array => {
      const bytes = new Uint8Array(node.bytes.subarray(from, from + length));
      this.bytesRead += bytes.length;
      return bytes;
    };
    return {
      get bytes() {
        return node.bytes.length;
      },
      async append(bytes) {
        use(bytes.length);
        // Cut within the write, too: a part of it may have got there.
        try {
          step();
        } catch (error) {
          node.bytes = Buffer.concat([node.bytes, bytes]);
          throw error;
        }
        node.bytes = Buffer.concat([node.bytes, bytes]);
        // The power may go in between, as between two calls.
        if (flushes) flush();
      },
      async flush() {
        flush();
      },
      read: (from, length) => Promise.resolve(read(from, length)),
      readNow: read,
      truncate: async (bytes) => {
        step();
        this.free += node.bytes.length - bytes;
        node.bytes = node.bytes.subarray(0, bytes);
      },
      async close() {},
    };
  }

  #step(): void {
    this.operations += 1;
    if (this.operations >= this.powerCutAt) throw new PowerCut(`at operation ${this.operations}`);
  }
}

const normal = (path: string): string => (path.startsWith('./') ? path.slice(2) : path);

/** The durable bytes and a random part of what was not flushed. */
function tornBytes(node: Node, random: SeededRandom): Buffer {
  const { bytes, durable } = node;
  if (bytes.equals(durable)) return durable;
  if (bytes.length < durable.length) return random.chance(0.5) ? bytes : durable;
  const torn = Buffer.from(
    bytes.subarray(0, durable.length + random.integer(bytes.length - durable.length + 1)),
  );
  for (let page = durable.length; page < torn.length; page += 512) {
    if (random.chance(0.3)) torn.fill(0, page, Math.min(page + 512, torn.length));
  }
  return torn;
}
