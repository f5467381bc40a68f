import { bytes, choice, durationMs, flag, integer, list, number, path, port } from '../option.ts';
import { secret, section, text } from '../option.ts';

const PROXY_ADDRESSES = {
  pattern: /^[0-9a-fA-F:.]+(\/\d{1,3})?$/,
  allowed: 'addresses or networks such as 10.0.0.0/8',
};

/** What listens, and under which address it is known. */
export const networkSection = section('Addresses for all processes.', {
  bindHost: text(
    'What every listener binds to. Anything but loopback needs network.token.',
    '127.0.0.1',
  ),
  advertiseHost: text('The name under which others reach this machine. Empty: as bound.', ''),
  token: secret('What pages, admin and metrics ask for (a bearer token) beyond loopback.'),
  tokenFile: path('A file with network.token.', ''),
});

export const proxySection = section('The edge for game clients.', {
  count: integer('Proxies that `cluster` runs; the k-th takes port + k.', 1, { min: 1, max: 64 }),
  spare: flag(
    'Whether `cluster` runs one more, at the port after the last, for clients while there is no other: of one proxy alone a restart is seen.',
    true,
  ),
  bindHost: text('The address to bind. Empty: network.bindHost.', ''),
  port: port('Where clients connect: UDP, TCP and WebSockets. 0: any free port.', 2555, {
    process: 'proxy',
    protocol: 'udp+tcp',
    use: 'game clients',
    hostKey: 'proxy.bindHost',
  }),
  advertise: text('host:port (or host) that connect tokens name. Empty: as bound.', ''),
  websocketUrl: text(
    'Where browsers reach it, if not at its address: wss://name:{port}. Empty: wss with proxy.tls, else ws on loopback.',
    '',
    { pattern: /^(wss?:\/\/[^\s]+)?$/, allowed: 'ws:// or wss:// and an address' },
  ),
  tls: section(
    'For WebSockets over TLS; without it only those of this machine and of proxy.trustedProxies are taken.',
    {
      certFile: path('The certificate and its chain (PEM).', ''),
      keyFile: path('Its key.', ''),
    },
  ),
  sendThread: choice(
    'Whether datagrams are sealed, sent and received in a thread of their own. auto: where there are more than two processors.',
    'auto',
    ['auto', 'on', 'off'],
  ),
  streamsMax: integer('TCP connections and WebSockets of one proxy.', 4096, {
    min: 0,
    max: 65_536,
  }),
  streamsPerAddressMax: integer('The same of one address.', 64, { min: 1, max: 65_536 }),
  trustedProxies: list(
    'Reverse proxies that end TLS for WebSockets: taken without TLS, and X-Forwarded-For is believed of them.',
    [],
    PROXY_ADDRESSES,
  ),
  clientsMax: integer('Clients of one proxy.', 2000, { min: 1, max: 4096 }),
  viewRadiusMetres: number('How far a client sees.', 60, { min: 1, max: 10_000 }),
  viewMarginMetres: number('An entity leaves the view so much further out.', 5, {
    min: 0,
    max: 1000,
  }),
  bytesPerSecondMax: bytes('What one client is sent a second.', 32_000, {
    min: 1000,
    max: 10_000_000,
  }),
  commandsPerSecondMax: integer('Commands of one client a second; more wait.', 60, {
    min: 1,
    max: 10_000,
  }),
  timeoutMs: durationMs('A silent client is gone after so long.', 5000, {
    min: 500,
    max: 120_000,
  }),
});

export const gatewaySection = section('HTTP: log in, sessions, connect tokens.', {
  bindHost: text('The address to bind. Empty: network.bindHost.', ''),
  port: port('Where it listens. 0: any free port.', 3001, {
    process: 'gateway',
    protocol: 'http',
    use: 'log in, connect tokens',
    hostKey: 'gateway.bindHost',
  }),
  login: choice(
    'Who is let in: any name without proof, a JWT of an issuer, or a ticket of your own backend.',
    'development',
    ['development', 'jwt', 'ticket'],
  ),
  developmentBeyondLoopback: flag(
    'gateway.login development also where others reach the gateway: beyond loopback, or by gateway.trustedProxies.',
    false,
  ),
  jwt: section('With gateway.login jwt: whose tokens are taken; the account is their subject.', {
    jwksUrl: text("Where the issuer's public keys are (JWKS).", ''),
    issuer: text('What iss must be.', ''),
    audience: text('What aud must be.', ''),
  }),
  ticketKey: secret(
    'With gateway.login ticket: 64 hex digits that your backend signs tickets with (HS256).',
  ),
  ticketKeyFile: path('A file with gateway.ticketKey.', ''),
  accessTokenMs: durationMs('How long an access token is good for new sessions.', 3_600_000, {
    min: 60_000,
    max: 86_400_000,
  }),
  connectTokenMs: durationMs('How long a connect token may be used.', 30_000, {
    min: 1000,
    max: 600_000,
  }),
  requestsPerMinuteMax: integer(
    'Requests of one address a minute; not counted for development where only this machine asks.',
    600,
    { min: 1, max: 1_000_000 },
  ),
  origins: list(
    'Web pages that may ask (CORS). Where only this machine asks, its own always.',
    [],
    {
      pattern: /^https?:\/\/[^/\s]+$/,
      allowed: 'origins such as https://game.example',
    },
  ),
  trustedProxies: list(
    'Reverse proxies whose X-Forwarded-For is believed; with one, others reach the gateway wherever it binds.',
    [],
    PROXY_ADDRESSES,
  ),
});

