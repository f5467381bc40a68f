import { bytes, choice, durationMs, flag, integer, list, path, port } from '../option.ts';
import { secret, section, text } from '../option.ts';

const HOST_AND_PORT = {
  pattern: /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):\d{1,5}$/i,
  allowed: 'host:port',
};

/** The log. */
export const logSection = section('The log: the one truth.', {
  driver: choice(
    'Which log: embedded (one machine) or Kafka through one of two clients.',
    'embedded',
    ['embedded', 'kafkajs', 'platformatic'],
  ),
  replayWindowMs: durationMs(
    'History that is kept for replay; older records are deleted.',
    86_400_000,
    {
      min: 60_000,
    },
  ),
  kafka: section('For log.driver kafkajs and platformatic.', {
    brokers: list('Brokers to ask first.', ['127.0.0.1:9092'], HOST_AND_PORT),
    replicationFactor: integer('Copies of each partition. 0: three, or one a broker if fewer.', 0, {
      min: 0,
      max: 9,
    }),
    minInsyncReplicas: integer(
      'Copies that acknowledge. 0: two where there are three, else one.',
      0,
      {
        min: 0,
        max: 9,
      },
    ),
    tls: section('Encryption towards the brokers.', {
      enabled: flag('Use TLS.', false),
      caFile: path('PEM of the authority to trust. Empty: the system’s.', ''),
      certFile: path('PEM of our certificate, for mutual TLS.', ''),
      keyFile: path('PEM of its key.', ''),
      serverName: text('The name expected in the certificate. Empty: the host.', ''),
    }),
    sasl: section('Authentication towards the brokers.', {
      mechanism: choice('How to authenticate.', 'none', [
        'none',
        'plain',
        'scram-sha-256',
        'scram-sha-512',
      ]),
      username: text('The user.', ''),
      password: secret('Its password; or use passwordFile.'),
      passwordFile: path('A file that holds the password.', ''),
    }),
  }),
  embedded: section('For log.driver embedded.', {
    directory: path('Where it is kept. Empty: <data.directory>/<world.name>/log.', ''),
    diskBytesMax: bytes(
      'The disk cap: the oldest history is dropped, said aloud. It should hold two minutes of the world at least.',
      4 * 1024 ** 3,
      { min: 16 * 1024 ** 2 },
    ),
    port: port('Where `atlasnet log` serves the other processes.', 3002, {
      process: 'log',
      protocol: 'tcp',
      use: 'embedded log',
      hostKey: 'network.bindHost',
    }),
  }),
});

/** The transient store. */
export const storeSection = section('The transient store: wipe it and it comes back.', {
  driver: choice('Which store: embedded (one machine) or Valkey.', 'embedded', [
    'embedded',
    'valkey',
  ]),
  valkey: section('For store.driver valkey (any server of the Redis protocol, 7 or newer).', {
    url: text('Its address; rediss:// is TLS.', 'redis://127.0.0.1:6379', {
      pattern: /^rediss?:\/\/[^\s@]+$/,
      allowed: 'redis://host:port or rediss://host:port, without user and password',
    }),
    username: text('The ACL user. Empty: the default user.', ''),
    password: secret('Its password; or use passwordFile.'),
    passwordFile: path('A file that holds the password.', ''),
    tls: section('Encryption, beside a rediss:// address.', {
      caFile: path('PEM of the authority to trust. Empty: the system’s.', ''),
      certFile: path('PEM of our certificate, for mutual TLS.', ''),
      keyFile: path('PEM of its key.', ''),
    }),
  }),
  embedded: section('For store.driver embedded.', {
    port: port('Where `atlasnet log` serves the store to the other processes.', 3003, {
      process: 'log',
      protocol: 'tcp',
      use: 'embedded store',
      hostKey: 'network.bindHost',
    }),
  }),
});
