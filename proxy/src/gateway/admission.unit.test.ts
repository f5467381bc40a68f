import { expect, test } from '@jest/globals';
import { AtlasError } from '@atlasnet/schemas';
import type { Clock, Logger } from '@atlasnet/schemas';
import { ProxyDirectory } from './proxy-directory.ts';
import type { ListedProxy } from './proxy-directory.ts';
import { ratedAddress } from '../rated-address.ts';
import { RateLimiter } from './rate-limiter.ts';
import { MATCH_ENDED, MATCH_OPENED, SessionDirectory } from './session-directory.ts';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function clockAt(time: { ms: number }): Clock {
  return {
    monotonicMs: () => time.ms,
    wallMs: () => time.ms,
    after: () => () => undefined,
  };
}

function proxyOf(
  process: string,
  clients: number,
  changes: Partial<ListedProxy> = {},
): ListedProxy {
  const address = { host: '127.0.0.1', port: 2555 };
  const reach = { address, tcp: true, websocket: '' };
  return { process, ...reach, clients, clientsMax: 100, draining: false, ...changes };
}

test('a key gets its burst at once, then its rate, and does not pay for the refused', () => {
  const limiter = new RateLimiter(60);
  const takes = Array.from({ length: 12 }, () => limiter.take('a', 0));
  expect(takes.filter((waitMs) => waitMs === 0)).toHaveLength(10);
  expect(takes.at(-1)).toBe(1000);
  expect(limiter.take('b', 0)).toBe(0);
  expect(limiter.take('a', 999)).toBe(1);
  expect(limiter.take('a', 1000)).toBe(0);
  expect(limiter.take('a', 1000)).toBe(1000);
  expect(limiter.take('a', 61_000)).toBe(0);
});

test('a limit below the burst still admits one, and memory is bounded', () => {
  const limiter = new RateLimiter(1, 2);
  expect(limiter.take('a', 0)).toBe(0);
  expect(limiter.take('a', 1)).toBe(59_999);
  limiter.take('b', 2);
  limiter.take('c', 2);
  expect(limiter.take('a', 3)).toBe(0);
});

