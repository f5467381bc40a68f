import { readFileSync } from 'node:fs';
import type { WatchdogOptions } from '@atlasnet/cluster';
import type { HeuristicConfig } from '@atlasnet/heuristic';
import { AtlasError } from '@atlasnet/schemas';
import type { KafkaOptions } from '../adapters/kafka/index.ts';
import type { ValkeyOptions } from '../adapters/valkey/valkey-state-store.ts';
import type { Config } from './config/index.ts';
import { parseKey } from './keys.ts';

const SASL_NAMES = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

/** Files of a TLS section, as read; empty names are left out. */
interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * How the configuration says that Kafka is reached.
 * @throws AtlasError ATLAS_CONFIG_UNREADABLE naming the key and the file that cannot be read
 */
export function kafkaOptions(config: Config, clientId: string): KafkaOptions {
  const { brokers, tls, sasl } = config.log.kafka;
  const servername = tls.serverName === '' ? {} : { servername: tls.serverName };
  return {
    brokers,
    clientId,
    ...(tls.enabled ? { tls: { ...tlsFiles('log.kafka.tls', tls), ...servername } } : {}),
    ...(sasl.mechanism === 'none'
      ? {}
      : {
          sasl: {
            mechanism: SASL_NAMES[sasl.mechanism],
            username: sasl.username,
            password: passwordOf('log.kafka.sasl', sasl),
          },
        }),
  };
}

/** How the configuration says that Valkey is reached; a rediss:// address is TLS. */
export function valkeyOptions(config: Config): ValkeyOptions {
  const { url, username, tls } = config.store.valkey;
  const password = passwordOf('store.valkey', config.store.valkey);
  const files = tlsFiles('store.valkey.tls', tls);
  return {
    address: url,
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(Object.keys(files).length === 0 ? {} : { tls: files }),
  };
}

/** The heuristic's knobs; how many regions there may be, and the margin, are the world's. */
export function heuristicConfig(
  { heuristic, world }: Config,
  { handoffMarginM }: { readonly handoffMarginM: number },
): HeuristicConfig {
  const { min: regionsMin, max: regionsMax } = world.regions;
  return { ...heuristic, handoffMarginM, regionsMin, regionsMax };
}

/** How the watchdog judges, and how many shard processes it keeps. */
export function watchdogOptions({ watchdog, shards }: Config): WatchdogOptions {
  const { spawn, ...options } = watchdog;
  return { ...options, shardCount: spawn ? shards.count : 0, standbys: shards.standbys };
}

/** A section's password: given, or in a file; empty when there is none. */
export function passwordOf(
  section: string,
  given: { readonly password: string; readonly passwordFile: string },
): string {
  if (given.password !== '' || given.passwordFile === '') return given.password;
  return readNamed(`${section}.passwordFile`, given.passwordFile).trim();
}

/**
 * What pages, administration and metrics ask for; empty: nothing, or nobody is let in.
 * @throws AtlasError ATLAS_CONFIG_INVALID, ATLAS_CONFIG_UNREADABLE
 */
export function networkTokenOf({ network }: Config): string {
  const { token, tokenFile } = network;
  if (token !== '' || tokenFile === '') return token;
  const read = readNamed('network.tokenFile', tokenFile).trim();
  if (read !== '') return read;
  throw new AtlasError(
    'ATLAS_CONFIG_INVALID',
    `network.tokenFile names ${tokenFile}, which is empty`,
    {
      details: { key: 'network.tokenFile', file: tokenFile },
      hint: 'Write the token into it: a line of text.',
    },
  );
}

/**
 * The key that the studio's backend signs tickets with.
 * @throws AtlasError ATLAS_CONFIG_INVALID, ATLAS_CONFIG_UNREADABLE
 */
export function ticketKeyOf({ gateway }: Config): Uint8Array {
  const { ticketKey, ticketKeyFile } = gateway;
  if (ticketKey !== '') return parseKey(ticketKey, 'gateway.ticketKey');
  return parseKey(readNamed('gateway.ticketKeyFile', ticketKeyFile).trim(), ticketKeyFile);
}

/** The PEM files of a TLS section. */
export function tlsFiles(
  section: string,
  tls: { readonly caFile: string; readonly certFile: string; readonly keyFile: string },
): TlsFiles {
  const read = (name: 'caFile' | 'certFile' | 'keyFile') =>
    tls[name] === '' ? undefined : readNamed(`${section}.${name}`, tls[name]);
  const [ca, cert, key] = [read('caFile'), read('certFile'), read('keyFile')];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function readNamed(key: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AtlasError('ATLAS_CONFIG_UNREADABLE', `${key} names ${file}, which cannot be read`, {
      cause: error,
      details: { key, file },
      hint: 'Correct the path, or let this user read it.',
    });
  }
}
