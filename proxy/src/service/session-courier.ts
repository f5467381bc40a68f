import { InputColumnWriter } from '@atlasnet/schemas';
import type { Clock, RegionId } from '@atlasnet/schemas';
import { SERVICE_LIMITS } from './limits.ts';
import type { LinkBody } from './owner-links.ts';

/** Sends to a region's owner, if there is a link to it. */
export type SendToRegion = (region: RegionId, body: LinkBody) => void;

/** What waits for one region. */
interface Bag {
  readonly commands: NonNullable<LinkBody['command']>[];
  readonly inputs: InputColumnWriter;
}

/**
 * Carries what sessions say to regions' owners: gathered for some milliseconds, each region's inputs in one
 * message. Alone, a message's way through the kernel and the waking of the shard cost several times
 * what it says; and all of it waits for the region's next tick anyway.
 */
export class SessionCourier {
  readonly #clock: Clock;
  readonly #send: SendToRegion;
  readonly #bags = new Map<RegionId, Bag>();
  #bytes = 0;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: SendToRegion) {
    this.#clock = clock;
    this.#send = send;
  }

  /** A command waits for others; anything else goes at once, and what waits before it. */
  send(region: RegionId, body: LinkBody): void {
    const { command } = body;
    if (command) {
      this.#bag(region).commands.push(command);
      this.#wait(command.payload?.length ?? 0);
      return;
    }
    // A client that gives a command and leaves has given it.
    this.flush();
    this.#send(region, body);
  }

  /** @param input as the client packs it; copied */
  input(region: RegionId, session: number, generation: number, input: Uint8Array): void {
    this.#bag(region).inputs.add(session, generation, input);
    this.#wait(input.length);
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#cancel = null;
    this.#bytes = 0;
    for (const [region, { commands, inputs }] of this.#bags) {
      if (commands.length === 0 && inputs.length === 0) this.#bags.delete(region);
      for (const command of commands.splice(0)) this.#send(region, { command });
      if (inputs.length > 0) this.#send(region, { inputs: { region, column: inputs.take() } });
    }
  }

  #bag(region: RegionId): Bag {
    let bag = this.#bags.get(region);
    if (!bag) this.#bags.set(region, (bag = { commands: [], inputs: new InputColumnWriter() }));
    return bag;
  }

  #wait(bytes: number): void {
    this.#bytes += bytes;
    this.#cancel ??= this.#clock.after(SERVICE_LIMITS.gatherSaidMs, () => this.flush());
    if (this.#bytes >= SERVICE_LIMITS.gatherSaidBytes) this.flush();
  }
}
