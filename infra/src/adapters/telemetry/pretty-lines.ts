/** Escape codes of the levels that are not ordinary. */
const COLOURS: Readonly<Record<string, string>> = {
  debug: '\u001b[2m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};
const RESET = '\u001b[0m';

/** Turns pino's JSON lines into `12:34:56 name   message  field=value`, one line each. */
export class PrettyLines {
  readonly #write: (line: string) => void;
  readonly #colours: boolean;

  constructor(write: (line: string) => void, colours: boolean) {
    this.#write = write;
    this.#colours = colours;
  }

  write(json: string): void {
    this.#write(`${this.#format(json)}\n`);
  }

  #format(json: string): string {
    const { level, time, name, msg, ...fields } = JSON.parse(json) as Record<string, unknown>;
    const clock = String(time).slice(11, 19);
    const mark = level === 'warn' || level === 'error' ? `${String(level)}: ` : '';
    const rest = Object.entries(fields).map(([key, value]) => `${key}=${plain(value)}`);
    const line = [clock, String(name).padEnd(10), `${mark}${String(msg)}`, ...rest].join(' ');
    const oneLine = line.replaceAll(/\s*\n\s*/g, ' ');
    const colour = this.#colours ? COLOURS[String(level)] : undefined;
    return colour === undefined ? oneLine : `${colour}${oneLine}${RESET}`;
  }
}

function plain(value: unknown): string {
  if (typeof value === 'string') return /^\S+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}
