import { AtlasError } from '@atlasnet/schemas';
import { ACCOUNT_BYTES_MAX } from '../netcode/connect-token-user-data.ts';
import type { AccountBan } from './session-directory.ts';

/** The last moment that a Date can name (ECMA-262), milliseconds. */
const DATE_MS_MAX = 8.64e15;

/** @throws AtlasError ATLAS_SESSION_BANNED */
export function checkBan(ban: AccountBan | null): void {
  if (!ban) return;
  const { untilMs } = ban;
  const isForEver = untilMs === 0 || untilMs > DATE_MS_MAX;
  const until = isForEver ? 'for ever' : `until ${new Date(untilMs).toISOString()}`;
  throw new AtlasError('ATLAS_SESSION_BANNED', `this account is banned ${until}: ${ban.reason}`, {
    details: { untilMs },
    hint: 'Whoever runs this world can lift it.',
  });
}

export function rateLimited(who: string, retryAfterMs: number): AtlasError {
  return new AtlasError('ATLAS_GATEWAY_RATE_LIMITED', `${who} asks too often`, {
    details: { retryAfterMs },
    hint: `Try again in ${Math.ceil(retryAfterMs / 1000)} s.`,
  });
}

export function takenOver(): AtlasError {
  return new AtlasError('ATLAS_SESSION_TAKEN_OVER', 'the session ended while it was opened', {
    hint: 'Ask again, unless the account is used elsewhere.',
  });
}

export function nothingToResume(session: number): AtlasError {
  return new AtlasError('ATLAS_SESSION_REFUSED', `session ${session} is not open any more`, {
    details: { session },
    hint: 'Ask for a new one, without "resume".',
  });
}

export function sessionNotOpen(session: number): AtlasError {
  return new AtlasError('ATLAS_GATEWAY_NOT_FOUND', `session ${session} is not open`, {
    details: { session },
    hint: 'GET /sessions lists those that are; an account can be banned without one.',
  });
}

/** @throws AtlasError ATLAS_GATEWAY_REQUEST_INVALID for a ban that no account or time fits */
export function checkBanRequest(account: string, untilMs: number, nowUnixMs: number): void {
  const bytes = new TextEncoder().encode(account).length;
  if (bytes < 1 || bytes > ACCOUNT_BYTES_MAX) {
    throw new AtlasError(
      'ATLAS_GATEWAY_REQUEST_INVALID',
      `an account name has 1 to ${ACCOUNT_BYTES_MAX} bytes`,
      { details: { bytes }, hint: 'Name it as GET /sessions does.' },
    );
  }
  if (untilMs === 0 || untilMs > nowUnixMs) return;
  throw new AtlasError('ATLAS_GATEWAY_REQUEST_INVALID', 'the end of the ban is in the past', {
    details: { untilMs },
    hint: 'untilMs counts milliseconds since 1970; 0 is for ever.',
  });
}
