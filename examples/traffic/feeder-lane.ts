import type { AtlasNetClient, CommandOutcome } from 'atlasnet/client';
import type { trafficWorld } from './world.ts';

export type TrafficClient = AtlasNetClient<typeof trafficWorld>;

/** Before a lane whose connection ended connects again, milliseconds. */
const RECONNECT_MS = 500;
/** Commands that no frame has acknowledged: a proxy lets a client go that has 1,024 of them. */
const COMMANDS_MAX = 256;
/** Their bytes: half of what a connection queues before it gives up. */
const BYTES_MAX = 128 * 1024;
/** What a command costs beside its payload. */
const COMMAND_BYTES = 64;

export interface LaneOptions {
  readonly connect: () => Promise<TrafficClient>;
  readonly signal: AbortSignal;
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** One session of the feeder: keeps itself connected, and bounds what is under way. */
export class FeederLane {
  readonly #options: LaneOptions;
  #client: TrafficClient | null = null;
  #commands = 0;
  #bytes = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Whether another command should wait. */
  get busy(): boolean {
    return this.#client === null || this.#commands >= COMMANDS_MAX || this.#bytes >= BYTES_MAX;
  }

  get idle(): boolean {
    return this.#commands === 0;
  }

  /** Stays connected until the signal. */
  async run(): Promise<void> {
    const { connect, signal, sleep } = this.#options;
    while (!signal.aborted) {
      try {
        const client = await connect();
        await new Promise<void>((resolve) => {
          client.on('closed', () => resolve());
          signal.addEventListener('abort', () => resolve(), { once: true });
          this.#client = client;
        });
      } catch {
        // Whoever connects has told of it.
      }
      // The last commands are still answered while it stops; whoever made the client closes it.
      if (!signal.aborted) this.#client = null;
      await sleep(RECONNECT_MS);
    }
  }

  /** Waits until commands may be sent; false when it is over. */
  async ready(): Promise<boolean> {
    while (this.busy && !this.#options.signal.aborted) await this.#options.sleep(5);
    return !this.#options.signal.aborted;
  }

  /**
   * Sends a command.
   * @returns null when the connection ended before it was known what became of it
   */
  async send(
    command: (client: TrafficClient) => Promise<CommandOutcome>,
    payloadBytes = 0,
  ): Promise<CommandOutcome | null> {
    const client = this.#client;
    if (!client) return null;
    const bytes = payloadBytes + COMMAND_BYTES;
    this.#commands++;
    this.#bytes += bytes;
    try {
      return await command(client);
    } catch {
      return null;
    } finally {
      this.#commands--;
      this.#bytes -= bytes;
    }
  }
}
