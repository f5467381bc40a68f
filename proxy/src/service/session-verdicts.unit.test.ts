import { expect, test } from '@jest/globals';
import { sessionId } from '@atlasnet/schemas';
import { MATCH_ENDED, MATCH_OPENED } from '../gateway/session-directory.ts';
import { SessionVerdicts } from './session-verdicts.ts';

const clock = { monotonicMs: () => 0, wallMs: () => 1000, after: () => () => undefined };
const match = (kind: number, session: number) => ({
  ban: null,
  match: { session, account: `account ${session}`, atMs: 1, kind, reason: 'unfair' },
});

test('a record says about whom it is: an opened session about nobody, an end about one, a ban about an account', () => {
  const verdicts = new SessionVerdicts(clock);
  const claims = { account: 'account 7', session: sessionId(7), generation: 1 };
  expect(verdicts.apply(match(MATCH_OPENED, 7))).toBeNull();
  expect(verdicts.apply({ ban: null, match: null })).toBeNull();
  expect(verdicts.of(claims)).toBeNull();
  expect(verdicts.apply(match(MATCH_ENDED, 7))).toEqual({ session: 7 });
  expect(verdicts.of(claims)).toMatchObject({ code: 'ATLAS_SESSION_ENDED' });
  const ban = { account: 'account 8', reason: 'unfair', untilMs: 0, lifted: false };
  expect(verdicts.apply({ ban, match: null })).toEqual({ account: 'account 8' });
  expect(
    verdicts.of({ ...claims, ...{ account: 'account 8', session: sessionId(8) } }),
  ).toMatchObject({ code: 'ATLAS_SESSION_BANNED' });
});
