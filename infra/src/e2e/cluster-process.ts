import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { CLI_SCRIPT } from '../cli/root.ts';
import { freePorts } from '../dev-services/launch.ts';

/** A status line of `atlasnet cluster`, read back. */
export interface StatusLine {
  readonly entities: number;
  readonly regions: number;
  readonly shards: number;
  readonly clients: number;
}

const STATUS = /^(\d+) entities .* (\d+) regions on (\d+) shards .* (\d+) clients/;

/** `atlasnet cluster` as a process of its own, as a user starts it. */
export class ClusterProcess {
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  #stopAsked = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
  }

  /**
   * Starts it on free ports; `flags` are configuration keys with values.
   * @param example null: none; the flags name the game
   */
  static async start(
    flags: Readonly<Record<string, string>>,
    example: string | null = 'traffic',
  ): Promise<ClusterProcess> {
    const owned = { 'logging.level': 'debug', 'process.endWithParent': 'true' };
    const all = { ...(await freePortFlags()), ...owned, ...flags };
    const words = Object.entries(all).flatMap(([key, value]) => [`--${key}`, value]);
    const named = example === null ? [] : ['--example', example];
    const args = [CLI_SCRIPT, 'cluster', ...named, ...words];
    // A group of its own, so that one signal ends it with all that it started.
    const how: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'], detached: true };
    return new ClusterProcess(spawn(process.execPath, args, how));
  }

  get status(): StatusLine | null {
    for (let i = this.lines.length - 1; i >= 0; i--) {
      const found = STATUS.exec(this.lines[i]);
      if (found) {
        const [entities, regions, shards, clients] = found.slice(1).map(Number);
        return { entities, regions, shards, clients };
      }
    }
    return null;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The newest status line, or another line while there is none. */
  get lastLine(): string {
    return this.lines.findLast((line) => STATUS.test(line)) ?? this.lines.at(-1) ?? '';
  }

  /** Waits until a status line satisfies; fails with the last lines after the limit. */
  async until(wanted: (status: StatusLine) => boolean, limitMs: number): Promise<StatusLine> {
    await this.#until(() => this.status !== null && wanted(this.status), limitMs);
    return this.status as StatusLine;
  }

  /** Waits until a line was printed that matches. */
  untilLine(wanted: RegExp, limitMs: number): Promise<void> {
    return this.#until(() => this.lines.some((line) => wanted.test(line)), limitMs);
  }

  /** Waits until so many shard processes were started in all. */
  untilShardProcesses(count: number, limitMs: number): Promise<void> {
    return this.#until(() => this.shardPids.length >= count, limitMs);
  }

  async #until(holds: () => boolean, limitMs: number): Promise<void> {
    const end = Date.now() + limitMs;
    while (!holds()) {
      if (Date.now() > end || this.#child.exitCode !== null) {
        throw new Error(`the cluster did not get there:\n${this.lines.slice(-40).join('\n')}`);
      }
      await delay(100);
    }
  }

  /** Pids of the shard processes that were started, oldest first. */
  get shardPids(): number[] {
    const pids = new Set<number>();
    for (const line of this.lines) {
      const found = /\[shard (\d+)\]/.exec(line);
      if (found) pids.add(Number(found[1]));
    }
    return Array.from(pids);
  }

  /** Ctrl-C, however often it is called: a second one would end it at once; resolves with the exit code. */
  stop(): Promise<number | null> {
    if (!this.#stopAsked) this.#child.kill('SIGINT');
    this.#stopAsked = true;
    return this.exited;
  }

  /** Ends it and every process that it started, without a word. */
  kill(): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      // All of them have ended.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** A test's folder and the clusters that it starts there; close() leaves nothing of either. */
export class ClusterFolder {
  readonly #name: string;
  #path: string | null = null;
  #clusters: ClusterProcess[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  get path(): string {
    return (this.#path ??= mkdtempSync(join(tmpdir(), `atlasnet-${this.#name}-`)));
  }

  /** As ClusterProcess.start(); its data is kept in the folder. */
  async start(
    flags: Readonly<Record<string, string>> = {},
    example?: string | null,
  ): Promise<ClusterProcess> {
    const cluster = await ClusterProcess.start({ 'data.directory': this.path, ...flags }, example);
    this.#clusters.push(cluster);
    return cluster;
  }

  /** Ends what was started, without a word, and removes the folder; the next use makes another. */
  async close(): Promise<void> {
    for (const cluster of this.#clusters) cluster.kill();
    await Promise.all(this.#clusters.map(({ exited }) => exited));
    this.#clusters = [];
    if (this.#path !== null) await removeFolder(this.#path);
    this.#path = null;
  }
}

/** How long processes that were killed may still write, milliseconds. */
const WRITES_END_MS = 4000;

/** Removes a folder in which processes that were just killed may still write: it is listed until it is empty. */
export async function removeFolder(folder: string): Promise<void> {
  for (const end = Date.now() + WRITES_END_MS; ;) {
    try {
      return await rm(folder, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY' || Date.now() > end) throw error;
      await delay(100);
    }
  }
}

/** A free port for every key that names one of a cluster on one machine, no two the same. */
export async function freePortFlags(): Promise<Record<string, string>> {
  const ports = await freePorts(PORT_KEYS.length);
  return Object.fromEntries(PORT_KEYS.map((key, i) => [key, String(ports[i])]));
}

const PORT_KEYS = [
  'proxy.port',
  'pages.port',
  'gateway.port',
  'log.embedded.port',
  'store.embedded.port',
  'metrics.ports.log',
  'metrics.ports.watchdog',
  'metrics.ports.heuristic',
  'metrics.ports.gateway',
  'metrics.ports.cartograph',
  'metrics.ports.cluster',
] as const;
