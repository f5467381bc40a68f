import { expect, test } from '@jest/globals';
import { jobId, processId } from '@atlasnet/schemas';
import type { Job } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { chooseWorker } from './choose-worker.ts';
import { JobBook } from './job-book.ts';
import type { OpenJob } from './job-book.ts';

const asked = (index: number, untilMs = 1000): OpenJob => ({
  job: {
    ...{ region: 2, epoch: 5, n: 7, index, name: 'path', entity: 0, tick: 9 },
    arguments: new Uint8Array(),
    worldSchemaHash: 0,
  },
  untilMs,
});
const idOf = (index: number): string => jobId(asked(index).job);

test('[M4] a job is open until its first result, which answers whoever asks again', () => {
  const book = new JobBook();
  const first = Uint8Array.of(1);
  expect(book.asked(asked(0))).toEqual({ kind: 'open' });
  expect(book.asked(asked(0))).toEqual({ kind: 'open' });
  expect(Array.from(book.open.keys())).toEqual(['2.5.7.0']);
  expect(book.answered('2.5.7.0', first)).toBe(true);
  expect(book.answered('2.5.7.0', Uint8Array.of(2))).toBe(false);
  expect(book.asked(asked(0))).toEqual({ kind: 'answered', record: first });
  expect(book.open.size).toBe(0);
});

test('what a worker keeps in mind of jobs and results is bounded, in number and in bytes', () => {
  const book = new JobBook();
  for (let i = 0; i < LIMITS.jobsKnown; i++) expect(book.asked(asked(i)).kind).toBe('open');
  expect(book.asked(asked(LIMITS.jobsKnown)).kind).toBe('full');
  expect(book.asked(asked(3)).kind).toBe('open');
  const large = new Uint8Array(LIMITS.resultBytesRemembered / 4 + 1);
  for (let i = 0; i < 4; i++) book.answered(idOf(i), large);
  expect([0, 1, 3].map((i) => book.asked(asked(i)).kind)).toEqual(['open', 'answered', 'answered']);
  const small = new Uint8Array(1);
  for (let i = 10; i < LIMITS.resultsRemembered + 10; i++) book.answered(idOf(i), small);
  expect([3, 10].map((i) => book.asked(asked(i)).kind)).toEqual(['open', 'answered']);
});

test('[M4] a job that its region has given up by now is forgotten, unless it is asked for again', () => {
  const book = new JobBook();
  book.asked(asked(0, 500));
  book.asked(asked(1, 500));
  book.asked(asked(1, 900));
  book.expire(600);
  expect(Array.from(book.open.keys())).toEqual([idOf(1)]);
});

const DECLARATION = 0x1234;

const workerThatKnows =
  (...tasks: readonly string[]) =>
  (letter: string, declaration = DECLARATION) => ({
    id: processId(letter.repeat(16)),
    declaration,
    tasks: new Set(tasks),
  });

/** Jobs of a task, packed by a declaration. */
function jobsOf(count: number, name: string, worldSchemaHash = DECLARATION): Job[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ region: 1, epoch: 4, n: Math.floor(i / 3), index: i % 3, name, worldSchemaHash },
    ...{ arguments: new Uint8Array(), entity: 0, tick: 1 },
  }));
}

test('[M4] workers share jobs about equally, and only those of one that goes move', () => {
  const workers = ['a', 'b', 'c'].map((letter) => workerThatKnows('appraise')(letter));
  const jobs = jobsOf(3000, 'appraise');
  const before = jobs.map((job) => chooseWorker(job, workers));
  for (const { id } of workers) {
    expect(before.filter((each) => each === id).length).toBeGreaterThan(900);
  }
  const left = workers.slice(1);
  expect(jobs.map((job) => chooseWorker(job, left.toReversed()))).toEqual(
    jobs.map((job, i) => (before[i] === workers[0].id ? chooseWorker(job, left) : before[i])),
  );
  expect(chooseWorker(jobs[0], [])).toBeNull();
});

test('[M4] a job goes to a worker that knows its task; where nobody does, to any', () => {
  const old = workerThatKnows('appraise')('a');
  const fresh = workerThatKnows('appraise', 'insure')('b');
  const chosen = (task: string) =>
    new Set(jobsOf(200, task).map((job) => chooseWorker(job, [old, fresh])));
  expect(chosen('appraise')).toEqual(new Set([old.id, fresh.id]));
  expect(chosen('insure')).toEqual(new Set([fresh.id]));
  expect(chosen('unheard')).toEqual(new Set([old.id, fresh.id]));
});

test('[M4] a job goes to a worker whose declaration packed it, or to nobody', () => {
  const old = workerThatKnows('appraise')('a', 7);
  const grown = workerThatKnows('appraise')('b', 8);
  const chosen = (packedBy: number) =>
    new Set(jobsOf(200, 'appraise', packedBy).map((job) => chooseWorker(job, [old, grown])));
  expect(chosen(7)).toEqual(new Set([old.id]));
  expect(chosen(8)).toEqual(new Set([grown.id]));
  expect(chosen(9)).toEqual(new Set([null]));
  // Asked for before jobs said so: whoever knows the task.
  expect(chosen(0)).toEqual(new Set([old.id, grown.id]));
});
