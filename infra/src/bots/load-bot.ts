import { AtlasNetClient } from '@atlasnet/proxy';
import type { ClientTransport } from '@atlasnet/proxy';
import { AtlasError } from '@atlasnet/schemas';
import type { WorldDeclaration } from '@atlasnet/schemas';
import type { Behaviour, BotHost } from './behaviour.ts';
import type { Entrance } from './entrance.ts';
import type { Latencies } from './latencies.ts';
import { BOT_LIMITS } from './limits.ts';

/** What all bots did and saw, while somebody measures. */
export interface BotTally {
  measuring: boolean;
  /**
   * The wall clock at tick 0. Not known from the log: as if the view that came soonest after its tick had
   * taken no time.
   */
  originMs: number;
  readonly originKnown: boolean;
  readonly ageMs: Latencies;
  readonly roundTripMs: Latencies;
  /** Views that told of a newer tick. */
  ticks: number;
  inputs: number;
  /** Commands by what became of them. */
  readonly outcomes: Map<string, number>;
  /** Commands that were not sent, since too many waited. */
  unsent: number;
  /** Why connections ended, by code. */
  readonly ended: Map<string, number>;
}

export interface LoadBotOptions {
  readonly index: number;
  readonly account: string;
  readonly world: WorldDeclaration;
  readonly transport: ClientTransport;
  readonly viewRadiusM: number;
  readonly behaviour: Behaviour;
  readonly tally: BotTally;
  readonly random: () => number;
}

/** One real client with a behaviour; everything that it measures goes to the tally. */
export class LoadBot {
  readonly client: AtlasNetClient<WorldDeclaration>;
  readonly #options: LoadBotOptions;
  #think: (() => void) | null = null;
  #tick = -1;
  #waiting = 0;
  #over = false;

  constructor(options: LoadBotOptions) {
    this.#options = options;
    const { world, transport, viewRadiusM } = options;
    this.client = new AtlasNetClient({ world, transport, viewRadiusM });
    this.client.on('update', () => this.#onView());
    this.client.on('closed', (error) => {
      this.#over = true;
      if (error) count(options.tally.ended, error.code);
    });
  }

  /** It has an avatar, or the game gives it none, and it plays. */
  get playing(): boolean {
    return this.#think !== null && !this.#over;
  }

  /** @throws AtlasError of the gateway, or of the connection */
  async enter(entrance: Entrance, signal: AbortSignal): Promise<void> {
    const { token, websockets } = await entrance.admit(this.#options.account, signal);
    signal.throwIfAborted();
    await this.client.connect(token, websockets);
    this.#think = this.#options.behaviour(this.#host());
  }

  think(): void {
    if (this.playing) this.#think?.();
  }

  async leave(): Promise<void> {
    this.#over = true;
    await this.client.close();
  }

  /** The first change that a view tells of stands for the view. */
  #onView(): void {
    const { tally } = this.#options;
    const { tick, schema } = this.client;
    if (tick === this.#tick) return;
    this.#tick = tick;
    const originMs = Date.now() - tick * schema.tickMs;
    if (!tally.originKnown) tally.originMs = Math.min(tally.originMs, originMs);
    if (!tally.measuring) return;
    tally.ticks++;
    tally.ageMs.add(originMs - tally.originMs);
  }

  #host(): BotHost {
    const { index, account, random } = this.#options;
    const { client } = this;
    return {
      ...{ index, account, random, client },
      command: (name, payload) => this.#command(name, payload),
      input: (name, payload) => {
        client.input(name as never, payload as never);
        if (this.#options.tally.measuring) this.#options.tally.inputs++;
      },
    };
  }

  async #command(
    ...[name, payload]: Parameters<BotHost['command']>
  ): ReturnType<BotHost['command']> {
    const { tally } = this.#options;
    if (this.#waiting >= BOT_LIMITS.commandsUnderWay) {
      tally.unsent++;
      return null;
    }
    const { measuring } = tally;
    const sentMs = performance.now();
    this.#waiting++;
    try {
      const outcome = await this.client.command(name as never, payload as never);
      if (measuring && tally.measuring) {
        tally.roundTripMs.add(performance.now() - sentMs);
        count(tally.outcomes, outcome.result);
      }
      return outcome;
    } catch (error) {
      // A behaviour's mistake, such as a command that is not declared, is told; an end is counted.
      if (!(error instanceof AtlasError) || !this.#over) throw error;
      return null;
    } finally {
      this.#waiting--;
    }
  }
}

export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
