import type {
  InputColumnReader,
  RegionDelivery,
  RegionMessage,
  SessionCommand,
  TaskResult,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';

/** A client's arrival or return, as a proxy announced it. */
export interface SessionRequest {
  readonly session: number;
  readonly account: string;
  readonly generation: number;
  /** It was admitted before, and is not admitted anew. */
  readonly resume?: boolean;
}

export interface SessionLeave {
  readonly session: number;
  readonly generation: number;
  /** The client said goodbye: no lingering. */
  readonly left: boolean;
}

/** An unreliable input, as a session's client gave it. */
export interface SessionInput {
  readonly sequence: number;
  readonly afterCommand: number;
  readonly kind: number;
  readonly payload: Uint8Array;
  readonly worldSchemaHash: number;
}

/** What a session has given and no tick has taken. */
export class SessionQueue {
  readonly session: number;
  /** Looks for what is over in which its session did not act here. */
  absentLooks = 0;
  /** By number; applied without a gap. Null until there is one: most sessions only give inputs. */
  #commands: Map<number, SessionCommand> | null = null;
  #input: SessionInput | null = null;

  constructor(session: number) {
    this.session = session;
  }

  get isEmpty(): boolean {
    return this.#input === null && (this.#commands === null || this.#commands.size === 0);
  }

  command(command: SessionCommand): void {
    this.#commands ??= new Map();
    this.#commands.set(command.number, command);
  }

  /** S2: takes the input that the reader is at, unless a newer one waits. */
  input(reader: InputColumnReader, worldSchemaHash: number): void {
    const { sequence, afterCommand, kind } = reader;
    if (sequence <= (this.#input?.sequence ?? 0)) return;
    const payload = reader.payload();
    this.#input = { sequence, afterCommand, kind, payload, worldSchemaHash };
  }

  /** Commands up to this number have been applied, here or elsewhere. */
  applied(commandNumber: number): void {
    for (const number of this.#commands?.keys() ?? []) {
      if (number <= commandNumber) this.#commands?.delete(number);
    }
  }

  /** Its session is not here: the input is copied out of the many that came with it, which it would keep alive. */
  keepAlone(): void {
    if (this.#input) this.#input = { ...this.#input, payload: this.#input.payload.slice() };
  }

  takeCommand(number: number): SessionCommand | null {
    const command = this.#commands?.get(number) ?? null;
    if (command) this.#commands?.delete(number);
    return command;
  }

  /** S2: the newest input, once the command that it comes after has been applied. */
  takeInput(commandNumber: number): SessionInput | null {
    const input = this.#input;
    if (!input || input.afterCommand > commandNumber) return null;
    this.#input = null;
    return input;
  }
}

/**
 * What has come in from outside since the last tick. Callbacks only put things here; the tick drains it
 * in a fixed order and records what it took (R1). All of it can be lost: senders send again.
 */
export class RegionInbox {
  /** M1: messages not applied yet, by sender and number. */
  readonly #messages = new Map<number, Map<number, RegionMessage>>();
  readonly #queues = new Map<number, SessionQueue>();
  #untidied = 0;
  attaches: SessionRequest[] = [];
  leaves: SessionLeave[] = [];
  /** M4: by job; a copy finds the first still waiting, or the job settled. */
  readonly results = new Map<string, TaskResult>();
  dropped = 0;

  deliver(delivery: RegionDelivery, appliedUpTo: number): void {
    if (delivery.number <= appliedUpTo || !delivery.message) return;
    let queue = this.#messages.get(delivery.from);
    if (!queue) this.#messages.set(delivery.from, (queue = new Map()));
    if (delivery.number > appliedUpTo + LIMITS.messagesPerTick * 16) this.dropped++;
    else queue.set(delivery.number, delivery.message);
  }

  /** Senders with something waiting, ascending. */
  senders(): number[] {
    return Array.from(this.#messages.keys()).sort((a, b) => a - b);
  }

  /** The message with this number, left in place. */
  peek(from: number, number: number): RegionMessage | null {
    return this.#messages.get(from)?.get(number) ?? null;
  }

  /** The highest number up to which nothing is missing, from what was applied on. */
  reached(from: number, appliedUpTo: number): number {
    const queue = this.#messages.get(from);
    let number = appliedUpTo;
    while (queue?.has(number + 1)) number++;
    return number;
  }

  /** The message with this number, taken out; older ones are dropped. */
  take(from: number, number: number): RegionMessage | null {
    const queue = this.#messages.get(from);
    const message = queue?.get(number) ?? null;
    if (message) queue?.delete(number);
    if (queue?.size === 0) this.#messages.delete(from);
    return message;
  }

  /** S1: a client that is gone before a tick took it in is not taken in: nobody would ever say so again. */
  leave(leave: SessionLeave): void {
    this.leaves.push(leave);
    this.attaches = this.attaches.filter(({ session, generation }) => {
      return session !== leave.session || generation > leave.generation;
    });
  }

  command(command: SessionCommand, appliedUpTo: number): void {
    if (command.number <= appliedUpTo) return;
    if (command.number > appliedUpTo + LIMITS.commandsQueuedPerSession) {
      this.dropped++;
      return;
    }
    this.#queueOf(command.session).command(command);
  }

  /** @param worldSchemaHash of the declaration that it is packed by */
  input(reader: InputColumnReader, worldSchemaHash: number): void {
    this.#queueOf(reader.session).input(reader, worldSchemaHash);
  }

  #queueOf(session: number): SessionQueue {
    const known = this.#queues.get(session);
    if (known) return known;
    const queue = new SessionQueue(session);
    this.#queues.set(session, queue);
    return queue;
  }

  /** Of sessions with something waiting, ascending. */
  waiting(): SessionQueue[] {
    const waiting: SessionQueue[] = [];
    for (const queue of this.#queues.values()) if (!queue.isEmpty) waiting.push(queue);
    return waiting.sort((a, b) => a.session - b.session);
  }

  /**
   * Ends a tick: every now and then, queues that hold nothing are dropped, and those of sessions that have acted
   * elsewhere for long: what a client gave just before it crossed a border is sent again there. Dropped and made anew
   * every tick they cost more than what waits in them, and a Map that forgets as much as it learns is copied again
   * and again: copies that the collector takes for old keep alive all that came after them.
   * @param appliedOf the number of the newest command of a session that acts here; null: it does not
   */
  tidy(appliedOf: (session: number) => number | null): void {
    this.#untidied++;
    if (this.#untidied < LIMITS.emptyQueueTicks) return;
    this.#untidied = 0;
    for (const [session, queue] of this.#queues) {
      const applied = appliedOf(session);
      queue.absentLooks = applied === null ? queue.absentLooks + 1 : 0;
      if (applied === null) queue.keepAlone();
      else queue.applied(applied);
      if (queue.isEmpty || queue.absentLooks > LIMITS.absentLooks) this.#queues.delete(session);
    }
  }
}
