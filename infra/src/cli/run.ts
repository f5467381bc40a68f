import { AtlasError, type Logger, type Service } from '@atlasnet/schemas';

/** A service with the name that its process knows it by. */
export interface NamedService {
  readonly name: string;
  readonly service: Service;
  /** It has an end of its own; the others go on after it. */
  readonly finite?: boolean;
}

export interface RunOptions {
  readonly logger: Logger;
  /** An orderly stop takes at most so long, milliseconds. */
  readonly stopLimitMs: number;
  /** Stops in order when this process's parent is gone. */
  readonly endWithParent?: boolean;
  /** Who started this process, where that is known: the parent may have died before the first look. */
  readonly parentPid?: number;
  /** Who started that: after SIGUSR2 from the parent it is watched in its place; 0: nobody. */
  readonly grandparentPid?: number;
  /**
   * On SIGUSR2 this process ends, and leaves what it started to the next like it. Without it, SIGUSR2
   * says that the parent does so.
   */
  readonly onLeave?: () => void;
  /** What ends the process when there is no time for order; tests replace it. */
  readonly endNow?: (code: number) => void;
  /** Stops in order when aborted, as a signal does. */
  readonly signal?: AbortSignal;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The parent, or this process, leaves in favour of another like it. */
const LEAVE_SIGNAL = 'SIGUSR2';
/** Exit code after a forced end: 128 + SIGINT, as shells count. */
const EXIT_FORCED = 130;
const PARENT_CHECK_MS = 500;
/** `timeout` signals a process and then its group: both are one wish, milliseconds. */
const SAME_SIGNAL_MS = 500;

/**
 * Runs services until a signal, until one fails, or until one without an end of its own ends. Then
 * all are stopped, the last first; a second signal, or the time limit, ends the process at once.
 * @throws the first failure of a service
 */
export async function runServices(
  services: readonly NamedService[],
  options: RunOptions,
): Promise<void> {
  const run = new Run(services, options);
  try {
    await run.toTheEnd();
  } finally {
    run.release();
  }
}

/** Tells at any time whether whoever started this process is still there. */
export function parentWatch({
  parentPid = process.ppid,
}: Pick<RunOptions, 'parentPid'>): () => boolean {
  return () => process.ppid === parentPid;
}

/**
 * Lets a signal end a command that runs no services: what it started ends with this process, or before it
 * when `end` is called; a later signal does not wait for that.
 * @returns whether a signal has come: what fails from then on fails because of it
 */
export function exitOnSignals(end: () => Promise<void> = () => Promise.resolve()): () => boolean {
  let firstAt = Infinity;
  const exit = (): void => process.exit(EXIT_FORCED);
  const onSignal = (): void => {
    const sinceMs = performance.now() - firstAt;
    if (sinceMs > SAME_SIGNAL_MS) exit();
    if (firstAt !== Infinity) return;
    firstAt = performance.now();
    void end().finally(exit);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => firstAt !== Infinity;
}

class Run {
  readonly #services: readonly NamedService[];
  readonly #options: RunOptions;
  readonly #endNow: (code: number) => void;
  readonly #onSignal = (signal: string) => this.#signalled(signal);
  readonly #onLeave = () => this.#leave();
  readonly #onAbort = () => this.#ask('asked to');
  #parentCheck: NodeJS.Timeout | undefined;
  #stopAsked = false;
  #wake: () => void = () => undefined;

  constructor(services: readonly NamedService[], options: RunOptions) {
    this.#services = services;
    this.#options = options;
    this.#endNow = options.endNow ?? ((code) => process.exit(code));
  }

  async toTheEnd(): Promise<void> {
    const failures: unknown[] = [];
    const asked = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#listen();
    const ended = this.#services.map(async ({ name, service, finite }) => {
      try {
        await service.run();
        if (finite !== true) this.#ask(`${name} ended`);
      } catch (error) {
        failures.push(error);
        this.#ask(`${name} failed`);
      }
    });
    const allEnded = Promise.all(ended).then(() => undefined);
    await Promise.race([asked, allEnded]);
    const late = await this.#withinLimit(this.#stopAll(failures, allEnded));
    if (late !== null) failures.push(late);
    if (failures.length > 0) throw failures[0];
  }

  release(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    process.off(LEAVE_SIGNAL, this.#onLeave);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    clearInterval(this.#parentCheck);
  }

  #listen(): void {
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    process.on(LEAVE_SIGNAL, this.#onLeave);
    const { signal, endWithParent } = this.#options;
    if (signal?.aborted === true) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (endWithParent === true) this.#endUnless(parentWatch(this.#options));
  }

  #endUnless(parentLives: () => boolean): void {
    clearInterval(this.#parentCheck);
    this.#parentCheck = setInterval(() => {
      if (!parentLives()) this.#ask('the process that started this one is gone');
    }, PARENT_CHECK_MS);
    this.#parentCheck.unref();
  }

  #leave(): void {
    const { onLeave, endWithParent, grandparentPid = 0, logger } = this.#options;
    if (onLeave) {
      onLeave();
      this.#ask(LEAVE_SIGNAL);
      return;
    }
    logger.info('the process that started this one leaves; this one stays', { grandparentPid });
    if (endWithParent !== true) return;
    if (grandparentPid === 0) clearInterval(this.#parentCheck);
    else this.#endUnless(() => lives(grandparentPid));
  }

  #signalled(signal: string): void {
    if (!this.#stopAsked) this.#ask(signal);
    else {
      this.#options.logger.warn('second signal: ending at once', { signal });
      this.#endNow(EXIT_FORCED);
    }
  }

  #ask(why: string): void {
    if (this.#stopAsked) return;
    this.#stopAsked = true;
    this.#options.logger.debug('stopping', { why });
    this.#wake();
  }

  /** The last first: what was started later may need what was started before. */
  async #stopAll(failures: unknown[], allEnded: Promise<void>): Promise<void> {
    this.#stopAsked = true;
    for (const { name, service } of this.#services.toReversed()) {
      try {
        await service.stop();
      } catch (error) {
        this.#options.logger.error(`${name} did not stop in order`, { error });
        failures.push(error);
      }
    }
    await allEnded;
  }

  /** Null when the work was done in time. */
  async #withinLimit(work: Promise<void>): Promise<AtlasError | null> {
    const { stopLimitMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<AtlasError>((resolve) => {
      timer = setTimeout(() => {
        const sentence = `the orderly stop took longer than ${stopLimitMs} ms`;
        resolve(new AtlasError('ATLAS_STOP_TIMEOUT', sentence, { hint: STOP_HINT }));
      }, stopLimitMs);
    });
    const outcome = await Promise.race([work.then(() => null), late]);
    clearTimeout(timer);
    return outcome;
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const STOP_HINT = 'Nothing acknowledged is lost; a longer limit is process.stopLimitMs.';
