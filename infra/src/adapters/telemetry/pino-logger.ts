import { pino, type Logger as Pino } from 'pino';
import type { Logger } from '@atlasnet/schemas';
import { PrettyLines } from './pretty-lines.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LoggerOptions {
  /** The process's name: role and index. */
  readonly name: string;
  readonly level: LogLevel;
  readonly format: 'auto' | 'pretty' | 'json';
}

/** Fields that are never written, whoever logs them. */
const REDACTED = ['password', 'token', 'secret', 'key', 'authorization'];

/** Makes the process's logger: calm lines on a terminal, JSON lines elsewhere. */
export function makeLogger(
  options: LoggerOptions,
  output: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): Logger {
  const isPretty =
    options.format === 'pretty' || (options.format === 'auto' && output.isTTY === true);
  const destination = isPretty
    ? new PrettyLines((line) => output.write(line), output.isTTY === true)
    : { write: (line: string) => void output.write(line) };
  const logger = pino(
    {
      level: options.level,
      base: { name: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '(redacted)' },
    },
    destination,
  );
  return new PinoLogger(logger);
}

class PinoLogger implements Logger {
  readonly #pino: Pino;

  constructor(logger: Pino) {
    this.#pino = logger;
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.debug(withErrors(fields), message);
  }

  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.info(withErrors(fields), message);
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.warn(withErrors(fields), message);
  }

  error(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.error(withErrors(fields), message);
  }
}

/** Errors as their code and message: an Error has no enumerable fields that JSON would show. */
function withErrors(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? brief(value) : value,
    ]),
  );
}

function brief(error: Error): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? `${code}: ${error.message}` : `${error.name}: ${error.message}`;
}
