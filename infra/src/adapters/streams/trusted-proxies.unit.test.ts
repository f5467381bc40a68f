import { expect, test } from '@jest/globals';
import { TrustedProxies } from './trusted-proxies.ts';

test('addresses and networks are trusted, also as a socket of both families names them', () => {
  const proxies = new TrustedProxies(['127.0.0.1', '10.1.0.0/16', 'fd00::/8']);
  for (const host of ['127.0.0.1', '::ffff:127.0.0.1', '10.1.2.3', '::ffff:10.1.2.3', 'fd12::1']) {
    expect([host, proxies.has(host)]).toEqual([host, true]);
  }
  for (const host of ['127.0.0.2', '10.2.0.1', 'fe80::1', '', 'localhost', '10.1.2.3, 10.1.2.4']) {
    expect([host, proxies.has(host)]).toEqual([host, false]);
  }
});

test('the client is the last address that none of the proxies has; what it made up is not read', () => {
  const proxies = new TrustedProxies(['10.0.0.0/8']);
  const clientOf = (said: string): string => proxies.clientOf('10.0.0.1', said);
  expect(clientOf('203.0.113.7')).toBe('203.0.113.7');
  expect(clientOf('192.0.2.1, 203.0.113.7')).toBe('203.0.113.7');
  expect(clientOf('192.0.2.1, 203.0.113.7 , 10.0.0.9')).toBe('203.0.113.7');
  expect(clientOf('2001:db8::1')).toBe('2001:db8::1');
  // Nobody beyond them: the furthest of them is who asks.
  expect(clientOf('10.0.0.8, 10.0.0.9')).toBe('10.0.0.8');
  for (const said of ['', 'unknown', '203.0.113.7:443', '203.0.113.7, junk']) {
    expect([said, clientOf(said)]).toEqual([said, '10.0.0.1']);
  }
});
