import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ChildHandle, ProcessControl } from '@atlasnet/schemas';
import { ALLOCATOR_ENV } from './allocator.ts';

export interface ChildProcessOptions {
  /** The CLI's script. */
  readonly script: string;
  /** What children get beside their overrides: this process's environment and its flags as such. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The environment name of a configuration key. */
  readonly envNameOf: (key: string) => string;
  /** Takes the children's lines. */
  readonly print: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** Starts `atlasnet <role>` as child processes; what they print comes out here, prefixed. */
export class ChildProcessControl implements ProcessControl {
  readonly #options: ChildProcessOptions;
  readonly #living = new Set<ChildProcess>();

  constructor(options: ChildProcessOptions) {
    this.#options = options;
  }

  /**
   * @param overrides configuration keys (`shards.count`) with their values; a name in capital
   *   letters is taken as an environment variable as it is
   */
  spawn(role: string, overrides: Readonly<Record<string, string>>): ChildHandle {
    const env: Record<string, string | undefined> = { ...ALLOCATOR_ENV, ...this.#options.env };
    const parentName = this.#options.envNameOf('process.parent');
    env[this.#options.envNameOf('process.grandparent')] = env[parentName] ?? '0';
    env[parentName] = String(process.pid);
    for (const [key, value] of Object.entries(overrides)) {
      env[/^[A-Z_]+$/.test(key) ? key : this.#options.envNameOf(key)] = value;
    }
    const child = spawn(process.execPath, [this.#options.script, role], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A Ctrl-C in the terminal reaches the parent only, which then stops its children in order.
      detached: true,
    });
    this.#living.add(child);
    const exited = this.#exitOf(child);
    this.#forward(child.stdout, role, child.pid, 'stdout');
    this.#forward(child.stderr, role, child.pid, 'stderr');
    return { pid: child.pid ?? 0, exited, kill: (signal) => void child.kill(signal) };
  }

  /** Ends every child that still lives, at once; for when there is no time for order. */
  killAll(): void {
    for (const child of this.#living) child.kill('SIGKILL');
  }

  #exitOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
    return new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#living.delete(child);
        resolve({ code, signal });
      });
      child.once('error', (error) => {
        this.#living.delete(child);
        this.#options.print(`cannot start: ${error.message}`, 'stderr');
        resolve({ code: null, signal: null });
      });
    });
  }

  #forward(
    stream: Readable | null,
    role: string,
    pid: number | undefined,
    name: 'stdout' | 'stderr',
  ): void {
    if (stream === null) return;
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => this.#options.print(`[${role} ${pid ?? '?'}] ${line}`, name));
  }
}
