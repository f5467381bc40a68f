import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { CLI_SCRIPT } from '../cli/root.ts';

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
    const all = { ...(await freePortFlags()), 'logging.level': 'debug', ...flags };
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
    const end = Date.now() + limitMs;
    for (;;) {
      const { status } = this;
      if (status && wanted(status)) return status;
      if (Date.now() > end || this.#child.exitCode !== null) {
        throw new Error(`the cluster did not get there:\n${this.lines.slice(-40).join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until so many shard processes were started in all. */
  async untilShardProcesses(count: number, limitMs: number): Promise<void> {
    const end = Date.now() + limitMs;
    while (this.shardPids.length < count) {
      if (Date.now() > end) {
        throw new Error(`no new shard process:\n${this.lines.slice(-40).join('\n')}`);
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
  const ports: Record<string, string> = {};
  for (const key of PORT_KEYS) ports[key] = String(await freePort());
  return ports;
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

/**
 * Below the range that systems give to outgoing connections: a port that is free now is not taken
 * by somebody's connection before the process that it is for binds it.
 */
const PORTS = { first: 12_000, count: 20_000 };
const given = new Set<number>();

/** A port that nobody listens on now, and that this process has not handed out before. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
