import {
  AtlasError,
  compileWorld,
  decodeTaskRecord,
  decodeTaskResultRecord,
  encodeTaskResultRecord,
  jobId,
  processBytes,
  sleep,
  topicNames,
  waitForIncarnation,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  Job,
  LogRecord,
  Logger,
  Metrics,
  ProcessId,
  Service,
  StateStore,
  WorldSchema,
} from '@atlasnet/schemas';
import { DECLARATION_ENTRY } from '../control/declared-by.ts';
import { ProcessRegistry } from '../control/process-registry.ts';
import type { ProcessRegistration } from '../control/process-registry.ts';
import type { AtlasNetServer, TaskFunctions } from '../game/game-api.ts';
import { LIMITS } from '../limits.ts';
import { chooseWorker } from './choose-worker.ts';
import type { KnownWorker } from './choose-worker.ts';
import { JobBook } from './job-book.ts';
import type { OpenJob } from './job-book.ts';
import { followTail } from './partition-tail.ts';
import { ResultWriter } from './result-writer.ts';
import { runJob } from './run-job.ts';
import type { JobOutcome } from './run-job.ts';
import { TaskMeters } from './task-meters.ts';
import { trimTopics } from './trim-topics.ts';

/** The role under which workers are in the registry. */
export const WORKER_ROLE = 'worker';
/** What an entry's extra says of the tasks that its worker runs: their names. */
const TASKS_ENTRY = 'tasks';

export interface TaskWorkerOptions {
  readonly world: string;
  readonly server: AtlasNetServer;
  readonly tasks: TaskFunctions;
  readonly process: ProcessId;
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly leaseMs: number;
  /** Of both task topics. */
  readonly partitions: number;
  /** Jobs that run here at once. */
  readonly concurrency: number;
  /** Of one attempt, milliseconds. */
  readonly timeoutMs: number;
  readonly attemptsMax: number;
  /** How long a stop waits for jobs that run, milliseconds; default 0. */
  readonly drainLimitMs?: number;
  /** What else the registry shows of this process. */
  readonly extra?: () => Readonly<Record<string, string | number | boolean>>;
}

/** Between two looks at who else is a worker, milliseconds. */
const LOOK_MS = 500;
const DRAIN_STEP_MS = 20;

/**
 * Runs jobs that counted frames asked for, and says in `task-results` what became of them (M4). Every
 * worker reads all jobs and results; which of them runs a job is a function of the job and of who lives.
 * Losing all of them stops no region: jobs wait, and are given up in the end (O6).
 */
export class TaskWorkerService implements Service {
  readonly #options: TaskWorkerOptions;
  readonly #schema: WorldSchema;
  readonly #abort = new AbortController();
  readonly #book = new JobBook();
  readonly #meters: TaskMeters;
  readonly #writer: ResultWriter;
  /** Of this worker's jobs those that wait for a place, and those that run. */
  readonly #waiting = new Map<string, OpenJob>();
  readonly #running = new Map<string, AbortController>();
  readonly #self: KnownWorker;
  #workers: readonly KnownWorker[];
  /** Whether it knows who else there is. */
  #looked = false;
  #incarnation: IncarnationId | null = null;
  #draining = false;
  #ended: Promise<void> | null = null;

  constructor(options: TaskWorkerOptions) {
    const { log, clock, logger, world, process } = options;
    this.#options = options;
    this.#schema = compileWorld(options.server.world);
    this.#meters = new TaskMeters(options.metrics);
    const declaration = this.#schema.hash;
    this.#self = { id: process, declaration, tasks: new Set(Object.keys(options.tasks)) };
    this.#workers = [this.#self];
    const topic = topicNames(world).taskResults;
    this.#writer = new ResultWriter({ log, clock, logger, topic, signal: this.#abort.signal });
  }

  /** Jobs that run here now. */
  get running(): number {
    return this.#running.size;
  }

  run(): Promise<void> {
    this.#ended ??= this.#run();
    return this.#ended;
  }

