import { AtlasError } from '@atlasnet/schemas';

/** A bug of ours, not an operating error: sysexits' EX_SOFTWARE. */
const EXIT_INTERNAL = 70;

/** What a user reads of a failure: code, what and where, way out. A bug comes with its stack. */
export function describeFailure(error: unknown): string {
  if (error instanceof AtlasError) {
    const way = sentence(error.hint);
    const end = /[.!?]$/.test(error.message) ? '' : '.';
    const separator = error.message.includes('\n') ? '\n' : ' ';
    return `${error.code}:${separator}${error.message}${end}${separator}${way}`.trimEnd();
  }
  if (error instanceof Error) return `a bug of atlasnet: ${error.stack ?? error.message}`;
  return `a bug of atlasnet: ${String(error)}`;
}

/** A hint that is not one already. */
function sentence(hint: string): string {
  if (hint === '' || /[.!?]$/.test(hint)) return hint;
  return `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.`;
}

/** The exit code that ERROR_CODES documents; 70 for a bug. */
export function exitCodeOf(error: unknown): number {
  return error instanceof AtlasError ? error.exitCode : EXIT_INTERNAL;
}