export const pagesSection = section('The live map and the replay pages.', {
  bindHost: text('The address to bind. Empty: network.bindHost.', ''),
  port: port('Where it listens. 0: any free port.', 3000, {
    process: 'cartograph',
    protocol: 'http',
    use: 'live map, replay',
    hostKey: 'pages.bindHost',
  }),
  play: path("A folder with the game's own page, index.html and play.js, shown at /play.", ''),
  gatewayUrl: text('Where that page logs in. Empty: gateway.port, as bound.', '', {
    pattern: /^(https?:\/\/[^\s]+)?$/,
    allowed: 'http:// or https:// and an address',
  }),
});

const metricsPort = (process: string, initial: number) =>
  port(`Of the ${process} process. 0: any free port.`, initial, {
    process,
    protocol: 'http',
    use: 'metrics, health',
    hostKey: 'metrics.bindHost',
  });

export const metricsSection = section('/metrics, /healthz and /readyz of every process.', {
  enabled: flag('Serve them.', true),
  bindHost: text('The address to bind. Empty: network.bindHost.', ''),
  ports: section('One for each kind of process.', {
    log: metricsPort('log', 3010),
    watchdog: metricsPort('watchdog', 3011),
    heuristic: metricsPort('heuristic', 3012),
    gateway: metricsPort('gateway', 3013),
    cartograph: metricsPort('cartograph', 3014),
    cluster: metricsPort('cluster', 3015),
    proxy: metricsPort('proxy', 0),
    shard: metricsPort('shard', 0),
    worker: metricsPort('worker', 0),
    example: metricsPort('example', 0),
  }),
});

export const keysSection = section('Secrets between processes and towards clients.', {
  automatic: flag('With the embedded log, missing keys are made in keys.directory.', true),
  directory: path('Where the key files are. Empty: <data.directory>/<world.name>/keys.', ''),
  interlink: secret(
    '64 hex digits: proves the ends of an interlink. Empty: the file interlink.key.',
  ),
  connectToken: secret(
    '64 hex digits: seals connect tokens and resume tickets. Empty: connect-token.key.',
  ),
  accessToken: secret(
    '64 hex digits (Ed25519 seed): signs access tokens. Empty: access-token.key.',
  ),
  interlinkPrevious: secret(
    'keys.interlink before a rotation, taken beside it. Empty: interlink.key.previous, if the key is from a file.',
  ),
  connectTokenPrevious: secret('The same of keys.connectToken.'),
  accessTokenPrevious: secret('The same of keys.accessToken.'),
});

export const loggingSection = section('What processes print.', {
  level: choice('The least important line that is printed.', 'info', [
    'debug',
    'info',
    'warn',
    'error',
  ]),
  format: choice('auto: pretty on a terminal, JSON lines elsewhere.', 'auto', [
    'auto',
    'pretty',
    'json',
  ]),
});

export const processSection = section('Set by whoever starts a process; seldom by hand.', {
  id: text('The process id. Empty: made at random, as it must be at each start.', '', {
    pattern: /^([0-9a-f]{16})?$/,
    allowed: '16 lower-case hex digits',
  }),
  index: integer('Which of several processes of its kind on this machine; added to ports.', 0, {
    min: 0,
    max: 4095,
  }),
  nice: integer(
    'How far it stands back where a processor is short, as the system counts it (nice); 0: not at all.',
    0,
    { min: 0, max: 19 },
  ),
  endWithParent: flag('Stops in order when the process that started it is gone.', false),
  parent: integer('The pid of the process that started it, set by that; 0: not known.', 0),
  spare: flag(
    'It is loaded, and waits until its like has ended to take its place (log) or its clients (proxy); set by whoever starts it.',
    false,
  ),
  grandparent: integer(
    'The pid of the process that started its parent, set by that; followed once the parent has left.',
    0,
  ),
  stopLimitMs: durationMs('An orderly stop takes at most so long.', 10_000, {
    min: 100,
    max: 600_000,
  }),
});
