import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program and its arguments. */
export type Command = readonly [program: string, ...words: readonly string[]];

const KILL_AFTER_MS = 2000;
const ERRORS_MOST = 1000;

/** A program that tells of itself by lines; their first words are marks that are waited for. */
export class LineProcess {
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, (reached: boolean) => void>();
  #errors = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    // A signal ends the bench at once, and with it what it started.
    const end = (): void => void child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    this.exited = new Promise((resolve) => {
      child.once('exit', resolve);
      child.once('error', (error) => {
        this.#errors += String(error);
        resolve(null);
      });
    });
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.#on(line));
    child.stderr?.on('data', (text) => {
      this.#errors = (this.#errors + String(text)).slice(-ERRORS_MOST);
    });
  }

  static start([program, ...words]: Command): LineProcess {
    return new LineProcess(spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it wrote to its standard error last. */
  get errors(): string {
    return this.#errors.trim();
  }

  /** Whether it said so before it ended, and within the time. */
  async reached(mark: string, limitMs: number): Promise<boolean> {
    if (this.lines.some((line) => isMark(line, mark))) return true;
    let timer: NodeJS.Timeout | undefined;
    const said = new Promise<boolean>((resolve) => {
      this.#waiting.set(mark, resolve);
      timer = setTimeout(() => resolve(false), limitMs);
    });
    const ended = this.exited.then(() => false);
    return Promise.race([said, ended]).finally(() => clearTimeout(timer));
  }

  /** The last line that begins with the word, as JSON; null when there was none. */
  last<Value>(word: string): Value | null {
    const line = this.lines.findLast((each) => isMark(each, word));
    return line === undefined ? null : (JSON.parse(line.slice(word.length + 1)) as Value);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), KILL_AFTER_MS);
    await this.exited;
    clearTimeout(timer);
  }

  #on(line: string): void {
    this.lines.push(line);
    this.#waiting.get(line.split(' ')[0])?.(true);
  }
}

function isMark(line: string, mark: string): boolean {
  return line === mark || line.startsWith(`${mark} `);
}
