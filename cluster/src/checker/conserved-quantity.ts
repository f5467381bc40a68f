import {
  AtlasError,
  DIRTY_GONE,
  DIRTY_WHOLE,
  EntityTable,
  TASK_DONE,
  decodeEntity,
  decodePayload,
  jobId,
  readFieldLanes,
} from '@atlasnet/schemas';
import type {
  CompiledComponent,
  CompiledKind,
  Frame,
  Handoff,
  Job,
  RegionMessage,
  TaskResult,
  WorldSchema,
} from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import type { Movements } from './entity-ledger.ts';
import type { InvariantCheck, Place } from './invariant-check.ts';

/** A quantity that only changes hands: coins, say. */
export interface ConservedOptions {
  /** An integer component. */
  readonly component: string;
  /** Messages that carry it from entity to entity: the field that says how much, by message. */
  readonly carriedBy?: Readonly<Record<string, string>>;
  /**
   * Tasks whose jobs carry it, by task: the field that says how much, of the arguments, which is what a
   * job takes along and what a refused one brings back, and of the result.
   */
  readonly carriedByTasks?: Readonly<Record<string, CarriedByTask>>;
}

export interface CarriedByTask {
  readonly asked: string;
  readonly result: string;
}

/** Where a quantity is at the end of the log. */
export interface ConservedTotals {
  readonly component: string;
  living: number;
  inFlight: number;
  parked: number;
  undeliverable: number;
  /** What frames that made or destroyed entities brought in, less what they took out. */
  minted: number;
}

/**
 * I5: a conserved quantity is constant across handoffs, messages and crashes. Every frame in which
 * nobody was made or destroyed must keep what its region holds, plus what came in, less what went out:
 * a rule of one partition alone, so it needs no common cut. What went out of one region comes into
 * another by the transfers' matching (I2, I4); messages are matched here.
 */
export class ConservedQuantity {
  readonly options: ConservedOptions;
  readonly totals: ConservedTotals;
  readonly #check: InvariantCheck;
  /** Sent less taken, per message between regions: what is not zero is in flight. */
  readonly #carried = new Map<string, number>();
  /** Messages packed by declarations that no log read so far has named. */
  #unread: UnreadMessage[] = [];
  readonly #declarations = new Map<number, WorldSchema>();
  /** M4: what pending jobs took along. */
  readonly #staked = new Map<string, number>();
  /** Holds a handed entity while it is looked at. */
  #scratch: EntityTable | null = null;

  constructor(check: InvariantCheck, options: ConservedOptions) {
    this.#check = check;
    this.options = options;
    const { component } = options;
    this.totals = { component, living: 0, inFlight: 0, parked: 0, undeliverable: 0, minted: 0 };
  }

  /** A declaration that some region's log names: what is packed by it can be read. */
  declared(schema: WorldSchema): void {
    if (this.#declarations.has(schema.hash)) return;
    this.#declarations.set(schema.hash, schema);
    const unread = this.#unread;
    this.#unread = [];
    for (const { name, message, sign } of unread) this.#carry(name, schema, message, sign);
  }

  begin(region: number, state: RegionState): void {
    const { table, schema } = state;
    const component = this.#component(schema);
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++)
      this.totals.living += amountAt(component, table.lanes, slots[i]);
    for (const { to, number, message } of Array.from(state.outbox.values()).flat()) {
      if (message) this.#carry(`${region}>${to}#${number}`, schema, message, 1);
    }
    for (const job of state.jobs.values()) this.#stake(schema, job);
    this.totals.minted = this.totals.living;
  }

