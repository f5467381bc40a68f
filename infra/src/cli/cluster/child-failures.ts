import { AtlasError, isErrorCode } from '@atlasnet/schemas';

/** A child's failure as `describeFailure` prints it, behind the prefix of its process. */
const FAILURE = /^\[([a-z-]+) (\d+)\] (ATLAS_[A-Z_]+): (.+)$/;

const SAID = /^the [a-z-]+ process cannot go on: /;

/** The failures that children printed as they ended: an exit code alone does not say which it was. */
export class ChildFailures {
  readonly #last = new Map<string, AtlasError>();

  /** Takes a child's line; true when it says why the child ends. */
  note(line: string): boolean {
    const [, role = '', pid = '', code = '', sentence = ''] = FAILURE.exec(line) ?? [];
    if (!isErrorCode(code)) return false;
    // What a child says of its own child is said once.
    const text = SAID.test(sentence) ? sentence : `the ${role} process cannot go on: ${sentence}`;
    this.#last.set(pid, new AtlasError(code, text, { details: { role } }));
    return true;
  }

  /** Why that process ended, if it said so; asked once. */
  take(pid: number): AtlasError | null {
    const failure = this.#last.get(String(pid)) ?? null;
    this.#last.delete(String(pid));
    return failure;
  }
}
