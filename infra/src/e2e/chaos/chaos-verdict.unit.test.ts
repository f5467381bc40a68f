import { describe, expect, test } from '@jest/globals';
import { ClientJournal, InvariantCheck } from '@atlasnet/cluster';
import { commandFates, isCalm, sessionsKept, ticksAgain } from './chaos-verdict.ts';
import type { ChaosEvidence } from './chaos-verdict.ts';
import type { SessionEvent } from './read-journals.ts';
import type { SecondOfRun } from './run-figures.ts';

const CALM: SecondOfRun = {
  atMs: 0,
  connected: 2,
  stalled: 0,
  acknowledged: 9,
  roundTripP50Ms: 40,
  roundTripMaxMs: 60,
  gapMaxMs: 100,
  resumed: 0,
  newSessions: 0,
  failedConnects: 0,
};

function evidence(last: Partial<SecondOfRun> = {}): ChaosEvidence {
  const figures = Array.from({ length: 8 }, (_, second) => ({ ...CALM, atMs: second * 1000 }));
  figures[6] = { ...figures[6], ...last };
  // The clients go.
  figures[7] = { ...figures[7], connected: 0 };
  const journals = [1, 2].map((session) => new ClientJournal(session, `bot-${session}`));
  const events = [1, 2].map((session) => at(session, 'avatar'));
  return {
    journals,
    figures,
    events,
    faults: [],
    unexpected: [],
    beganMs: 0,
    endMs: 6500,
    clients: 2,
  };
}

function at(session: number, what: SessionEvent['what'], more: Partial<SessionEvent> = {}) {
  const avatar = 100 + session;
  return { atMs: 7000, account: `bot-${session}`, session, what, avatar, why: '', ...more };
}

describe('[I9] the end of a chaos run', () => {
  test('holds when every client is connected, sees ticks and gets answers', () => {
    const report = ticksAgain(evidence()).report();
    expect(report).toMatchObject({ held: true, facts: 15 });
  });

  test.each([
    [{ connected: 1 }, /1 clients were not connected/],
    [{ stalled: 2 }, /2 clients' views stood still/],
    [{ acknowledged: 0 }, /no command was answered/],
  ])('fails with %j', (last, problem) => {
    const { held, violations } = ticksAgain(evidence(last)).report();
    expect(held).toBe(false);
    expect(violations[0].problem).toMatch(problem);
  });

  test.each([
    [[], true],
    [[7], false],
    [[1, 2], true],
    [[3], false],
  ])('is waited for until five seconds in a row are calm; not with seconds %j', (bad, calm) => {
    const figures = Array.from({ length: 8 }, (_, second) => {
      return { ...CALM, atMs: second * 1000, stalled: bad.includes(second) ? 1 : 0 };
    });
    expect(isCalm(figures, 500, 2)).toBe(calm);
    expect(isCalm(figures, 4000, 2)).toBe(false);
  });

  test('fails when no second was seen at all', () => {
    expect(ticksAgain({ ...evidence(), figures: [] }).report().held).toBe(false);
  });
});

test('a second session of an account, and a process that ended by itself, are failures', () => {
  expect(sessionsKept(evidence()).report().held).toBe(true);
  const two = evidence();
  const again = [...two.journals, new ClientJournal(3, 'bot-1')];
  const [first] = sessionsKept({ ...two, journals: again }).report().violations;
  expect(first.problem).toBe('bot-1 needed 2 sessions');
  const unexpected = [{ name: 'shard-0', code: 70, signal: null }];
  const report = sessionsKept({ ...two, unexpected }).report();
  expect(report.violations[0].problem).toMatch(/shard-0 ended by itself with code 70/);
});

test('a session that was ended, and another avatar, are failures; a resume is none', () => {
  const calm = evidence();
  const problemsOf = (event: SessionEvent): string[] => {
    const report = sessionsKept({ ...calm, events: [...calm.events, event] }).report();
    return report.violations.map(({ problem }) => problem);
  };
  expect(problemsOf(at(1, 'resumed'))).toEqual([]);
  expect(problemsOf(at(2, 'avatar', { avatar: 9 }))).toEqual(['bot-2 had 2 avatars']);
  expect(problemsOf(at(1, 'closed', { why: 'ATLAS_CONNECT_TIMEOUT: silence' }))).toEqual([
    'bot-1 was ended after 7.0 s: ATLAS_CONNECT_TIMEOUT: silence',
  ]);
});

test('a session that was ended before the first fault is none that a fault ended', () => {
  const calm = evidence();
  const early = at(3, 'closed', { account: 'bot-1', atMs: 4000, why: 'ATLAS_WORLD_FULL: late' });
  const with3 = {
    ...calm,
    journals: [...calm.journals, new ClientJournal(3, 'bot-1')],
    events: [early, ...calm.events],
  };
  expect(sessionsKept({ ...with3, beganMs: 5000 }).report().held).toBe(true);
  expect(sessionsKept({ ...with3, beganMs: 3000 }).report().held).toBe(false);
});

test('[I10] stale states are counted beyond the violations that are kept', () => {
  const views = new InvariantCheck('I10', 'views');
  for (let i = 0; i < 130; i++) views.expect(i >= 120, {}, () => 'an entity as it never was');
  const commands = { lost: 1, duplicated: 2, unexpected: 3 };
  const journal = new ClientJournal(1, 'bot-1');
  for (let i = 0; i < 5; i++) journal.sent(0, new Uint8Array(0));
  journal.acknowledged(1, 0, null);
  expect(commandFates([journal], { commands, invariants: [views.report()] })).toEqual({
    ...{ attempts: 5, acknowledged: 1, ...commands, stale: 120 },
  });
});
