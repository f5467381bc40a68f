import type { AtlasError } from '@atlasnet/schemas';

/**
 * What became of a command that is in the log. `untold`: it is there, applied or refused once, and
 * nobody who was asked remembers which (the proxy or the region's owner changed meanwhile).
 */
export type CommandResultName =
  | 'applied'
  | 'unknown'
  | 'malformed'
  | 'refused'
  | 'failed'
  | 'no-avatar'
  | 'untold';

/** A command's acknowledgement: it is in the log, and this is what the game said. */
export interface CommandOutcome {
  readonly result: CommandResultName;
  readonly text: string;
}

/** CommandResult of log.proto, by number. */
export const COMMAND_RESULT_NAMES: readonly CommandResultName[] = [
  'applied',
  'unknown',
  'malformed',
  'refused',
  'failed',
  'no-avatar',
];
const APPLIED: CommandOutcome = { result: 'applied', text: '' };
const UNTOLD: CommandOutcome = { result: 'untold', text: '' };

/** A command as it is said to a proxy. */
export interface SentCommand {
  readonly number: number;
  readonly kind: number;
  readonly payload: Uint8Array;
}

interface Waiting {
  readonly command: SentCommand;
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly reject: (error: AtlasError) => void;
}

/** Commands that were sent and are not known to be in the log, by number (S2). */
export class CommandQueue {
  /** Of the newest command; the next is one more. */
  number = 0;
  /** Of all that wait, in their payloads. */
  bytes = 0;
  readonly #waiting = new Map<number, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Gives a command the next number; the promise settles with its acknowledgement. */
  next(
    kind: number,
    payload: Uint8Array,
  ): { readonly command: SentCommand; readonly outcome: Promise<CommandOutcome> } {
    const command = { number: ++this.number, kind, payload };
    this.bytes += payload.length;
    const outcome = new Promise<CommandOutcome>((resolve, reject) => {
      this.#waiting.set(command.number, { command, resolve, reject });
    });
    return { command, outcome };
  }

  /** Those that another proxy must be told, the oldest first. */
  *unacknowledged(): IterableIterator<SentCommand> {
    for (const { command } of this.#waiting.values()) yield command;
  }

  /**
   * All up to `number` are in the log; `outcomes` tells of those not simply applied, and nobody of
   * those up to `untold` otherwise.
   */
  acknowledged(
    number: number,
    outcomes: readonly {
      readonly number: number;
      readonly result: number;
      readonly text: string;
    }[],
    untold = 0,
  ): void {
    for (const [at, waiting] of this.#waiting) {
      if (at > number) return;
      this.#waiting.delete(at);
      this.bytes -= waiting.command.payload.length;
      const told = outcomes.find((outcome) => outcome.number === at);
      const result = COMMAND_RESULT_NAMES[told?.result ?? 0] ?? 'failed';
      if (told) waiting.resolve({ result, text: told.text });
      else waiting.resolve(at <= untold ? UNTOLD : APPLIED);
    }
  }

  /** Nobody will say any more what became of them. */
  fail(error: AtlasError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.bytes = 0;
  }
}
