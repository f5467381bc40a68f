import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENTS_MAX } from '@atlasnet/proxy';
import { AtlasError } from '@atlasnet/schemas';
import { portTable } from './addresses.ts';
import { CONFIG_KEYS } from './keys-of-table.ts';
import { listConfig, listJson } from './listing.ts';
import { configWith, loadConfig, type ConfigInputs } from './load.ts';

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'atlasnet-config-')), 'atlasnet.yaml');
  writeFileSync(file, text);
  return file;
}

function refused(inputs: ConfigInputs): AtlasError {
  try {
    loadConfig(inputs);
  } catch (error) {
    if (error instanceof AtlasError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

test('the defaults are a valid configuration that binds to loopback only', () => {
  const { config } = loadConfig();
  expect(config.log.driver).toBe('embedded');
  expect(new Set(portTable(config).map((row) => row.host))).toEqual(new Set(['127.0.0.1']));
});

test('every default satisfies its own schema, and every env name stands for one key', () => {
  for (const { key, option } of CONFIG_KEYS) {
    expect({ key, ok: option.schema.safeParse(option.initial).success }).toEqual({ key, ok: true });
  }
  expect(new Set(CONFIG_KEYS.map((entry) => entry.env)).size).toBe(CONFIG_KEYS.length);
});

test('a proxy can be given as many clients as its connection layer takes, and no more', () => {
  const most = String(CLIENTS_MAX);
  expect(loadConfig({ flags: { 'proxy.clientsMax': most } }).config.proxy.clientsMax).toBe(4096);
  const over = { 'proxy.clientsMax': String(CLIENTS_MAX + 1) };
  expect(refused({ flags: over }).code).toBe('ATLAS_CONFIG_INVALID');
});

test('a later source wins: default, file, environment, flag; each value says where it is from', () => {
  const file = fileWith(
    'shards:\n  count: 4\n  checkpointIntervalMs: 2s\nwatchdog: {leaseMs: 2s}\n',
  );
  const loaded = loadConfig({
    file,
    env: {
      ATLASNET_SHARDS_CHECKPOINT_INTERVAL_MS: '5s',
      ATLASNET_SHARDS_RUN_AHEAD_TICKS: '6',
      HOME: '/',
    },
    flags: { 'shards.runAheadTicks': '7' },
  });
  expect(loaded.config.shards).toMatchObject({
    count: 4,
    checkpointIntervalMs: 5000,
    runAheadTicks: 7,
  });
  expect(loaded.config.watchdog.leaseMs).toBe(2000);
  const listing = listConfig(loaded);
  expect(listing).toMatch(new RegExp(`shards.count: 4 +# ${file}:2`));
  expect(listing).toMatch(
    /shards.checkpointIntervalMs: 5000 +# ATLASNET_SHARDS_CHECKPOINT_INTERVAL_MS/,
  );
  expect(listing).toMatch(/shards.runAheadTicks: 7 +# --shards.runAheadTicks/);
  expect(listing).toMatch(/log.driver: embedded +# default/);
});

test('a wrong value names file, line, key, value, what is allowed and what was meant', () => {
  const file = fileWith('world:\n  name: city\nlog:\n  driver: kafak\n');
  const error = refused({ file });
  expect(error.code).toBe('ATLAS_CONFIG_INVALID');
  expect(error.message).toBe(
    `${file}:4: log.driver is 'kafak', but must be one of embedded, kafkajs, platformatic`,
  );
  expect(refused({ flags: { 'log.driver': 'kafkasj' } }).message).toContain(
    '(did you mean kafkajs?)',
  );
});

test('an unknown key in the file, the environment or a flag is refused with the nearest known one', () => {
  const file = fileWith('shards:\n  cuont: 4\n');
  expect(refused({ file }).message).toBe(
    `${file}:2: shards.cuont is no key of the configuration (did you mean shards.count?)`,
  );
  expect(refused({ env: { ATLASNET_LOG_DRIVR: 'x' } }).message).toContain('ATLASNET_LOG_DRIVER');
  expect(refused({ flags: { 'proxy.prot': '1' } }).message).toContain('did you mean proxy.port?');
});

test('everything wrong is told at once, a line each', () => {
  const file = fileWith('shards:\n  count: many\n  runAheadTicks: -1\nwatchdog: 5\n');
  const lines = refused({ file }).message.split('\n');
  expect(lines).toHaveLength(3);
  expect(lines.join('\n')).toContain("shards.count is 'many', but must be a whole number from 1");
  expect(lines.join('\n')).toContain('shards.runAheadTicks is -1');
  expect(lines.join('\n')).toContain(`${file}:4: watchdog must be a section`);
});

test('a file that is missing or no YAML is refused with its name and line', () => {
  expect(refused({ file: '/nowhere/a.yaml' })).toMatchObject({
    code: 'ATLAS_CONFIG_UNREADABLE',
    exitCode: 2,
  });
  const file = fileWith('world:\n  name: "open\n');
  expect(refused({ file }).message).toMatch(new RegExp(`^${file}:[23]: not YAML: `));
});

test('binding beyond loopback without a token is refused, with one it is accepted', () => {
  expect(refused({ flags: { 'network.bindHost': '0.0.0.0' } }).message).toContain('network.token');
  expect(refused({ flags: { 'pages.bindHost': '::' } }).message).toContain('pages.bindHost');
  const config = configWith({ 'network.bindHost': '0.0.0.0', 'network.token': 'x' });
  expect(config.network.bindHost).toBe('0.0.0.0');
});

test('values that contradict each other are refused where the wrong one was given', () => {
  const cases: readonly [Record<string, string>, string][] = [
    [{ 'world.regions.initial': '70' }, 'world.regions.max (64)'],
    [{ 'world.homeCount': '3' }, 'world.regions.min (2)'],
    [{ 'log.driver': 'kafkajs', 'log.kafka.brokers': '' }, 'needs at least one host:port'],
    [{ 'log.kafka.sasl.mechanism': 'plain' }, 'log.kafka.sasl.username'],
    [{ 'log.kafka.tls.certFile': 'a.pem' }, 'log.kafka.tls.keyFile is not'],
    [{ 'gateway.port': '3000' }, 'but so is gateway.port'],
    [{ 'gateway.trustedProxies': '10.0.0.0/8,10.1' }, 'gateway.trustedProxies names 10.1,'],
    [{ 'proxy.trustedProxies': '10.0.0.0/33' }, 'proxy.trustedProxies names 10.0.0.0/33,'],
  ];
  for (const [flags, expected] of cases) {
    const message = refused({ flags }).message;
    expect(message).toContain(expected);
  }
  expect(refused({ flags: { 'world.homeCount': '3' } }).message).toMatch(/^--world.homeCount: /);
});

test('the edge takes its number for udp and tcp; any number of ports may be free ones', () => {
  expect(refused({ flags: { 'proxy.port': '3000' } }).message).toContain('but so is');
  expect(configWith({ 'proxy.port': 0, 'pages.port': 0 }).proxy.port).toBe(0);
  expect(configWith({ 'gateway.port': 0, 'pages.port': 0 }).pages.port).toBe(0);
});

test('a relative path in a file counts from the file, one in a flag from the working directory', () => {
  const file = fileWith('world: {game: ./game.js}\n');
  expect(loadConfig({ file }).config.world.game).toBe(join(file, '../game.js'));
  expect(configWith({ 'world.game': './game.js' }).world.game).toBe('./game.js');
});

test('secrets are never shown, neither in listings nor in errors', () => {
  const flags = { 'network.token': 'hunter2', 'store.valkey.password': 'hunter2' };
  const loaded = loadConfig({ flags });
  expect(listConfig(loaded)).toContain('network.token: (redacted)');
  expect(listConfig(loaded) + listJson(loaded.config)).not.toContain('hunter2');
  const file = fileWith('network: {token: [hunter2]}\n');
  expect(refused({ file }).message).not.toContain('hunter2');
});

test('durations, sizes and lists are read with units and commas', () => {
  const config = configWith({
    'log.replayWindowMs': '1.5h',
    'log.embedded.diskBytesMax': '2 GiB',
    'log.kafka.brokers': 'a:1, b:2',
  });
  expect(config.log.replayWindowMs).toBe(5_400_000);
  expect(config.log.embedded.diskBytesMax).toBe(2 * 1024 ** 3);
  expect(config.log.kafka.brokers).toEqual(['a:1', 'b:2']);
  expect(refused({ flags: { 'log.replayWindowMs': '3 weeks' } }).message).toContain('24h');
});

test('a way to log in that lacks what it needs is refused, and says what', () => {
  const jwt = refused({ flags: { 'gateway.login': 'jwt' } }).message;
  for (const key of ['jwksUrl', 'issuer', 'audience']) expect(jwt).toContain(`gateway.jwt.${key}`);
  const plain = { 'gateway.jwt.jwksUrl': 'http://keys.example/jwks' };
  expect(refused({ flags: plain }).message).toContain('https://');
  expect(refused({ flags: { 'gateway.login': 'ticket' } }).message).toContain('gateway.ticketKey');
  const key = 'ab'.repeat(32);
  const shown = refused({ flags: { 'gateway.login': 'jwt', 'gateway.ticketKey': key } }).message;
  expect(shown).not.toContain(key);
  const { gateway } = configWith({ 'gateway.login': 'ticket', 'gateway.ticketKey': key });
  expect(gateway.ticketKey).toBe(key);
});