  /** Takes no job any more, and waits for those that run; whoever is left runs the others. */
  async stop(): Promise<void> {
    const { clock, drainLimitMs = 0 } = this.#options;
    this.#draining = true;
    const until = clock.monotonicMs() + drainLimitMs;
    const isBusy = (): boolean => this.#running.size > 0 || this.#writer.waiting > 0;
    while (isBusy() && clock.monotonicMs() < until) {
      if (!(await sleep(clock, DRAIN_STEP_MS, this.#abort.signal))) break;
    }
    this.#abort.abort();
    for (const ending of this.#running.values()) ending.abort();
    await this.#ended?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { log, store, clock, logger, world, leaseMs, partitions } = this.#options;
    const { signal } = this.#abort;
    const incarnation = await waitForIncarnation({ log, world, clock, signal, logger });
    if (incarnation === null) return;
    this.#incarnation = incarnation;
    const registry = new ProcessRegistry({ store, clock, logger, incarnation, leaseMs });
    const registration = this.#register(registry);
    const { tasks, taskResults } = topicNames(world);
    const leads = (): boolean => this.#workers[0].id === this.#options.process;
    const trimmed = { log, clock, topics: [tasks, taskResults], partitions, leads };
    const registered = registration.run();
    const parts = [
      this.#followWorkers(registry, signal),
      this.#readTopics(signal),
      trimTopics(trimmed, signal),
    ];
    try {
      // Registered it is until the others have ended, or failed.
      await Promise.race([Promise.all(parts), registered]);
    } finally {
      this.#abort.abort();
      await registration.stop();
      await Promise.allSettled([registered, ...parts]);
    }
  }

  #register(registry: ProcessRegistry): ProcessRegistration {
    const { process, extra } = this.#options;
    return registry.register(() => ({
      id: process,
      role: WORKER_ROLE,
      address: '',
      draining: this.#draining,
      extra: {
        running: this.#running.size,
        waiting: this.#waiting.size,
        [TASKS_ENTRY]: [...this.#self.tasks].join(' '),
        [DECLARATION_ENTRY]: this.#self.declaration,
        ...extra?.(),
      },
    }));
  }

  /** Results first: what has one is not run again. */
  async #readTopics(signal: AbortSignal): Promise<void> {
    const { log, clock, logger, world, partitions } = this.#options;
    const { tasks, taskResults } = topicNames(world);
    const backlogRecords = LIMITS.taskBacklogRecords;
    const parts: Promise<void>[] = [];
    for (let partition = 0; partition < partitions; partition++) {
      const base = { log, clock, logger, partition, backlogRecords };
      const ready = new Promise<void>((resolve) => {
        const onRecord = (record: LogRecord): void => this.#onResult(record);
        const results = { ...base, topic: taskResults, onRecord, onReady: () => resolve() };
        parts.push(followTail(results, signal).finally(resolve));
      });
      const backlog: LogRecord[] = [];
      const onRecord = (record: LogRecord, isOld: boolean): void => {
        if (isOld) backlog.push(record);
        else this.#onJob(record, partition, null);
      };
      // How old a record was when reading began, by the log's own clock.
      const onReady = (newest: LogRecord | null): void => {
        for (const record of backlog.splice(0)) this.#onJob(record, partition, newest);
      };
      const jobs = { ...base, topic: tasks, onRecord, onReady };
      parts.push(ready.then(() => followTail(jobs, signal)));
    }
    await Promise.all(parts);
  }

  #onResult({ value }: LogRecord): void {
    const answer = this.#read(() => decodeTaskResultRecord(value, this.#world));
    if (!answer) return;
    const { job } = answer.result;
    this.#book.answered(job, value);
    this.#waiting.delete(job);
    // Another worker was first: what this one finds out is nobody's.
    this.#running.get(job)?.abort();
  }

  /** @param newest of the backlog that the record is of; null: it has just come */
  #onJob({ value, timestampMs }: LogRecord, partition: number, newest: LogRecord | null): void {
    const asked = this.#read(() => decodeTaskRecord(value, this.#world));
    if (!asked) return;
    const { job, waitMs } = asked;
    const agedMs = newest === null ? 0 : Math.max(0, newest.timestampMs - timestampMs);
    if (agedMs > waitMs) return;
    const open = { job, untilMs: this.#options.clock.monotonicMs() + waitMs - agedMs };
    const word = this.#book.asked(open);
    if (!this.#isMine(job)) return;
    if (word.kind === 'open') this.#take(open);
    if (word.kind !== 'answered' || newest !== null) return;
    this.#meters.answeredAgain();
    this.#writer.write(partition, word.record);
  }

  get #world(): IncarnationId {
    const incarnation = this.#incarnation;
    if (incarnation === null) throw new Error('the world is not founded yet');
    return incarnation;
  }

  /** What is not this world's, or is damaged, is nobody's job. */
  #read<Read>(decode: () => Read): Read | null {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      this.#options.logger.warn('a record of the task topics cannot be read', { code: error.code });
      return null;
    }
  }

