import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WATCHDOG_DEFAULTS } from '@atlasnet/cluster';
import { HEURISTIC_DEFAULTS } from '@atlasnet/heuristic';
import { configWith } from './config/index.ts';
import {
  heuristicConfig,
  kafkaOptions,
  networkTokenOf,
  valkeyOptions,
  watchdogOptions,
} from './service-options.ts';

test('without more, Kafka is reached in plain text', () => {
  const config = configWith({ 'log.driver': 'kafkajs', 'log.kafka.brokers': 'a:1,b:2' });
  expect(kafkaOptions(config, 'shard')).toEqual({ brokers: ['a:1', 'b:2'], clientId: 'shard' });
});

test('TLS files and the password file are read; a missing one is named with its key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atlasnet-options-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const changes = {
    'log.driver': 'kafkajs',
    'log.kafka.tls.enabled': true,
    'log.kafka.tls.caFile': file('ca.pem', 'authority'),
    'log.kafka.tls.serverName': 'kafka.example',
    'log.kafka.sasl.mechanism': 'scram-sha-512',
    'log.kafka.sasl.username': 'atlas',
    'log.kafka.sasl.passwordFile': file('password', 'secret\n'),
  };
  expect(kafkaOptions(configWith(changes), 'shard')).toMatchObject({
    tls: { ca: 'authority', servername: 'kafka.example' },
    sasl: { mechanism: 'SCRAM-SHA-512', username: 'atlas', password: 'secret' },
  });
  const broken = configWith({ ...changes, 'log.kafka.tls.caFile': '/nowhere/ca.pem' });
  expect(() => kafkaOptions(broken, 'shard')).toThrow('log.kafka.tls.caFile names /nowhere/ca.pem');
});

test("the heuristic's knobs are its defaults, with the world's number of regions", () => {
  expect(heuristicConfig(configWith({}), { handoffMarginM: 3 })).toEqual({
    ...HEURISTIC_DEFAULTS,
    handoffMarginM: 3,
    regionsMin: 2,
    regionsMax: 64,
  });
});

test('Valkey is reached as its section says', () => {
  const changes = {
    'store.driver': 'valkey',
    'store.valkey.url': 'rediss://v:6380',
    'store.valkey.username': 'atlas',
    'store.valkey.password': 'secret',
  };
  expect(valkeyOptions(configWith(changes))).toEqual({
    address: 'rediss://v:6380',
    username: 'atlas',
    password: 'secret',
  });
  expect(valkeyOptions(configWith({}))).toEqual({ address: 'redis://127.0.0.1:6379' });
});

test("the watchdog's options are its defaults; one that does not spawn keeps no shard", () => {
  expect(watchdogOptions(configWith({}))).toEqual(WATCHDOG_DEFAULTS);
  const alone = configWith({ 'watchdog.spawn': false, 'watchdog.leaseMs': '2s' });
  expect(watchdogOptions(alone)).toMatchObject({ shardCount: 0, leaseMs: 2000 });
});

test('the token is given, or in a file; an empty file is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atlasnet-token-'));
  const [full, empty] = [join(folder, 'token'), join(folder, 'empty')];
  writeFileSync(full, 'secret\n');
  writeFileSync(empty, '\n');
  expect(networkTokenOf(configWith({}))).toBe('');
  expect(networkTokenOf(configWith({ 'network.token': 'given' }))).toBe('given');
  const file = { 'network.bindHost': '0.0.0.0', 'network.tokenFile': full };
  expect(networkTokenOf(configWith(file))).toBe('secret');
  const broken = configWith({ ...file, 'network.tokenFile': empty });
  expect(() => networkTokenOf(broken)).toThrow(`network.tokenFile names ${empty}, which is empty`);
});
