import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LogShardOrder, LogShardResult, LogShardSettings } from './log-shard.ts';

const PROGRAM = fileURLToPath(new URL('./log-shard.js', import.meta.url));

/** Regions of the log bench in a process of their own, see log-shard.ts. */
export class LogShardProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<unknown>;

  constructor(settings: LogShardSettings) {
    this.#child = fork(PROGRAM);
    this.#ready = this.#answer();
    this.#child.send(settings);
  }

  /** Resolves when its regions are there. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  async run(order: LogShardOrder): Promise<LogShardResult> {
    const answer = this.#answer();
    this.#child.send(order);
    return (await answer) as LogShardResult;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #answer(): Promise<unknown> {
    const over = new AbortController();
    const { signal } = over;
    try {
      const [first] = (await Promise.race([
        once(this.#child, 'message', { signal }),
        once(this.#child, 'exit', { signal }).then(() => {
          throw new Error('a shard of the benchmark ended by itself');
        }),
      ])) as [unknown];
      return first;
    } finally {
      over.abort();
    }
  }
}
