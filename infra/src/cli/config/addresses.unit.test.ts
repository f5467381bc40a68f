import { expect, test } from '@jest/globals';
import { hostname } from 'node:os';
import { advertisedAddress } from './addresses.ts';
import { configWith } from './load.ts';

const told = (changes: Record<string, string>, own: string, host: string): string =>
  advertisedAddress(
    configWith({ 'network.bindHost': host, 'network.token': 'token', ...changes }),
    own,
    { host, port: 2556 },
  );

test('others are told what is configured, else where they reach this machine, and never a wildcard', () => {
  expect(told({}, 'edge.example:9000', '0.0.0.0')).toBe('edge.example:9000');
  expect(told({}, 'edge.example', '0.0.0.0')).toBe('edge.example:2556');
  expect(told({ 'network.advertiseHost': '10.0.0.7' }, '', '0.0.0.0')).toBe('10.0.0.7:2556');
  expect(told({}, '', '0.0.0.0')).toBe(`${hostname()}:2556`);
  expect(told({}, '', '::')).toBe(`${hostname()}:2556`);
  expect(told({}, '', '10.0.0.8')).toBe('10.0.0.8:2556');
  expect(told({ 'network.advertiseHost': '10.0.0.7' }, '', '127.0.0.1')).toBe('127.0.0.1:2556');
});
