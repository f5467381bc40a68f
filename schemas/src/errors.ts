/**
 * The closed list of operating errors. A code says what went wrong; the message names the thing, the
 * place and the way out. Programmer errors are not here: they are plain assertions and crash.
 */
export const ERROR_CODES = {
  ATLAS_CONFIG_INVALID: { retriable: false, exitCode: 2 },
  ATLAS_CONFIG_UNREADABLE: { retriable: false, exitCode: 2 },
  ATLAS_USAGE: { retriable: false, exitCode: 2 },
  ATLAS_PORT_IN_USE: { retriable: false, exitCode: 3 },
  ATLAS_LOG_UNREACHABLE: { retriable: true, exitCode: 4 },
  ATLAS_LOG_DENIED: { retriable: false, exitCode: 4 },
  ATLAS_LOG_TOPIC_MISMATCH: { retriable: false, exitCode: 4 },
  ATLAS_LOG_TOPIC_MISSING: { retriable: false, exitCode: 4 },
  ATLAS_LOG_APPEND_REFUSED: { retriable: true, exitCode: 4 },
  ATLAS_LOG_APPEND_UNKNOWN: { retriable: true, exitCode: 4 },
  ATLAS_LOG_RECORD_TOO_LARGE: { retriable: false, exitCode: 4 },
  ATLAS_LOG_OFFSET_OUT_OF_RANGE: { retriable: false, exitCode: 4 },
  ATLAS_LOG_GAP: { retriable: true, exitCode: 4 },
  ATLAS_LOG_FULL: { retriable: true, exitCode: 4 },
  ATLAS_LOG_CORRUPT: { retriable: false, exitCode: 5 },
  ATLAS_LOG_LOCKED: { retriable: false, exitCode: 4 },
  ATLAS_LOG_CLOSED: { retriable: false, exitCode: 4 },
  ATLAS_STORE_UNREACHABLE: { retriable: true, exitCode: 6 },
  ATLAS_STORE_DENIED: { retriable: false, exitCode: 6 },
  ATLAS_STORE_VALUE_TOO_LARGE: { retriable: false, exitCode: 6 },
  ATLAS_RECORD_MALFORMED: { retriable: false, exitCode: 5 },
  ATLAS_RECORD_VERSION: { retriable: false, exitCode: 5 },
  ATLAS_RECORD_FOREIGN: { retriable: false, exitCode: 5 },
  ATLAS_FRAME_MALFORMED: { retriable: false, exitCode: 5 },
  ATLAS_CHECKPOINT_MALFORMED: { retriable: false, exitCode: 5 },
  ATLAS_CHECKPOINT_UNVERIFIED: { retriable: false, exitCode: 5 },
  ATLAS_HASH_MISMATCH: { retriable: false, exitCode: 5 },
  ATLAS_WORLD_INVALID: { retriable: false, exitCode: 2 },
  ATLAS_WORLD_CHANGED: { retriable: false, exitCode: 2 },
  ATLAS_LINK_REFUSED: { retriable: false, exitCode: 7 },
  ATLAS_LINK_CLOSED: { retriable: true, exitCode: 7 },
  ATLAS_LINK_MALFORMED: { retriable: false, exitCode: 7 },
  ATLAS_COMMAND_UNKNOWN: { retriable: false, exitCode: 1 },
  ATLAS_COMMAND_MALFORMED: { retriable: false, exitCode: 1 },
  ATLAS_COMMAND_REFUSED: { retriable: false, exitCode: 1 },
  ATLAS_COMMAND_FAILED: { retriable: false, exitCode: 1 },
  ATLAS_SESSION_REFUSED: { retriable: false, exitCode: 1 },
  ATLAS_SESSION_TAKEN_OVER: { retriable: false, exitCode: 1 },
  ATLAS_WORLD_FULL: { retriable: true, exitCode: 1 },
  ATLAS_TOKEN_INVALID: { retriable: false, exitCode: 1 },
  ATLAS_TOKEN_USED: { retriable: false, exitCode: 1 },
  ATLAS_CONNECT_TIMEOUT: { retriable: true, exitCode: 1 },
  ATLAS_GATEWAY_REQUEST_INVALID: { retriable: false, exitCode: 1 },
  ATLAS_GATEWAY_NOT_FOUND: { retriable: false, exitCode: 1 },
  ATLAS_GATEWAY_RATE_LIMITED: { retriable: true, exitCode: 1 },
  ATLAS_GATEWAY_LOGIN_REFUSED: { retriable: false, exitCode: 1 },
  ATLAS_GATEWAY_LOGIN_UNAVAILABLE: { retriable: true, exitCode: 1 },
  ATLAS_SESSION_ENDED: { retriable: false, exitCode: 1 },
  ATLAS_SESSION_BANNED: { retriable: false, exitCode: 1 },
  ATLAS_GATEWAY_ADMIN_REFUSED: { retriable: false, exitCode: 1 },
  ATLAS_GATEWAY_NO_PROXY: { retriable: true, exitCode: 1 },
  ATLAS_GATEWAY_FAILED: { retriable: true, exitCode: 1 },
  ATLAS_TRACE_INVALID: { retriable: false, exitCode: 8 },
  ATLAS_GAME_UNLOADABLE: { retriable: false, exitCode: 2 },
  ATLAS_DRILL_REFUSED: { retriable: false, exitCode: 2 },
  ATLAS_CHILD_FAILED: { retriable: true, exitCode: 11 },
  ATLAS_SERVICES_UNAVAILABLE: { retriable: false, exitCode: 9 },
  ATLAS_STOP_TIMEOUT: { retriable: true, exitCode: 10 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What every operating error carries beside its code. */
export interface AtlasErrorOptions {
  /** The ids and values that name the place: region, offset, key, file, line … */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** What to do about it, as one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An operating error of the closed list above. */
export class AtlasError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: AtlasErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AtlasError';
    this.code = code;
    this.details = options.details ?? {};
    this.hint = options.hint ?? '';
  }

  get retriable(): boolean {
    return ERROR_CODES[this.code].retriable;
  }

  get exitCode(): number {
    return ERROR_CODES[this.code].exitCode;
  }
}

/** Whether what somebody else said is a code of the list. */
export function isErrorCode(said: string): said is ErrorCode {
  return Object.hasOwn(ERROR_CODES, said);
}

/** Whether it passes by itself: a log or a store that is away, topics that nobody has made yet. */
export function isTransient(error: unknown): error is AtlasError {
  if (!(error instanceof AtlasError)) return false;
  return error.retriable || error.code === 'ATLAS_LOG_TOPIC_MISSING';
}

/** The same error, with the place that only its catcher knows before its message. */
export function placedError(
  error: AtlasError,
  place: string,
  details: AtlasErrorOptions['details'] = {},
): AtlasError {
  return new AtlasError(error.code, `${place}: ${error.message}`, {
    details: { ...error.details, ...details },
    hint: error.hint,
    cause: error,
  });
}

/** Asserts an invariant. A failure is a bug of ours and ends the process. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) broken(message);
}

/** As {@link invariant}, for where the message is made of values: it is not while all is well. */
export function broken(message: string): never {
  throw new Error(`invariant violated: ${message}`);
}
