import type { atlasnet } from '../../generated/protocol.js';
import type { IncarnationId } from '../ids.ts';
import { PROCESS_ID_BYTES } from './id-bytes.ts';
import { logMessages } from './messages.ts';
import type { Job, TaskResult } from './messages.ts';
import { checkInteger, decodeRecord, encodeRecord, malformed } from './record-envelope.ts';

/** TaskStatus of log.proto, as plain numbers. */
export const TASK_DONE = 0;
export const TASK_UNKNOWN = 1;
export const TASK_MALFORMED = 2;
export const TASK_THREW = 3;
export const TASK_TIMED_OUT = 4;
export const TASK_GIVEN_UP = 5;
export const TASK_TOO_MANY = 6;

/** Bytes of a name in a job, and of the text that says why one is not done. */
const NAME_LENGTH_MAX = 64;
export const TASK_TEXT_LENGTH_MAX = 256;

/** A record of the tasks topic: a job, and how long its region waits for a result yet. */
export interface AskedJob {
  readonly job: Job;
  readonly waitMs: number;
}

/** A record of the task-results topic, as it was decoded. */
export interface TaskAnswer {
  readonly region: number;
  readonly result: TaskResult;
}

type JobName = Pick<Job, 'region' | 'epoch' | 'n' | 'index'>;

/** M4: a job's id. */
export function jobId({ region, epoch, n, index }: JobName): string {
  return `${region}.${epoch}.${n}.${index}`;
}

export function encodeTaskRecord(
  incarnation: IncarnationId,
  { job, waitMs }: AskedJob,
): Uint8Array {
  return encodeRecord(logMessages.TaskRecord, incarnation, { job, waitMs });
}

export function encodeTaskResultRecord(
  incarnation: IncarnationId,
  body: Omit<atlasnet.log.TaskResultRecord.$Properties, 'version' | 'incarnation'>,
): Uint8Array {
  return encodeRecord(logMessages.TaskResultRecord, incarnation, body);
}

/** @throws AtlasError ATLAS_RECORD_MALFORMED, ATLAS_RECORD_VERSION, ATLAS_RECORD_FOREIGN */
export function decodeTaskRecord(bytes: Uint8Array, incarnation: IncarnationId): AskedJob {
  const what = 'a task record';
  const { job, waitMs } = decodeRecord(logMessages.TaskRecord, bytes, incarnation, what);
  if (!job) throw malformed(what, 'the job is missing');
  for (const name of ['epoch', 'n', 'entity', 'tick'] as const) checkInteger(what, name, job[name]);
  if (job.name.length > NAME_LENGTH_MAX) throw malformed(what, 'the name is too long');
  return { job, waitMs };
}

/** @throws AtlasError ATLAS_RECORD_MALFORMED, ATLAS_RECORD_VERSION, ATLAS_RECORD_FOREIGN */
export function decodeTaskResultRecord(bytes: Uint8Array, incarnation: IncarnationId): TaskAnswer {
  const what = 'a task result record';
  const record = decodeRecord(logMessages.TaskResultRecord, bytes, incarnation, what);
  const { region, result, process } = record;
  if (!result) throw malformed(what, 'the result is missing');
  if (process.length !== PROCESS_ID_BYTES) throw malformed(what, 'the process id is not 8 bytes');
  checkInteger(what, 'entity', result.entity);
  if (result.text.length > TASK_TEXT_LENGTH_MAX) throw malformed(what, 'the text is too long');
  return { region, result };
}
