import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { ProxyService, nodePacketCipher } from '@atlasnet/proxy';
import type { ProxyOptions } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';
import { EdgeNetwork } from '../../adapters/streams/index.ts';
import type { EdgeNetworkOptions, StreamCertificate } from '../../adapters/streams/index.ts';
import { proxiesOf } from '../../gateway/registered-proxies.ts';
import { SESSION_PARTITIONS, openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { isLoopback } from '../config/checks.ts';
import { advertisedAddress, bindHostOf, ownPort } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { loadGame } from '../game-loader.ts';
import { previousKey } from '../keys.ts';
import { ownProcess } from '../own-process.ts';
import { protocolIdOf } from '../protocol-id.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import { UDP_THREAD_SCRIPT } from '../root.ts';
import { RegistryService } from '../registry-service.ts';
import { tlsFiles } from '../service-options.ts';

export const command: CommandModule = {
  async run(context) {
    const { config } = context;
    const { world: declaration } = await loadGame(config);
    const parts = makeProcessParts(context, 'proxy', []);
    const { id, logger, metrics } = parts;
    const { log, store, clock, random, interlink, keys } = await openPorts(parts);
    const bind = {
      host: bindHostOf(config, config.proxy.bindHost),
      port: ownPort(config, config.proxy.port),
    };
    const udp = await publicAddress(config, bind);
    const certificate = readCertificate(config);
    const websocket = websocketUrl(config, udp, certificate !== null);
    const world = config.world.name;
    const registry = new RegistryService({
      world,
      log,
      store,
      clock,
      logger,
      leaseMs: config.watchdog.leaseMs,
      entry: () => ({
        id,
        role: 'proxy',
        address: '',
        draining: service.draining,
        extra: {
          udp: `${udp.host}:${udp.port}`,
          tcp: true,
          websocket,
          clients: service.clients,
          clientsMax: config.proxy.clientsMax,
          spare: config.process.spare,
          ...ownProcess(),
        },
      }),
    });
    const service = new ProxyService({
      world,
      declaration,
      process: id,
      log,
      interlink,
      ...makeEdge(config, { clock, metrics, certificate }),
      clock,
      random,
      logger,
      metrics,
      cipher: nodePacketCipher,
      bind,
      publicAddresses: [udp],
      websocket,
      protocolId: protocolIdOf(world),
      privateKeys: connectTokenKeys(config, keys.connectToken),
      sessionPartitions: SESSION_PARTITIONS,
      rehearses: true,
      spare: config.process.spare,
      ...limitsOf(config),
      addresses: () => registry.addresses('shard'),
      proxies: async () => proxiesOf(await registry.list('proxy')),
      announce: () => void registry.announce(),
    });
    await runProcess(parts, [
      { name: 'registry', service: registry },
      { name: 'proxy', service },
    ]);
    await log.close();
    await store.close();
  },
};

function limitsOf({ proxy, watchdog, process }: Config) {
  return {
    clientsMax: proxy.clientsMax,
    viewRadiusM: proxy.viewRadiusMetres,
    viewMarginM: proxy.viewMarginMetres,
    commandsPerSecondMax: proxy.commandsPerSecondMax,
    drainMs: Math.min(watchdog.leaseMs, process.stopLimitMs / 2),
    clientBytesPerSecond: proxy.bytesPerSecondMax,
    clientTimeoutMs: proxy.timeoutMs,
  };
}

/** The way to clients, and who seals what goes there: the proxy itself unless its socket has a thread. */
function makeEdge(
  { proxy, world }: Config,
  parts: Pick<EdgeNetworkOptions, 'clock' | 'metrics' | 'certificate'>,
): Pick<ProxyOptions, 'datagrams' | 'sealer'> {
  const thread = { script: UDP_THREAD_SCRIPT, protocolId: protocolIdOf(world.name) };
  const datagrams = new EdgeNetwork({
    ...parts,
    portKey: 'proxy.port',
    streamsMax: proxy.streamsMax,
    streamsPerAddressMax: proxy.streamsPerAddressMax,
    trustedProxies: proxy.trustedProxies,
    ...(hasSendThread(proxy.sendThread) ? { thread } : {}),
  });
  return { datagrams, sealer: datagrams.sealer };
}

/** On two processors it takes from the others what it saves the proxy's main thread (docs/benchmarks.md). */
function hasSendThread(wish: Config['proxy']['sendThread']): boolean {
  return wish === 'auto' ? availableParallelism() > 2 : wish === 'on';
}

/** @throws AtlasError ATLAS_CONFIG_UNREADABLE */
function readCertificate({ proxy }: Config): StreamCertificate | null {
  const { certFile, keyFile } = proxy.tls;
  if (certFile === '' || keyFile === '') return null;
  const { cert = '', key = '' } = tlsFiles('proxy.tls', { ...proxy.tls, caFile: '' });
  return { cert, key };
}

/** Where browsers reach this proxy; empty where they cannot. */
function websocketUrl({ proxy }: Config, at: DatagramAddress, isSecure: boolean): string {
  const { host, port } = at;
  if (proxy.websocketUrl !== '') return proxy.websocketUrl.replace('{port}', String(port));
  if (!isSecure && !isLoopback(host)) return '';
  return `${isSecure ? 'wss' : 'ws'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The key in use and the one before: a rotation breaks no token in flight. */
function connectTokenKeys(config: Config, current: Uint8Array): Uint8Array[] {
  const previous = previousKey(config, 'connectToken');
  return previous === null ? [current] : [current, previous];
}

/** The address that connect tokens name: numbers, since tokens carry no names. */
async function publicAddress(config: Config, bind: DatagramAddress): Promise<DatagramAddress> {
  const address = advertisedAddress(config, config.proxy.advertise, bind);
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[|\]$/g, '');
  const port = Number(address.slice(at + 1));
  return { host: isIP(host) ? host : (await lookup(host)).address, port };
}
