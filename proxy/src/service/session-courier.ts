import { InputColumnWriter } from '@atlasnet/schemas';
import type { Clock, RegionId } from '@atlasnet/schemas';
import { SERVICE_LIMITS } from './limits.ts';
import type { LinkBody } from './owner-links.ts';
import { TickBeat } from './tick-beat.ts';

/** Sends to a region's owner, if there is a link to it. */
export type SendToRegion = (region: RegionId, body: LinkBody) => void;

const NOTHING = new Uint8Array(0);

/** The newest input of one session, while it waits. */
export class WaitingInput {
  readonly #who: { readonly session: number; readonly generation: number };
  #region: RegionId | null = null;
  #bytes: Uint8Array = NOTHING;

  constructor(who: { readonly session: number; readonly generation: number }) {
    this.#who = who;
  }

  /** @returns whether none waited before */
  set(region: RegionId, bytes: Uint8Array): boolean {
    const isFirst = this.#region === null;
    this.#region = region;
    this.#bytes = bytes;
    return isFirst;
  }

  take(columnOf: (region: RegionId) => InputColumnWriter): void {
    if (this.#region === null) return;
    columnOf(this.#region).add(this.#who.session, this.#who.generation, this.#bytes);
    this.#region = null;
    this.#bytes = NOTHING;
  }
}

/** What waits for one region. */
interface Bag {
  readonly commands: NonNullable<LinkBody['command']>[];
  readonly inputs: InputColumnWriter;
}

/**
 * Carries what sessions say to regions' owners: gathered until just before the next tick, which all of it waits
 * for, each region's inputs in one message. Alone, a message's way through the kernel and the waking of the
 * shard cost several times what it says.
 */
export class SessionCourier {
  readonly #clock: Clock;
  readonly #send: SendToRegion;
  readonly #beat: TickBeat;
  readonly #bags = new Map<RegionId, Bag>();
  /** Of each session that said something, its newest. */
  readonly #inputs: WaitingInput[] = [];
  readonly #columnOf = (region: RegionId): InputColumnWriter => this.#bag(region).inputs;
  #bytes = 0;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, tickMs: number, send: SendToRegion) {
    this.#clock = clock;
    this.#beat = new TickBeat(tickMs);
    this.#send = send;
  }

  /** An owner said right now how long it is until its next tick, microseconds; 0: it did not. */
  heardDue(dueMicros: number): void {
    if (dueMicros > 0) this.#beat.heard(dueMicros / 1000, this.#clock.monotonicMs());
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

  /**
   * The session's input from now on: of all that it says until this goes only the newest does, as the region's
   * next tick takes no other.
   * @param bytes as the client packs it; kept
   */
  input(input: WaitingInput, region: RegionId, bytes: Uint8Array): void {
    if (!input.set(region, bytes)) return;
    this.#inputs.push(input);
    this.#wait(bytes.length);
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#cancel = null;
    this.#bytes = 0;
    for (const input of this.#inputs) input.take(this.#columnOf);
    this.#inputs.length = 0;
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
    this.#cancel ??= this.#clock.after(this.#patienceMs(), () => this.flush());
    if (this.#bytes >= SERVICE_LIMITS.gatherSaidBytes) this.flush();
  }

  /** Until shortly before a tick; where nobody knows when that is, little. */
  #patienceMs(): number {
    const { gatherSaidMs, saidBeforeTickMs } = SERVICE_LIMITS;
    const left = this.#beat.untilNext(this.#clock.monotonicMs());
    if (left === null) return gatherSaidMs;
    // What comes too late for this tick is the next one's.
    return left > saidBeforeTickMs ? left - saidBeforeTickMs : left;
  }
}