  frame(region: number, frame: Frame, table: EntityTable, moved: Movements, place: Place): void {
    const { schema } = table;
    const delta = this.#change(table);
    let expected = 0;
    let known = !moved.disturbed;
    for (const handoff of moved.entered) {
      if (handoff) expected += this.#inHandoff(schema, handoff);
      else known = false;
    }
    for (const handoff of moved.departed) expected -= this.#inHandoff(schema, handoff);
    expected += this.#messages(region, frame, schema) + this.#jobs(frame, schema);
    this.totals.living += delta;
    if (known) {
      this.#check.expect(delta === expected, place, () => {
        const { component } = this.options;
        return `the region holds ${delta} ${component} more, ${expected} more came in than went out`;
      });
    } else this.totals.minted += delta - expected;
  }

  /** Who sent what was taken though nobody has been seen to send it: regions whose logs should say more. */
  unexplainedSenders(): number[] {
    const names = Array.from(this.#carried).flatMap(([name, amount]) => (amount < 0 ? [name] : []));
    return names.map((name) => Number(name.slice(0, name.indexOf('>'))));
  }

  /** Of a frame behind the moment at which the check ends: what was taken before it, and no more. */
  sent(region: number, frame: Frame, schema: WorldSchema): void {
    for (const { to, number, message } of frame.outbox) {
      const name = `${region}>${to}#${number}`;
      if (!message || (this.#carried.get(name) ?? 0) >= 0) continue;
      this.#carry(name, schema, message, 1);
    }
  }

  /** Counts what is on its way; `flying` are the handoffs that nobody has taken. */
  finish(schema: WorldSchema, flying: Iterable<Handoff>, parked: Iterable<Handoff>): void {
    const { totals } = this;
    for (const handoff of flying) totals.inFlight += this.#inHandoff(schema, handoff);
    for (const handoff of parked) totals.parked += this.#inHandoff(schema, handoff);
    for (const amount of this.#staked.values()) totals.inFlight += amount;
    for (const [name, amount] of this.#carried) {
      totals.inFlight += amount;
      this.#check.expect(amount > 0, {}, () => {
        return `message ${name} brought ${-amount} ${totals.component} more than it was sent with`;
      });
    }
  }

  /** What the frame changed in the region's own entities. */
  #change(table: EntityTable): number {
    const component = this.#component(table.schema);
    const { dirty, dirtySlots, dirtyCount, ids } = table;
    const concerned = DIRTY_WHOLE | DIRTY_GONE | (1 << component.index);
    let delta = 0;
    // A change of cell is a going and a coming: such a slot is listed twice.
    const moved = new Set<number>();
    for (let i = 0; i < dirtyCount; i++) {
      const slot = dirtySlots[i];
      if (ids[slot] < 0 || (dirty[slot] & concerned) === 0 || moved.has(slot)) continue;
      if ((dirty[slot] & DIRTY_WHOLE) !== 0) moved.add(slot);
      if ((dirty[slot] & DIRTY_GONE) === 0) delta += amountAt(component, table.lanes, slot);
      delta -= amountAt(component, table.base, slot);
    }
    return delta;
  }

  /** What messages brought in, less what they took out. */
  #messages(region: number, frame: Frame, schema: WorldSchema): number {
    let sum = 0;
    for (const { from, number, message } of frame.inputs?.messages ?? []) {
      if (!message) continue;
      const amount = this.#carry(`${from}>${region}#${number}`, schema, message, -1);
      if (amount === 0) continue;
      const refusal = frame.refusals.find((each) => each.from === from && each.number === number);
      if (refusal?.undeliverable) this.totals.undeliverable += amount;
      else sum += amount;
    }
    for (const { to, number, message } of frame.outbox) {
      if (message) sum -= this.#carry(`${region}>${to}#${number}`, schema, message, 1);
    }
    return sum;
  }

  /** What settled jobs had taken along, which results carry on, less what new ones take. */
  #jobs(frame: Frame, schema: WorldSchema): number {
    let sum = 0;
    for (const { job } of frame.inputs?.results ?? []) {
      sum += this.#staked.get(job) ?? 0;
      this.#staked.delete(job);
    }
    for (const job of frame.jobs) sum -= this.#stake(schema, job);
    return sum;
  }

  #stake(schema: WorldSchema, job: Job): number {
    const amount = this.#inPayload(
      this.#by(schema, job)?.tasks.get(job.name)?.arguments,
      this.options.carriedByTasks?.[job.name]?.asked,
      job.arguments,
    );
    if (amount !== 0) this.#staked.set(jobId(job), amount);
    return amount;
  }

  #inResult(by: WorldSchema, { name, status, payload, arguments: asked }: TaskResult): number {
    const task = by.tasks.get(name);
    const fields = this.options.carriedByTasks?.[name];
    if (status !== TASK_DONE) return this.#inPayload(task?.arguments, fields?.asked, asked);
    return this.#inPayload(task?.result, fields?.result, payload);
  }

  /**
   * Counts what a message carries, as sent (1) or taken (−1). A region that cannot read one sends it on or back as it
   * is, so for that region it is nothing that came in and went out again.
   * @returns the amount; 0 where it cannot be read yet
   */
  #carry(name: string, schema: WorldSchema, message: RegionMessage, sign: 1 | -1): number {
    const amount = this.#carriedBy(schema, message);
    if (amount === null) {
      this.#unread.push({ name, message, sign });
      return 0;
    }
    const rest = (this.#carried.get(name) ?? 0) + sign * amount;
    if (rest === 0) this.#carried.delete(name);
    else this.#carried.set(name, rest);
    return amount;
  }

  /** @returns null when it is packed by a declaration that is not known yet */
  #carriedBy(schema: WorldSchema, message: RegionMessage): number | null {
    if (message.returned?.original) return this.#carriedBy(schema, message.returned.original);
    const { taskResult, entityMessage: body } = message;
    const what = taskResult ?? body;
    if (!what) return 0;
    const by = this.#by(schema, what);
    if (by === null) return null;
    if (taskResult) return this.#inResult(by, taskResult);
    const kind = body ? by.messages[body.kind] : undefined;
    const field = kind ? this.options.carriedBy?.[kind.name] : undefined;
    return body ? this.#inPayload(kind, field, body.payload) : 0;
  }

  /** The declaration that something is packed by; without word of one, its region's. */
  #by(schema: WorldSchema, { worldSchemaHash }: Packed): WorldSchema | null {
    if (worldSchemaHash === 0 || worldSchemaHash === schema.hash) return schema;
    return this.#declarations.get(worldSchemaHash) ?? null;
  }

  #inPayload(
    kind: CompiledKind | undefined,
    field: string | undefined,
    payload: Uint8Array,
  ): number {
    if (!kind || field === undefined) return 0;
    try {
      return Number(decodePayload(kind, payload)[field] ?? 0);
    } catch (error) {
      // A malformed payload carries nothing that a hook could apply.
      if (error instanceof AtlasError) return 0;
      throw error;
    }
  }

  #inHandoff(schema: WorldSchema, handoff: Handoff): number {
    const by = this.#by(schema, handoff);
    if (by === null) return 0;
    if (this.#scratch?.schema !== by) this.#scratch = new EntityTable(by, 1, false);
    const table = this.#scratch;
    const slot = decodeEntity(table, handoff.state);
    const amount = amountAt(this.#component(by), table.lanes, slot);
    table.forget(slot);
    table.commit();
    return amount;
  }

  /** @throws AtlasError ATLAS_USAGE when the declaration has no such integer component */
  #component(schema: WorldSchema): CompiledComponent {
    const { component } = this.options;
    const found = schema.components.find((each) => each.name === component);
    if (found?.field.kind === 'integer') return found;
    throw new AtlasError(
      'ATLAS_USAGE',
      `world ${schema.name} has no integer component ${component}`,
      {
        hint: 'name an integer component of the declaration as conserved',
      },
    );
  }
}

interface Packed {
  readonly worldSchemaHash: number;
}

interface UnreadMessage {
  readonly name: string;
  readonly message: RegionMessage;
  readonly sign: 1 | -1;
}

function amountAt(
  component: CompiledComponent,
  lanes: readonly Int32Array[],
  slot: number,
): number {
  return Number(readFieldLanes(component.field, lanes, component.firstLane, slot));
}
