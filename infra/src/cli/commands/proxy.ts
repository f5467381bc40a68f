import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ProxyService, nodePacketCipher } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';
import { UdpNetwork } from '../../adapters/udp/index.ts';
import { proxiesOf } from '../../gateway/registered-proxies.ts';
import { SESSION_PARTITIONS, openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { advertisedAddress, bindHostOf, ownPort } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { loadGame } from '../game-loader.ts';
import { previousKey } from '../keys.ts';
import { ownProcess } from '../own-process.ts';
import { protocolIdOf } from '../protocol-id.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import { RegistryService } from '../registry-service.ts';

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
          clients: service.clients,
          clientsMax: config.proxy.clientsMax,
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
      datagrams: new UdpNetwork('proxy.port'),
      clock,
      random,
      logger,
      metrics,
      cipher: nodePacketCipher,
      bind,
      publicAddresses: [udp],
      protocolId: protocolIdOf(world),
      privateKeys: connectTokenKeys(config, keys.connectToken),
      sessionPartitions: SESSION_PARTITIONS,
      clientsMax: config.proxy.clientsMax,
      viewRadiusM: config.proxy.viewRadiusMetres,
      viewMarginM: config.proxy.viewMarginMetres,
      commandsPerSecondMax: config.proxy.commandsPerSecondMax,
      drainMs: Math.min(config.watchdog.leaseMs, config.process.stopLimitMs / 2),
      clientBytesPerSecond: config.proxy.bytesPerSecondMax,
      addresses: () => registry.addresses('shard'),
      proxies: async () => proxiesOf(await registry.list('proxy')),
      clientTimeoutMs: config.proxy.timeoutMs,
    });
    await runProcess(parts, [
      { name: 'registry', service: registry },
      { name: 'proxy', service },
    ]);
    await log.close();
    await store.close();
  },
};

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
