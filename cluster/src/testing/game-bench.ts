import {
  InputColumnWriter,
  TASK_DONE,
  decodePayload,
  encodePayload,
  entityId,
  invariant,
  jobId,
  packInput,
  readFieldLanes,
} from '@atlasnet/schemas';
import type {
  CompiledComponent,
  EntityId,
  FieldGroups,
  Fields,
  FieldValues,
  Frame,
  Job,
  ReportedFault,
  TaskResult,
  WorldDeclaration,
} from '@atlasnet/schemas';
import type { RegionState } from '../core/region-state.ts';
import type { AtlasNetServer, CommandsOf, InputsOf, TasksOf } from '../game/game-api.ts';
import { RegionBench } from './region-bench.ts';

/** An entity as a test reads it: where it lives, and its components' values. */
export interface BenchEntity<D> {
  readonly id: EntityId;
  readonly region: number;
  readonly values: D extends WorldDeclaration<infer C, FieldGroups, FieldGroups, FieldGroups>
    ? Partial<FieldValues<C>> & { readonly position: { readonly x: number; readonly y: number } }
    : never;
}

/** What became of a command. */
export interface BenchOutcome {
  readonly result: 'applied' | 'unknown' | 'malformed' | 'refused' | 'failed';
  readonly text: string;
}

/** A world's tasks as a test answers them: at once, in place of workers. */
export type BenchTasks<D extends WorldDeclaration> = {
  readonly [Name in keyof TasksOf<D>]?: (
    values: FieldValues<TasksOf<D>[Name]['arguments']>,
  ) => Partial<FieldValues<TasksOf<D>[Name]['result']>>;
};

const RESULTS = ['applied', 'unknown', 'malformed', 'refused', 'failed'] as const;

/**
 * A whole world for a game's unit tests: its regions in one thread, without log, links or clients.
 * Entities are handed over borders and seen beyond them as ghosts, messages take a tick, commands go
 * where the avatar is; every frame is read back and its hash compared.
 */
export class GameBench<D extends WorldDeclaration<Fields, FieldGroups, FieldGroups, FieldGroups>> {
  readonly #bench: RegionBench;
  /** Per session: what became of its commands, by number. */
  readonly #outcomes = new Map<string, BenchOutcome>();
  #fault: ReportedFault | undefined;
  readonly #sessions = new Map<
    string,
    { readonly session: number; commands: number; input: number }
  >();

  constructor(server: AtlasNetServer<D>, regions = 4, tasks: BenchTasks<D> = {}) {
    this.#bench = new RegionBench(server as unknown as AtlasNetServer, regions);
    this.#bench.onFrame = (frame) => this.#note(frame);
    const functions = tasks as Readonly<Record<string, TaskFunction | undefined>>;
    this.#bench.onJob = (job) => answered(this.#bench.schema, job, functions[job.name]);
  }

  get tick(): number {
    return this.#bench.tick;
  }

  /** Runs ticks of every region; a hook that threw fails the test. */
  run(ticks: number): void {
    this.#bench.run(ticks);
    const fault = this.#fault;
    invariant(fault === undefined, `hook ${fault?.hook} threw: ${fault?.text}`);
  }

