import { AtlasError, sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, Service } from '@atlasnet/schemas';
import { bindHostOf } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { WorldStatus, formatFigures } from './world-status.ts';

/** Between two status lines on a terminal, or where all that children say is shown, and elsewhere, milliseconds. */
const OFTEN_MS = 1000;
const PLAIN_MS = 5000;

/** Empties the line that the cursor is on. */
export const CLEAR_LINE = '\r\u001b[2K';

/** Prints how the world is: one line that is refreshed on a terminal, a line now and then elsewhere. */
export class StatusService implements Service {
  readonly #clock: Clock;
  readonly #config: Config;
  readonly #print: (line: string) => void;
  readonly #abort = new AbortController();
  readonly #status: WorldStatus;
  #running: Promise<void> | null = null;

  constructor(
    ports: { readonly log: EventLog; readonly clock: Clock },
    config: Config,
    print: (line: string) => void,
  ) {
    this.#clock = ports.clock;
    this.#config = config;
    this.#print = print;
    this.#status = new WorldStatus(ports.log, config.world.name, () => ports.clock.monotonicMs());
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    if (!(await this.#started(signal))) return;
    const { pages, logging } = this.#config;
    const terminal = process.stdout.isTTY;
    const intervalMs = terminal || logging.level === 'debug' ? OFTEN_MS : PLAIN_MS;
    let shown = false;
    while (await sleep(this.#clock, intervalMs, signal)) {
      const figures = this.#status.figures();
      if (figures.regions === 0 || figures.shards === 0) continue;
      if (!shown) {
        const host = bindHostOf(this.#config, pages.bindHost);
        this.#print(`world ${this.#config.world.name} runs: http://${host}:${pages.port}`);
        shown = true;
      }
      const line = formatFigures(figures);
      if (terminal) process.stdout.write(CLEAR_LINE + line);
      else this.#print(line);
    }
    this.#status.stop();
    if (terminal && shown) process.stdout.write('\n');
  }

  /** Waits until the world's topics are there. */
  async #started(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      try {
        await this.#status.start();
        return true;
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        await sleep(this.#clock, 200, signal);
      }
    }
    return false;
  }
}