test('addresses of one IPv6 host count as one, and IPv4 in IPv6 as IPv4', () => {
  expect(ratedAddress('203.0.113.7')).toBe('203.0.113.7');
  expect(ratedAddress('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(ratedAddress('2001:db8:1:2::1')).toBe(ratedAddress('2001:DB8:1:2:ffff::9'));
  expect(ratedAddress('2001:0db8:0001:2::1')).toBe(ratedAddress('2001:db8:1:2:3:4:5:6'));
  expect(ratedAddress('2001:db8:1:3::1')).not.toBe(ratedAddress('2001:db8:1:2::1'));
  expect(ratedAddress('::1')).toBe('0:0:0:0');
  expect(ratedAddress('fe80::1%eth0')).toBe('fe80:0:0:0');
  expect(ratedAddress('stream/203.0.113.7')).toBe('stream/203.0.113.7');
  expect(ratedAddress('stream/::ffff:203.0.113.7')).toBe('stream/203.0.113.7');
  expect(ratedAddress('stream/2001:db8:1:2::9')).toBe('stream/2001:db8:1:2');
});

test('the least loaded proxies come first, and a rush is spread before they have counted it', async () => {
  const time = { ms: 0 };
  const listed = [proxyOf('a', 10), proxyOf('b', 4), proxyOf('c', 5)];
  const list = () => Promise.resolve(listed);
  const directory = new ProxyDirectory({ list, clock: clockAt(time), logger: silent });
  expect((await directory.choose()).map(({ process }) => process)).toEqual(['b', 'c', 'a']);
  const best: string[] = [];
  for (let i = 0; i < 12; i++) best.push((await directory.choose())[0].process);
  const counts = new Map(listed.map(({ process, clients }) => [process, clients]));
  for (const process of ['b', ...best]) counts.set(process, (counts.get(process) ?? 0) + 1);
  expect([...counts.values()].sort((a, b) => a - b)).toEqual([10, 11, 11]);
});

test('full and draining proxies get nobody; without any the client is told to come again', async () => {
  const listed = [
    proxyOf('a', 100),
    proxyOf('b', 0, { draining: true }),
    proxyOf('c', 99, { clientsMax: 100 }),
  ];
  const list = () => Promise.resolve(listed);
  const clock = clockAt({ ms: 0 });
  const directory = new ProxyDirectory({ list, clock, logger: silent });
  expect((await directory.choose()).map(({ process }) => process)).toEqual(['c']);
  await expect(directory.choose()).rejects.toMatchObject({
    code: 'ATLAS_GATEWAY_NO_PROXY',
    retriable: true,
  });
});

test('[O6] a store that was wiped lists nobody for a moment: the proxies known last go on, for two seconds', async () => {
  const time = { ms: 0 };
  let listed = [proxyOf('a', 1)];
  const list = () => Promise.resolve(listed);
  const directory = new ProxyDirectory({ list, clock: clockAt(time), logger: silent });
  await directory.choose();
  listed = [];
  time.ms = 1900;
  expect((await directory.choose())[0].process).toBe('a');
  time.ms = 2500;
  await expect(directory.choose()).rejects.toMatchObject({ code: 'ATLAS_GATEWAY_NO_PROXY' });
  listed = [proxyOf('b', 1)];
  time.ms = 3100;
  expect((await directory.choose())[0].process).toBe('b');
});

test('[O6] without the store the proxies known so far go on, and it is not asked at every request', async () => {
  const time = { ms: 0 };
  let calls = 0;
  let away = false;
  const list = () => {
    calls += 1;
    if (away) return Promise.reject(new AtlasError('ATLAS_STORE_UNREACHABLE', 'gone'));
    return Promise.resolve([proxyOf('a', 1)]);
  };
  const directory = new ProxyDirectory({ list, clock: clockAt(time), logger: silent });
  await Promise.all([directory.choose(), directory.choose(), directory.choose()]);
  expect(calls).toBe(1);
  away = true;
  time.ms = 1000;
  expect((await directory.choose())[0].process).toBe('a');
  await directory.choose();
  expect(calls).toBe(2);
});

test('the newest ban record of an account holds until it ends or is lifted', () => {
  const directory = new SessionDirectory();
  const ban = (untilMs: number, lifted = false) =>
    directory.apply({ ban: { account: 'eve', reason: 'spam', untilMs, lifted }, match: null });
  ban(1000);
  expect(directory.banOf('eve', 999)).toMatchObject({ reason: 'spam' });
  expect(directory.banOf('eve', 1000)).toBeNull();
  ban(0);
  expect(directory.banOf('eve', 1e15)).not.toBeNull();
  expect(directory.bans(5, 10)).toHaveLength(1);
  expect(directory.banOf('ada', 5)).toBeNull();
  ban(0, true);
  expect(directory.banOf('eve', 5)).toBeNull();
  expect(directory.bans(5, 10)).toEqual([]);
});

test('an account has one open session: the newest, until the record of its end', () => {
  const directory = new SessionDirectory(2);
  const match = (session: number, account: string, atMs: number, kind: number) =>
    directory.apply({ ban: null, match: { session, account, atMs, kind, reason: '' } });
  match(1, 'ada', 10, MATCH_OPENED);
  match(2, 'ada', 20, MATCH_OPENED);
  expect(directory.find(1)).toBeNull();
  expect(directory.find(2)).toMatchObject({ account: 'ada', atMs: 20 });
  match(1, 'ada', 10, MATCH_OPENED);
  match(1, 'ada', 30, MATCH_ENDED);
  expect(directory.sessionOf('ada')?.session).toBe(2);
  match(2, 'ada', 30, MATCH_OPENED);
  expect(directory.openSessions).toBe(1);
  match(2, 'ada', 40, MATCH_ENDED);
  expect(directory.openSessions).toBe(0);
  for (const [index, account] of ['a', 'b', 'c'].entries()) {
    match(index + 10, account, 50, MATCH_OPENED);
  }
  expect(directory.sessions(10).map(({ account }) => account)).toEqual(['b', 'c']);
  expect(directory.find(10)).toBeNull();
});
