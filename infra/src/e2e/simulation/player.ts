import { AtlasNetClient } from '@atlasnet/proxy';
import type { GrantedSession } from '@atlasnet/proxy';
import type { ClientJournal } from '@atlasnet/cluster';
import { AtlasError, sleep } from '@atlasnet/schemas';
import type { EntityId } from '@atlasnet/schemas';
import type { SeededRandom, SimulatedProcess } from '../../adapters/simulated/index.ts';
import { JournaledClient } from '../journaled-client.ts';
import type { SimCluster } from '../sim-cluster.ts';
import type { SimEdge } from '../sim-edge.ts';
import { tradingWorld } from './trading-world.ts';

/** Before a player whose connection ended logs in again, milliseconds. */
const BACK_AFTER_MS = { min: 100, max: 1500 };
/** Between two deeds, milliseconds. */
const DEED_MS = { min: 200, max: 800 };
/** As seldom as a client may look at its timers, milliseconds. */
const UPDATE_MS = 50;
/** How long one run of a client lasts unless something ends it, milliseconds. */
const RUN_MS = { min: 8000, max: 60_000 };
const SPEED_MAX = 40;
/** At most this far off a request for coins can be. */
const COINS_MAX = 4;

/** Somebody at a machine of his own: logs in, plays, leaves or loses the connection, and comes back. */
export class Player {
  readonly journals: ClientJournal[] = [];
  readonly account: string;
  readonly #number: number;
  readonly #cluster: SimCluster;
  readonly #edge: SimEdge;
  readonly #random: SeededRandom;
  #running: JournaledClient<typeof tradingWorld> | null = null;
  #machines = 0;
  #resting = false;

  constructor(cluster: SimCluster, edge: SimEdge, number: number) {
    this.#cluster = cluster;
    this.#edge = edge;
    this.#number = number;
    this.account = `player ${number}`;
    this.#random = cluster.world.random(this.account);
  }

  /** Plays for ever. */
  start(): void {
    const process = this.#cluster.world.process(`client ${this.#number}.${++this.#machines}`);
    this.#play(process).catch((error: unknown) => this.#cluster.failures.push(error));
  }

  /** From now on nothing is asked for any more, and nobody leaves: everything comes to its end. */
  rest(): void {
    this.#resting = true;
  }

  /** What is not as it should be once faults are over, in a sentence; null when all is well. */
  get trouble(): string | null {
    const running = this.#running;
    if (!running) return `${this.account} does not get in`;
    const { client } = running;
    if (client.statistics.commandsWaiting > 0) return `${this.account} waits for an answer`;
    return null;
  }

  async #play(process: SimulatedProcess): Promise<void> {
    const { clock } = process;
    for (let run = 0; process.state !== 'crashed'; run++) {
      try {
        await this.#run(process, await this.#logIn(process), run);
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
      }
      this.#running = null;
      await sleep(clock, this.#between(BACK_AFTER_MS));
    }
  }

  async #logIn(process: SimulatedProcess): Promise<GrantedSession> {
    return this.#edge.ask(process, async (gateway) => {
      const { token } = await gateway.login({ name: this.account });
      return gateway.openSession(token);
    });
  }

  async #run(process: SimulatedProcess, granted: GrantedSession, run: number): Promise<void> {
    const { datagrams, clock, random } = process;
    const local = { host: `10.1.0.${this.#number}`, port: 40_000 + run };
    const { cipher } = this.#edge;
    const { log } = this.#cluster.world;
    const client = new AtlasNetClient({
      world: tradingWorld,
      token: granted.token,
      updateMs: UPDATE_MS,
      transport: { datagrams, clock, random, cipher, local },
    });
    const running = new JournaledClient<typeof tradingWorld>({
      client,
      session: granted.session,
      account: this.account,
      position: () => log.size,
      nowMs: () => clock.monotonicMs(),
    });
    this.journals.push(running.journal);
    const ended = new AbortController();
    client.on('closed', () => ended.abort());
    await client.connect();
    this.#running = running;
    const untilMs = clock.monotonicMs() + this.#between(RUN_MS);
    while (await sleep(clock, this.#between(DEED_MS), ended.signal)) {
      if (this.#resting) continue;
      const dead = client.avatarId === 0 && this.#random.chance(0.1);
      if (clock.monotonicMs() < untilMs && !dead) this.#act(running);
      else if (this.#random.chance(0.5)) await client.close();
      else return this.#vanish(process);
    }
  }

  /** The machine loses its power; another one is switched on. */
  #vanish(process: SimulatedProcess): void {
    this.#running = null;
    process.crash({ silent: true });
    this.#cluster.world.schedule(this.#between(BACK_AFTER_MS), () => this.start());
  }

  #act(running: JournaledClient<typeof tradingWorld>): void {
    const { client } = running;
    if (this.#random.chance(0.5)) {
      const x = this.#random.between(-SPEED_MAX, SPEED_MAX);
      const y = this.#random.between(-SPEED_MAX, SPEED_MAX);
      client.input('steer', { velocity: { x, y } });
    }
    if (this.#random.chance(0.02)) void running.command('die', {});
    else if (this.#random.chance(0.6)) {
      const seen = Array.from(client.entities.keys());
      const to = seen.length > 0 ? this.#random.pick(seen) : (1 as EntityId);
      void running.command('give', { to, coins: this.#random.integer(COINS_MAX) });
    }
  }

  #between({ min, max }: { readonly min: number; readonly max: number }): number {
    return this.#random.between(min, max);
  }
}
