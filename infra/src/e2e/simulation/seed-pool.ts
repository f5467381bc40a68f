import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withAccount } from './processor-account.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';
import { runSeed } from './run-seed.ts';
import type { ScenarioOptions, Verdict } from './run-seed.ts';

/** A scenario that another process can be told. */
export interface SeedTask extends Omit<ScenarioOptions, 'bug'> {
  /** By name. */
  readonly bug?: string;
  /** Whether its verdict tells which part of the product took the processor. */
  readonly account?: boolean;
}

interface Waiting {
  readonly seed: number;
  readonly task: SeedTask;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: Error) => void;
}

/** Whoever runs seeds. */
export interface SeedRunner {
  run(seed: number, task?: SeedTask): Promise<Verdict>;
}

/** What a process of the pool answers. */
export type SeedAnswer = { readonly verdict: Verdict } | { readonly error: string };

/**
 * The engine's helpers (compiling, marking, sweeping beside the program) spend a quarter more CPU than the
 * program's own thread would, and with one process for each core there is no core for them. What a
 * simulated second leaves behind fits the young generation, megabytes.
 */
const ENGINE_FLAGS = ['--single-threaded', '--min-semi-space-size=32', '--max-semi-space-size=32'];

/** Runs seeds in as many processes as there are jobs. A run is a function of its seed. */
export class SeedPool implements SeedRunner, AsyncDisposable {
  readonly #children: ChildProcess[] = [];
  readonly #idle: ChildProcess[] = [];
  readonly #queue: Waiting[] = [];

  /** @param worker the program of each process; by default the one beside this file */
  constructor(jobs: number, worker = besideThis()) {
    const execArgv = [...ENGINE_FLAGS, ...process.execArgv];
    for (let i = 0; i < jobs; i++) {
      const child = fork(worker, [], { serialization: 'advanced', execArgv });
      this.#children.push(child);
      this.#idle.push(child);
    }
  }

  run(seed: number, task: SeedTask = {}): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ seed, task, resolve, reject });
      this.#next();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) child.disconnect();
    return Promise.resolve();
  }

  #next(): void {
    const child = this.#idle.pop();
    if (!child) return;
    const waiting = this.#queue.shift();
    if (!waiting) {
      this.#idle.push(child);
      return;
    }
    const { seed, task, resolve, reject } = waiting;
    const ended = (code: number | null): void => {
      child.off('message', answered);
      reject(new Error(`a process that ran seed ${seed} ended with ${code}`));
    };
    const answered = (answer: SeedAnswer): void => {
      child.off('exit', ended);
      this.#idle.push(child);
      if ('verdict' in answer) resolve(answer.verdict);
      else reject(new Error(answer.error));
      this.#next();
    };
    child.once('exit', ended);
    child.once('message', answered);
    child.send({ seed, task });
  }
}

/** Runs seeds in this process, one after the other: what it has compiled for one serves the next, and whatever follows. */
export class SeedsInTurn implements SeedRunner {
  #last: Promise<unknown> = Promise.resolve();

  run(seed: number, task: SeedTask = {}): Promise<Verdict> {
    const verdict = this.#last.then(() => runTask(seed, task));
    this.#last = verdict.catch(() => undefined);
    return verdict;
  }
}

/** Runs one task in this process. */
export async function runTask(seed: number, task: SeedTask): Promise<Verdict> {
  const { bug: name, account: isAsked = false, ...options } = task;
  const bug = PROTOCOL_BUGS.find((each) => each.name === name);
  const run = (): Promise<Verdict> => runSeed(seed, { ...options, bug });
  if (!isAsked) return run();
  const { result, account } = await withAccount(run);
  return { ...result, account };
}

/** Compiled as this file is. */
function besideThis(): string {
  const extension = path.extname(fileURLToPath(import.meta.url));
  return fileURLToPath(new URL(`seed-worker${extension}`, import.meta.url));
}