  #isMine(job: Job): boolean {
    // A task that is not known here may be another's: nothing is refused before that is known.
    if (!this.#looked && !this.#self.tasks.has(job.name)) return false;
    return chooseWorker(job, this.#workers) === this.#options.process;
  }

  async #followWorkers(registry: ProcessRegistry, signal: AbortSignal): Promise<void> {
    const { clock, process } = this.#options;
    while (!signal.aborted) {
      try {
        const listed = await registry.list(WORKER_ROLE);
        const others = listed.filter(({ id, draining }) => !draining && id !== process);
        const known = others.map(({ id, extra }) => {
          const declaration = Number(extra[DECLARATION_ENTRY]);
          return { id, declaration, tasks: tasksIn(extra[TASKS_ENTRY]) };
        });
        const workers = [...known, this.#self].sort((a, b) => (a.id < b.id ? -1 : 1));
        this.#book.expire(clock.monotonicMs());
        const isFirst = !this.#looked;
        this.#looked = true;
        if (isFirst || wordOf(workers) !== wordOf(this.#workers)) this.#setWorkers(workers);
      } catch (error) {
        // Without the store those last known share the work.
        if (!(error instanceof AtlasError)) throw error;
      }
      await sleep(clock, LOOK_MS, signal);
    }
  }

  #setWorkers(workers: readonly KnownWorker[]): void {
    this.#workers = workers;
    this.#options.logger.info('jobs are shared anew', { workers: workers.length });
    this.#waiting.clear();
    for (const open of this.#book.open.values()) if (this.#isMine(open.job)) this.#take(open);
  }

  #take(open: OpenJob): void {
    const id = jobId(open.job);
    if (!this.#running.has(id)) this.#waiting.set(id, open);
    this.#begin();
  }

  #begin(): void {
    const { concurrency, clock } = this.#options;
    const now = clock.monotonicMs();
    for (const [id, { job, untilMs }] of this.#waiting) {
      if (this.#draining || this.#running.size >= concurrency) break;
      this.#waiting.delete(id);
      // Its region has given it up: those that are waited for come first.
      if (untilMs > now) void this.#runOne(id, job);
    }
    this.#meters.update(this.#running.size, this.#waiting.size);
  }

  async #runOne(id: string, job: Job): Promise<void> {
    const { tasks, clock, logger, timeoutMs, attemptsMax } = this.#options;
    const ending = new AbortController();
    const started = clock.monotonicMs();
    const name = this.#schema.tasks.has(job.name) ? job.name : 'unknown';
    this.#running.set(id, ending);
    const retried = (_: Job, text: string): void => {
      this.#meters.retried(name);
      logger.warn('a task failed and is tried again', { task: name, job: id, error: text });
    };
    const options = { schema: this.#schema, tasks, clock, timeoutMs, attemptsMax, retried };
    const outcome = await runJob(job, options, ending.signal);
    if (outcome && !this.#abort.signal.aborted) {
      this.#meters.ended(name, outcome.status, clock.monotonicMs() - started);
      this.#answer(id, job, outcome);
    }
    this.#running.delete(id);
    this.#begin();
  }

  #answer(id: string, job: Job, outcome: JobOutcome): void {
    const { logger, process, partitions } = this.#options;
    const { region, name, entity } = job;
    const { status, payload, text } = outcome;
    if (text !== '') logger.warn('a job has no result', { job: id, task: name, status, text });
    const worldSchemaHash = this.#schema.hash;
    const result = { job: id, name, status, payload, entity, text, worldSchemaHash };
    const body = { region, result, process: processBytes(process) };
    const record = encodeTaskResultRecord(this.#world, body);
    if (this.#book.answered(id, record)) this.#writer.write(region % partitions, record);
  }
}

/** The names that a worker's entry lists. */
function tasksIn(entry: unknown): ReadonlySet<string> {
  return new Set(typeof entry === 'string' ? entry.split(' ') : []);
}

/** Tells one list of workers from another. */
function wordOf(workers: readonly KnownWorker[]): string {
  return workers.map(({ id, declaration, tasks }) => [id, declaration, ...tasks].join(' ')).join();
}
