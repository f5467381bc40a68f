import { AtlasError, decodePayload, encodePayload } from '@atlasnet/schemas';
import type {
  CompiledKind,
  EntityMessage,
  Field,
  Handoff,
  Job,
  RegionMessage,
  ReturnedMessage,
  TaskResult,
  WorldSchema,
} from '@atlasnet/schemas';

/** @throws AtlasError ATLAS_WORLD_CHANGED, always */
export function refuseChange(schema: WorldSchema, what: string, how: string): never {
  throw new AtlasError(
    'ATLAS_WORLD_CHANGED',
    `world ${schema.name}: ${what} ${how} since the log was written`,
    { hint: 'take the change back, or begin a new world with --fresh' },
  );
}

/** How a field's values would no longer be the same, or null. */
export function fieldChange(before: Field<unknown>, after: Field<unknown>): string | null {
  if (after.kind !== before.kind || after.quantum !== before.quantum) {
    return 'changed its type or quantum';
  }
  const values = before.values ?? [];
  if (!values.every((value, i) => after.values?.[i] === value)) {
    return 'lost or moved an enumeration value';
  }
  return (after.lengthMax ?? 0) < (before.lengthMax ?? 0) ? 'became shorter' : null;
}

/**
 * Carries what is on its way over to another declaration: kinds are numbered by their names' order and fields
 * are packed by theirs, so whatever was declared since moves them. A new field has its default.
 */
export class PayloadMigration {
  readonly #from: WorldSchema;
  readonly #to: WorldSchema;

  readonly #handoff: (handoff: Handoff) => Handoff;

  constructor(from: WorldSchema, to: WorldSchema, handoff: (handoff: Handoff) => Handoff) {
    this.#from = from;
    this.#to = to;
    this.#handoff = handoff;
  }

  /**
   * A message that no counted frame of its target has shown yet.
   * @throws AtlasError ATLAS_WORLD_CHANGED naming message and field
   */
  message(message: RegionMessage): RegionMessage {
    const { hops, mapVersion, tick, origin } = message;
    const { handoff, entityMessage, taskResult, returned } = message;
    const { sessionHome, sessionWord, start, whereabouts } = message;
    return {
      ...{ hops, mapVersion, tick, origin, sessionHome, sessionWord, start, whereabouts },
      handoff: handoff ? this.#handoff(handoff) : null,
      entityMessage: entityMessage ? this.entityMessage(entityMessage) : null,
      taskResult: taskResult ? this.taskResult(taskResult) : null,
      returned: returned ? this.#returned(returned) : null,
    };
  }

  /** A job without a result keeps what it was asked with: its hook is told. */
  job(job: Job): Job {
    if (!this.#isBefore(job)) return job;
    const { region, epoch, n, index, name, entity, tick } = job;
    const values = this.#task(name, 'arguments', job.arguments);
    const worldSchemaHash = this.#to.hash;
    return { region, epoch, n, index, name, arguments: values, entity, tick, worldSchemaHash };
  }

  #returned({ refusedBy, reason, original }: ReturnedMessage): ReturnedMessage {
    return { refusedBy, reason, original: original ? this.message(original) : null };
  }

  /** What cannot be read stays as it is, and is refused where it arrives. */
  entityMessage(message: EntityMessage): EntityMessage {
    const before = this.#from.messages[message.kind];
    // Its hook was unknown when it was sent: it comes back as it is.
    if (before === undefined || !this.#isBefore(message)) return message;
    const after = this.#to.messages.find(({ name }) => name === before.name);
    const what = `message ${before.name}`;
    if (after === undefined) refuseChange(this.#to, what, 'was removed while one was on its way');
    const payload = this.#payload(what, before, after, message.payload);
    if (payload === null) return message;
    const { target, sender } = message;
    return { target, sender, kind: after.index, payload, worldSchemaHash: this.#to.hash };
  }

  taskResult(result: TaskResult): TaskResult {
    if (!this.#isBefore(result)) return result;
    const { job, name, status, entity, text } = result;
    const payload = this.#task(name, 'result', result.payload);
    const values = this.#task(name, 'arguments', result.arguments);
    const worldSchemaHash = this.#to.hash;
    return { job, name, status, payload, entity, text, arguments: values, worldSchemaHash };
  }

  /** A command or an input that a client gave; as it is where the other declaration has none of its name. */
  given(said: Given): Given {
    const { kind, payload } = said;
    const before = this.#from.kinds[kind];
    const after = this.#to.kinds.find(({ name, reliable }) => {
      return name === before?.name && reliable === before.reliable;
    });
    if (before === undefined || after === undefined) return said;
    const carried = this.#payload(`command ${before.name}`, before, after, payload);
    if (carried === null) return said;
    return { kind: after.index, payload: carried, worldSchemaHash: this.#to.hash };
  }

  /** What does not say by what it is packed is of the state's declaration. */
  #isBefore({ worldSchemaHash }: { readonly worldSchemaHash: number }): boolean {
    return worldSchemaHash === 0 || worldSchemaHash === this.#from.hash;
  }

  #task(name: string, side: 'arguments' | 'result', payload: Uint8Array): Uint8Array {
    const before = this.#from.tasks.get(name)?.[side];
    if (before === undefined) return payload;
    const after = this.#to.tasks.get(name)?.[side];
    const what = `task ${name}`;
    if (after === undefined) refuseChange(this.#to, what, 'was removed while a job was pending');
    // A job that is not done has no result; one that a worker answers says no arguments.
    return this.#payload(what, before, after, payload) ?? payload;
  }

  #payload(
    what: string,
    before: CompiledKind,
    after: CompiledKind,
    payload: Uint8Array,
  ): Uint8Array | null {
    for (const { name, field } of before.fields) {
      const found = after.fields.find((each) => each.name === name);
      const how = found ? fieldChange(field, found.field) : 'was removed';
      if (how !== null) refuseChange(this.#to, `${what}, field ${name}`, how);
    }
    const values = readable(before, payload);
    if (values === null) return null;
    try {
      return encodePayload(after, values);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      return refuseChange(this.#to, what, 'can no longer hold what is on its way');
    }
  }
}

/** What of a command or an input depends on a declaration, and which one it is. */
export interface Given {
  readonly kind: number;
  readonly payload: Uint8Array;
  readonly worldSchemaHash: number;
}

function readable(kind: CompiledKind, payload: Uint8Array): Record<string, unknown> | null {
  try {
    return decodePayload(kind, payload);
  } catch (error) {
    if (error instanceof AtlasError) return null;
    throw error;
  }
}