  /** Runs until no entity is on its way between regions. */
  settle(ticksMax = 100): void {
    this.run(3);
    for (let i = 0; i < ticksMax && this.#bench.inFlight().length > 0; i++) this.run(1);
    invariant(this.#bench.inFlight().length === 0, `entities still travel after ${ticksMax} ticks`);
  }

  /** A client of the account joins; returns its avatar, 0 without one. Runs two ticks. */
  join(account: string): EntityId {
    const session = this.#sessions.size + 1;
    this.#sessions.set(account, { session, commands: 0, input: 0 });
    for (const { runtime } of this.#bench.regions.values()) {
      runtime.attach({ session, account, generation: 1 });
    }
    this.run(2);
    return entityId(this.#stateOf(account).sessions.get(session)?.avatar ?? 0);
  }

  /** The account's client leaves. After 0 ticks it does so in the tick of what is sent next. */
  leave(account: string, ticks = 2): void {
    const { session } = this.#session(account);
    for (const { runtime } of this.#bench.regions.values()) {
      runtime.leave({ session, generation: 1, left: true });
    }
    this.#sessions.delete(account);
    this.run(ticks);
  }

  /** Sends a command and runs ticks until a frame holds what became of it. */
  command<Name extends keyof CommandsOf<D> & string>(
    account: string,
    name: Name,
    values: Partial<FieldValues<CommandsOf<D>[Name]>>,
  ): BenchOutcome {
    const session = this.#session(account);
    const number = ++session.commands;
    const { kind, payload } = this.#given(name, values);
    for (const [region, { runtime }] of this.#bench.regions) {
      const command = { region, session: session.session, generation: 1, number, kind, payload };
      runtime.command({ ...command, worldSchemaHash: 0 });
    }
    for (let i = 0; i < 20; i++) {
      this.run(1);
      const outcome = this.#outcomes.get(`${session.session}#${number}`);
      if (outcome) return outcome;
    }
    throw new Error(`command ${name} of ${account} was never applied`);
  }

  /** Sends an input; it is applied with the next tick. */
  input<Name extends keyof InputsOf<D> & string>(
    account: string,
    name: Name,
    values: Partial<FieldValues<InputsOf<D>[Name]>>,
  ): void {
    const session = this.#session(account);
    const { kind, payload } = this.#given(name, values);
    const column = new InputColumnWriter();
    const numbers = { sequence: ++session.input, afterCommand: 0, kind };
    column.add(session.session, 1, packInput(numbers, payload));
    const bytes = column.take();
    for (const { runtime } of this.#bench.regions.values()) runtime.inputs(bytes);
  }

  /** Every living entity, in id order; those on their way are in no region. */
  entities(): BenchEntity<D>[] {
    const found: BenchEntity<D>[] = [];
    for (const [region, { reader }] of this.#bench.regions) {
      const { slots, length } = reader.table.slotsById();
      for (let i = 0; i < length; i++) {
        const values = this.#values(reader, slots[i]) as BenchEntity<D>['values'];
        found.push({ id: entityId(reader.table.ids[slots[i]]), region, values });
      }
    }
    return found.sort((a, b) => a.id - b.id);
  }

  /** An entity, or undefined when it does not live, or is on its way. */
  entity(id: EntityId): BenchEntity<D> | undefined {
    return this.entities().find((each) => each.id === id);
  }

  #note({ faults, inputs, sessions }: Frame): void {
    this.#fault ??= faults[0];
    for (const { session, number, result } of inputs?.commands ?? []) {
      if (number === 0) continue;
      this.#outcomes.set(`${session}#${number}`, { result: RESULTS[result] ?? 'failed', text: '' });
    }
    for (const { session, answers } of sessions) {
      for (const { number, result, text } of answers) {
        this.#outcomes.set(`${session}#${number}`, { result: RESULTS[result] ?? 'failed', text });
      }
    }
  }

  #session(account: string): { readonly session: number; commands: number; input: number } {
    const session = this.#sessions.get(account);
    invariant(session !== undefined, `${account} has not joined`);
    return session;
  }

  /** A command or an input, as it is sent. */
  #given(name: string, values: object): { readonly kind: number; readonly payload: Uint8Array } {
    const kind = this.#bench.schema.kinds.find((each) => each.name === name);
    invariant(kind !== undefined, `the world declares no ${name}`);
    const payload = encodePayload(kind, values as Record<string, unknown>);
    return { kind: kind.index, payload };
  }

  /** The region that has the account's session. */
  #stateOf(account: string): RegionState {
    const { session } = this.#session(account);
    for (const { reader } of this.#bench.regions.values()) {
      if (reader.sessions.has(session)) return reader;
    }
    throw new Error(`no region took ${account} in`);
  }

  #values({ table, schema }: RegionState, slot: number): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const component of schema.components) {
      if (!table.has(slot, component.index)) continue;
      values[component.name] = valueOf(table, component, slot);
    }
    return values;
  }
}

type TaskFunction = (values: Record<string, unknown>) => Record<string, unknown>;

/** Null while nobody runs it. */
function answered(
  schema: RegionState['schema'],
  job: Job,
  run: TaskFunction | undefined,
): TaskResult | null {
  const task = schema.tasks.get(job.name);
  if (!task || !run) return null;
  const payload = encodePayload(task.result, run(decodePayload(task.arguments, job.arguments)));
  const { name, entity, worldSchemaHash } = job;
  const result = { job: jobId(job), name, status: TASK_DONE, payload, entity, text: '' };
  return { ...result, arguments: new Uint8Array(), worldSchemaHash };
}

function valueOf(
  table: RegionState['table'],
  { field, firstLane, heap }: CompiledComponent,
  slot: number,
): unknown {
  if (heap >= 0) return table.heaps[heap][slot];
  return readFieldLanes(field, table.lanes, firstLane, slot);
}
