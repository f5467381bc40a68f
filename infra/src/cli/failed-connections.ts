/** After a line about connections that failed, those of so many milliseconds are told of in one. */
const QUIET_MS = 10_000;

/** Says that clients could not connect: hundreds of them fail for one reason, which is said once. */
export class FailedConnections {
  readonly #nowMs: () => number;
  readonly #print: (line: string) => void;
  #saidMs = -Infinity;
  #unsaid = 0;

  constructor(nowMs: () => number, print: (line: string) => void) {
    this.#nowMs = nowMs;
    this.#print = print;
  }

  note(account: string, error: unknown): void {
    this.#unsaid += 1;
    const nowMs = this.#nowMs();
    if (nowMs - this.#saidMs < QUIET_MS) return;
    const others = this.#unsaid - 1;
    const who = others === 0 ? account : `${account} and ${others} before it`;
    const why = error instanceof Error ? error.message : String(error);
    this.#print(`warn: ${who} could not connect: ${why}; it is tried again`);
    this.#saidMs = nowMs;
    this.#unsaid = 0;
  }
}
