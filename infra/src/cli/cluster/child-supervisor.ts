import { AtlasError, ERROR_CODES, sleep } from '@atlasnet/schemas';
import type { ChildFailures } from './child-failures.ts';
import type {
  ChildHandle,
  Clock,
  ErrorCode,
  Logger,
  ProcessControl,
  Service,
} from '@atlasnet/schemas';

/** A child that is asked to stop is killed after this, milliseconds. */
const STOP_LIMIT_MS = 8000;
/** The first wait before a child is started again; doubles up to the last, milliseconds. */
const RESTART_MS = 300;
const RESTART_MS_MAX = 10_000;
/** A child that lived so long did not die of its start, milliseconds. */
const YOUNG_MS = 10_000;
/** Deaths right after the start in a row, after which the supervisor gives up. */
const YOUNG_DEATHS_MAX = 5;
/** A child's last line may be read after its end was seen, milliseconds. */
const LAST_WORDS_MS = 100;

export interface SupervisedRole {
  readonly role: string;
  readonly overrides: Readonly<Record<string, string>>;
  /** What it gets besides when it is started again. */
  readonly again?: Readonly<Record<string, string>>;
  /** It is started again after this at the earliest, milliseconds; asked when it has ended. Without it: at once. */
  readonly againAfterMs?: () => number;
  /** It may end by itself, in order. */
  readonly finite?: boolean;
}

/**
 * Keeps one child process of a role running: starts it again when it dies, unless what it said as it
 * ended, or its exit code, means that it would die again.
 */
export class ChildSupervisor implements Service {
  readonly #control: ProcessControl;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #role: SupervisedRole;
  readonly #failures: ChildFailures;
  readonly #abort = new AbortController();
  #child: ChildHandle | null = null;
  #running: Promise<void> | null = null;

  constructor(
    control: ProcessControl,
    clock: Clock,
    logger: Logger,
    role: SupervisedRole,
    failures: ChildFailures,
  ) {
    this.#control = control;
    this.#failures = failures;
    this.#clock = clock;
    this.#logger = logger;
    this.#role = role;
  }

  /** Whether there is a process. */
  get isUp(): boolean {
    return this.#child !== null;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    const child = this.#child;
    if (child) {
      child.kill('SIGTERM');
      const cancel = this.#clock.after(STOP_LIMIT_MS, () => child.kill('SIGKILL'));
      await child.exited;
      cancel();
    }
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    let youngDeaths = 0;
    let { overrides } = this.#role;
    while (!signal.aborted) {
      const started = this.#clock.monotonicMs();
      const { pid, code, killed } = await this.#liveOnce(overrides);
      overrides = { ...overrides, ...this.#role.again };
      if (signal.aborted || (this.#role.finite === true && code === 0)) return;
      if (code !== 0) await sleep(this.#clock, LAST_WORDS_MS, signal);
      const failure = this.#failures.take(pid);
      const hopeless = failure ? !failure.retriable : errorOfExit(code) !== null;
      if (hopeless) throw failure ?? childFailure(this.#role.role, errorOfExit(code));
      const young = this.#clock.monotonicMs() - started < YOUNG_MS;
      youngDeaths = young ? youngDeaths + 1 : 0;
      // What it said may pass, as a Kafka that is away, is waited for; an unknown reason is not.
      if (youngDeaths >= YOUNG_DEATHS_MAX && !failure) throw childFailure(this.#role.role, null);
      this.#logger.warn('a process ended and is started again', {
        role: this.#role.role,
        code,
        signal: killed,
        ...(failure ? { why: `${failure.code}: ${failure.message}` } : {}),
      });
      // Who was told to end, and did, has left a place that is to be filled at once.
      const hasLeft = code === 0 && !young;
      const waitMs = hasLeft ? 0 : Math.min(RESTART_MS_MAX, RESTART_MS * 2 ** youngDeaths);
      const againAfterMs = Math.max(waitMs, this.#role.againAfterMs?.() ?? 0);
      if (againAfterMs > 0) await sleep(this.#clock, againAfterMs, signal);
    }
  }

  async #liveOnce(
    overrides: SupervisedRole['overrides'],
  ): Promise<{ pid: number; code: number | null; killed: string | null }> {
    const child = this.#control.spawn(this.#role.role, overrides);
    this.#child = child;
    const { code, signal } = await child.exited;
    this.#child = null;
    return { pid: child.pid, code, killed: signal };
  }
}

/** The error that a child's exit code stands for, if it would come again at each start. */
function errorOfExit(code: number | null): ErrorCode | null {
  // 1 is of answers to clients and of anything unforeseen: the child may well live next time.
  if (code === null || code <= 1) return null;
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  const all = codes.filter((each) => ERROR_CODES[each].exitCode === code);
  return all.length > 0 && all.every((each) => !ERROR_CODES[each].retriable) ? all[0] : null;
}

/** Ends the whole with the child's own exit code, when the child did not say why. */
function childFailure(role: string, code: ErrorCode | null): AtlasError {
  const text =
    code === null
      ? `the ${role} process ends right after each start`
      : `the ${role} process failed`;
  return new AtlasError(code ?? 'ATLAS_CHILD_FAILED', text, {
    details: { role },
    hint: `See the lines of [${role} …] above for what is wrong and the way out.`,
  });
}
