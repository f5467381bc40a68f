import {
  AtlasError,
  TASK_DONE,
  TASK_GIVEN_UP,
  TASK_MALFORMED,
  TASK_TOO_MANY,
  decodePayload,
  jobId,
} from '@atlasnet/schemas';
import type { CompiledKind, Job, RegionMessage, TaskResult } from '@atlasnet/schemas';
import { NONE } from '../game/game-api.ts';
import type { Entity } from '../game/game-api.ts';
import { ownHandle } from '../game/ghost-bit.ts';
import { LIMITS } from '../limits.ts';
import {
  REFUSAL_DECLARATION,
  REFUSAL_HOOK_THREW,
  REFUSAL_MALFORMED,
  REFUSAL_UNKNOWN_KIND,
  TASK_STATUSES,
} from './command-results.ts';
import { ownResult, packedBy } from './declaration-before.ts';
import { forward, regionOf } from './messages.ts';
import type { RegionContext } from './region-context.ts';
import { sendTo } from './region-context.ts';
import type { RegionState } from './region-state.ts';

/** M4: what hooks asked for in this tick is pending from now on, under the frame's name. */
export function askJobs(context: RegionContext, epoch: number, n: number): void {
  const { world, state, draft, region, schema } = context;
  const asked = { region, epoch, n, tick: world.tick, worldSchemaHash: schema.hash };
  for (const [index, { name, values, entity }] of world.asked.entries()) {
    const job = { ...asked, index, name, arguments: values, entity };
    state.asked(job);
    draft.jobs.push(job);
  }
  world.asked.length = 0;
}

/** The frame goes in parts (L6), and has another n. */
export function renameJobs(state: RegionState, jobs: readonly Job[], n: number): Job[] {
  return jobs.map((job) => {
    const renamed = { ...job, n };
    state.settled(jobId(job));
    state.asked(renamed);
    return renamed;
  });
}

/**
 * M4: takes what became of jobs, as inputs of this tick, and sends each on to where its entity is: the
 * first result of a job counts, and from then on it is a message like others.
 */
export function settleJobs(context: RegionContext): void {
  const { state, inbox, draft } = context;
  if (state.jobs.size === 0) {
    inbox.results.clear();
    return;
  }
  let budget: number = LIMITS.taskResultsPerTick;
  for (const [id, result] of inbox.results) {
    if (budget-- <= 0 || draft.outboxBytes > LIMITS.outboxBytesPerFrame) break;
    inbox.results.delete(id);
    settle(context, id, result);
  }
  giveUp(context);
}

/** Jobs that nobody has answered for too long, and the newest of too many. */
function giveUp(context: RegionContext): void {
  const { state, world, jobLimitTicks } = context;
  const payload = new Uint8Array();
  const { size } = state.jobs;
  const beyond = size > LIMITS.jobsPerRegion ? Array.from(state.jobs.keys()) : [];
  for (const id of beyond.slice(LIMITS.jobsPerRegion)) {
    const text = `${LIMITS.jobsPerRegion} jobs are pending`;
    settle(context, id, { status: TASK_TOO_MANY, payload, text });
  }
  for (const [id, { tick }] of state.jobs) {
    if (tick + jobLimitTicks > world.tick) return;
    const text = `no result for ${world.tick - tick} ticks`;
    settle(context, id, { status: TASK_GIVEN_UP, payload, text });
  }
}

type Found = Pick<TaskResult, 'status' | 'payload' | 'text'> | TaskResult;

function settle(context: RegionContext, id: string, found: Found): void {
  const { state, draft, region, schema } = context;
  const job = state.settled(id);
  if (!job) return;
  const { name, entity } = job;
  const { status, payload, text } = 'worldSchemaHash' in found ? readable(state, found) : found;
  const worldSchemaHash = schema.hash;
  const result = { job: id, name, status, payload, text, entity, worldSchemaHash };
  draft.results.push({ ...result, arguments: new Uint8Array() });
  const taskResult = { ...result, arguments: job.arguments };
  sendTo(context, entity === 0 ? region : regionOf(context, entity), { taskResult });
}

const UNREADABLE: Found = {
  status: TASK_MALFORMED,
  payload: new Uint8Array(),
  text: 'the result is not as declared',
};

/** What a worker said, as this region packs it. It is untrusted: its program may be of another version. */
function readable(state: RegionState, found: TaskResult): Found {
  const { name, status, payload, worldSchemaHash } = found;
  if (status !== TASK_DONE) return TASK_STATUSES[status] === undefined ? UNREADABLE : found;
  const task = packedBy(state, worldSchemaHash)?.tasks.get(name);
  if (task === undefined || decoded(task.result, payload) === null) return UNREADABLE;
  return ownResult(state, found) ?? UNREADABLE;
}

/** A result reaches the region where its entity should be. @returns 0, or why it is refused */
export function applyTaskResult(context: RegionContext, message: RegionMessage): number {
  const { taskResult } = message;
  if (!taskResult) return REFUSAL_MALFORMED;
  const { entity } = taskResult;
  if (entity === 0) return runHook(context, taskResult, NONE);
  const slot = context.state.table.slotOf(entity);
  if (slot < 0) return forward(context, entity, message);
  return runHook(context, taskResult, ownHandle(slot));
}

/** It found no entity, or its hook threw there: the region that asked has it without one. */
export function applyTaskReturned(context: RegionContext, result: TaskResult): number {
  return runHook(context, result, NONE);
}

function runHook(context: RegionContext, result: TaskResult, entity: Entity): number {
  const { server, schema, world, draft, state } = context;
  const own = ownResult(state, result);
  if (own === null) return REFUSAL_DECLARATION;
  const task = schema.tasks.get(own.name);
  if (!task) return REFUSAL_UNKNOWN_KIND;
  const hooks = server.task as Record<string, ((...rest: unknown[]) => void) | undefined>;
  const hook = server.task === undefined ? undefined : hooks[own.name];
  // Nobody wants to know.
  if (!hook) return 0;
  const { job, text } = own;
  const values = decoded(task.arguments, own.arguments);
  const found = own.status === TASK_DONE ? decoded(task.result, own.payload) : null;
  if (values === null || (found === null && own.status === TASK_DONE)) return REFUSAL_MALFORMED;
  const status = TASK_STATUSES[own.status];
  const base = { status, job, arguments: values };
  const error = world.attempt(() => {
    hook(world, entity, found === null ? { ...base, text } : { ...base, result: found });
  });
  if (error === null) return 0;
  draft.fault(`task ${own.name}`, own.entity, error);
  return REFUSAL_HOOK_THREW;
}

function decoded(kind: CompiledKind, payload: Uint8Array): Record<string, unknown> | null {
  try {
    return decodePayload(kind, payload);
  } catch (error) {
    if (error instanceof AtlasError) return null;
    throw error;
  }
}
