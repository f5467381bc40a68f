import { ClientJournal, RESULT_UNTOLD } from '@atlasnet/cluster';
import type { LogPosition } from '@atlasnet/cluster';
import { COMMAND_RESULT_NAMES } from '@atlasnet/proxy';
import type { AtlasNetClient, ClientCommands, ClientEntity, CommandOutcome } from '@atlasnet/proxy';
import { encodePayload } from '@atlasnet/schemas';
import type { FieldValues, WorldDeclaration } from '@atlasnet/schemas';

export interface JournaledClientOptions<D extends WorldDeclaration> {
  readonly client: AtlasNetClient<D>;
  readonly session: number;
  readonly account: string;
  /** How much the log holds now, where that can be told. */
  readonly position?: () => LogPosition;
  readonly nowMs: () => number;
  /** One update in so many is kept, beside every spawn; all by default. */
  readonly keptUpdates?: number;
}

/** A client that keeps a journal of what it sends, is told and shows, for I7 and I10. */
export class JournaledClient<D extends WorldDeclaration> {
  readonly client: AtlasNetClient<D>;
  readonly journal: ClientJournal;
  readonly #nowMs: () => number;
  readonly #position: () => LogPosition;
  /** When commands were sent that nobody has answered, oldest first. */
  readonly #sentMs = new Map<number, number>();

  constructor(options: JournaledClientOptions<D>) {
    const { client, session, account, position, nowMs, keptUpdates = 1 } = options;
    this.client = client;
    this.journal = new ClientJournal(session, account);
    this.#position = position ?? (() => null);
    this.#nowMs = nowMs;
    const saw = (entity: ClientEntity<D>): void => {
      const { id, tick, fingerprint } = entity;
      this.journal.saw({ entity: id, tick, fingerprint, seenAt: this.#position() });
    };
    client.on('spawn', saw);
    let updates = 0;
    client.on('update', (entity) => updates++ % keptUpdates === 0 && saw(entity));
  }

  /** Whether a command is unanswered. */
  get waits(): boolean {
    return this.#sentMs.size > 0;
  }

  /** How long the oldest unanswered command waits, milliseconds; 0 without one. */
  get waitingMs(): number {
    const oldest = this.#sentMs.values().next();
    return oldest.done === true ? 0 : this.#nowMs() - oldest.value;
  }

  /** Sends a command; null when the connection ended before it was known what became of it. */
  async command<Name extends keyof ClientCommands<D> & string>(
    name: Name,
    payload: Partial<FieldValues<ClientCommands<D>[Name]>>,
  ): Promise<CommandOutcome | null> {
    const kind = this.client.schema.kinds.find((each) => each.name === name);
    if (!kind) throw new Error(`the world has no command ${name}`);
    const bytes = encodePayload(kind, payload as Record<string, unknown>);
    const number = this.journal.sent(kind.index, bytes);
    this.#sentMs.set(number, this.#nowMs());
    try {
      const outcome = await this.client.command(name, payload);
      const told = COMMAND_RESULT_NAMES.indexOf(outcome.result);
      const result = told < 0 ? RESULT_UNTOLD : told;
      this.journal.acknowledged(number, result, this.#position());
      return outcome;
    } catch {
      return null;
    } finally {
      this.#sentMs.delete(number);
    }
  }
}
