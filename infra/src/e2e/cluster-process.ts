import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
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
    return new ClusterProcess(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
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
      await new Promise((resolve) => setTimeout(resolve, 100));
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

  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.exited;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
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
