import { isIP } from 'node:net';
import { CONFIG_KEYS } from './keys-of-table.ts';
import type { ConfigIssue } from './source.ts';
import type { Config } from './table/index.ts';

type Finding = Omit<ConfigIssue, 'where'>;

/** What no single key shows: values that contradict each other. */
export function checkConfig(config: Config): readonly Finding[] {
  return [
    ...checkRegions(config),
    ...checkLog(config),
    ...checkStore(config),
    ...checkHeuristic(config),
    ...checkNetwork(config),
    ...checkGateway(config),
    ...checkPair('proxy.tls', config.proxy.tls),
    ...checkNetworks('proxy.trustedProxies', config.proxy.trustedProxies),
    ...checkNetworks('gateway.trustedProxies', config.gateway.trustedProxies),
    ...checkPorts(config),
  ];
}

function checkRegions({ world }: Config): Finding[] {
  const { initial, min, max } = world.regions;
  const found: Finding[] = [];
  if (initial < min || initial > max) {
    found.push({
      key: 'world.regions.initial',
      sentence: `world.regions.initial is ${initial}, but must lie between world.regions.min (${min}) and world.regions.max (${max})`,
    });
  }
  if (world.homeCount > min) {
    found.push({
      key: 'world.homeCount',
      sentence: `world.homeCount is ${world.homeCount}, but must be at most world.regions.min (${min}): home regions are never merged away`,
    });
  }
  return found;
}

function checkLog({ log }: Config): Finding[] {
  const found: Finding[] = [];
  const { kafka } = log;
  if (log.driver !== 'embedded' && kafka.brokers.length === 0) {
    found.push({
      key: 'log.kafka.brokers',
      sentence: `log.kafka.brokers is empty, but log.driver ${log.driver} needs at least one host:port`,
    });
  }
  if (kafka.replicationFactor > 0 && kafka.minInsyncReplicas > kafka.replicationFactor) {
    found.push({
      key: 'log.kafka.minInsyncReplicas',
      sentence: `log.kafka.minInsyncReplicas is ${kafka.minInsyncReplicas}, but must be at most log.kafka.replicationFactor (${kafka.replicationFactor})`,
    });
  }
  if (kafka.sasl.mechanism !== 'none') {
    const { username, password, passwordFile } = kafka.sasl;
    if (username === '' || (password === '' && passwordFile === '')) {
      found.push({
        key: 'log.kafka.sasl.mechanism',
        sentence: `log.kafka.sasl.mechanism is '${kafka.sasl.mechanism}', which needs log.kafka.sasl.username and a password or passwordFile`,
      });
    }
  }
  found.push(...checkPair('log.kafka.tls', kafka.tls));
  return found;
}

function checkStore({ store }: Config): Finding[] {
  return checkPair('store.valkey.tls', store.valkey.tls);
}

function checkHeuristic({ heuristic }: Config): Finding[] {
  const { mergeBelowFullness, splitAboveFullness, weights } = heuristic;
  const found: Finding[] = [];
  if (mergeBelowFullness >= splitAboveFullness) {
    found.push({
      key: 'heuristic.mergeBelowFullness',
      sentence: `heuristic.mergeBelowFullness is ${mergeBelowFullness}, but must be below heuristic.splitAboveFullness (${splitAboveFullness}), or regions are split and merged in turn`,
    });
  }
  if (weights.tickTime + weights.entities + weights.bytes === 0) {
    found.push({
      key: 'heuristic.weights.tickTime',
      sentence: 'heuristic.weights are all 0, but one of them must count',
    });
  }
  return found;
}

function checkPair(section: string, tls: { certFile: string; keyFile: string }): Finding[] {
  if ((tls.certFile === '') === (tls.keyFile === '')) return [];
  const missing = tls.certFile === '' ? 'certFile' : 'keyFile';
  const given = tls.certFile === '' ? 'keyFile' : 'certFile';
  return [
    {
      key: `${section}.${given}`,
      sentence: `${section}.${given} is set, but ${section}.${missing} is not`,
    },
  ];
}

function checkNetworks(key: string, networks: readonly string[]): Finding[] {
  return networks
    .filter((network) => !isNetwork(network))
    .map((network) => ({
      key,
      sentence: `${key} names ${network}, which is neither an address nor a network such as 10.0.0.0/8`,
    }));
}

function isNetwork(text: string): boolean {
  const [address, bits = '0'] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return Number(bits) <= most;
}

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

function checkNetwork(config: Config): Finding[] {
  const { network } = config;
  if (network.token !== '' || network.tokenFile !== '') return [];
  const guarded = [
    ['network.bindHost', network.bindHost],
    ['gateway.bindHost', config.gateway.bindHost],
    ['pages.bindHost', config.pages.bindHost],
    ['metrics.bindHost', config.metrics.bindHost],
  ] as const;
  return guarded
    .filter(([, host]) => host !== '' && !isLoopback(host))
    .map(([key, host]) => ({
      key,
      sentence: `${key} is '${host}', which others can reach, so network.token or network.tokenFile must be set`,
    }));
}

function checkGateway({ gateway }: Config): Finding[] {
  const { login, jwt } = gateway;
  const found: Finding[] = [];
  for (const key of ['jwksUrl', 'issuer', 'audience'] as const) {
    if (login !== 'jwt' || jwt[key] !== '') continue;
    const sentence = `gateway.jwt.${key} is empty, but gateway.login 'jwt' needs it`;
    found.push({ key: `gateway.jwt.${key}`, sentence });
  }
  if (jwt.jwksUrl !== '' && !isSafeUrl(jwt.jwksUrl)) {
    found.push({
      key: 'gateway.jwt.jwksUrl',
      sentence: `gateway.jwt.jwksUrl is '${jwt.jwksUrl}', but must be an https:// address (http:// only on loopback)`,
    });
  }
  if (login === 'ticket' && gateway.ticketKey === '' && gateway.ticketKeyFile === '') {
    found.push({
      key: 'gateway.ticketKey',
      sentence: "gateway.login is 'ticket', which needs gateway.ticketKey or gateway.ticketKeyFile",
    });
  }
  return found;
}

function isSafeUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function checkPorts(config: Config): Finding[] {
  const seen = new Map<string, string>();
  const found: Finding[] = [];
  for (const { key, path, option } of CONFIG_KEYS) {
    if (option.port === null) continue;
    const value = path.reduce<unknown>(
      (level, name) => (level as Record<string, unknown>)[name],
      config,
    );
    if (value === 0) continue;
    const { protocol } = option.port;
    const kinds = protocol === 'http' ? ['tcp'] : protocol.split('+');
    const names = kinds.map((kind) => `${kind}/${String(value)}`);
    const other = names.map((name) => seen.get(name)).find((each) => each !== undefined);
    if (other !== undefined) {
      found.push({
        key,
        sentence: `${key} is ${String(value)}, but so is ${other}: give each its own`,
      });
    }
    for (const name of names) seen.set(name, key);
  }
  return found;
}
