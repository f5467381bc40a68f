import { ProcessRegistry } from '@atlasnet/cluster';
import { AccessTokens, ConnectTokenIssuer, Gateway, nodePacketCipher } from '@atlasnet/proxy';
import { GatewayServer } from '../../adapters/http/index.ts';
import { proxiesOf } from '../../gateway/registered-proxies.ts';
import { SESSION_PARTITIONS, openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { advertisedAddress, bindHostOf, ownPort } from '../config/index.ts';
import { gatewayAdmission } from '../gateway-admission.ts';
import type { GatewayAdmission } from '../gateway-admission.ts';
import { previousKey } from '../keys.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import type { ProcessParts } from '../process-parts.ts';
import { ownProcess } from '../own-process.ts';
import { protocolIdOf } from '../protocol-id.ts';
import { RegistryService } from '../registry-service.ts';
import { networkTokenOf } from '../service-options.ts';
import { VERSION } from '../version.ts';

type Ports = Awaited<ReturnType<typeof openPorts>>;

export const command: CommandModule = {
  async run(context) {
    const { config } = context;
    const parts = makeProcessParts(context, 'gateway', []);
    const ports = await openPorts(parts);
    const host = bindHostOf(config, config.gateway.bindHost);
    const admission = gatewayAdmission(config);
    const gateway = await makeGateway(parts, ports, admission);
    const port = ownPort(config, config.gateway.port);
    const server = new GatewayServer({
      gateway,
      logger: parts.logger,
      host,
      port,
      key: 'gateway.port',
      adminToken: networkTokenOf(config),
      origins: config.gateway.origins,
      isLoopback: admission.isLocal,
      trustedProxies: config.gateway.trustedProxies,
      version: VERSION,
    });
    const registry = new RegistryService({
      ...ports,
      world: config.world.name,
      logger: parts.logger,
      leaseMs: config.watchdog.leaseMs,
      entry: () => ({
        id: parts.id,
        role: 'gateway',
        address: '',
        draining: false,
        extra: {
          http: advertisedAddress(config, '', { host, port: server.port }),
          ...ownProcess(),
        },
      }),
    });
    await server.listen();
    await runProcess(parts, [
      { name: 'registry', service: registry },
      { name: 'gateway', service: gateway },
      { name: 'http', service: server },
    ]);
    await ports.log.close();
    await ports.store.close();
  },
};

async function makeGateway(
  parts: ProcessParts,
  ports: Ports,
  { provider, requestsPerMinuteMax }: GatewayAdmission,
): Promise<Gateway> {
  const { config, logger, metrics } = parts;
  const { log, store, clock, random, keys } = ports;
  const { gateway: given, world, watchdog } = config;
  const previous = previousKey(config, 'accessToken');
  const seeds = previous === null ? [keys.accessToken] : [keys.accessToken, previous];
  return new Gateway({
    world: world.name,
    log,
    clock,
    random,
    logger,
    metrics,
    provider,
    accessTokens: await AccessTokens.create({
      world: world.name,
      seeds,
      lifetimeMs: given.accessTokenMs,
    }),
    connectTokens: new ConnectTokenIssuer({
      protocolId: protocolIdOf(world.name),
      privateKey: keys.connectToken,
      random,
      cipher: nodePacketCipher,
    }),
    proxies: async (incarnation) => {
      const { leaseMs } = watchdog;
      const registry = new ProcessRegistry({ store, clock, logger, incarnation, leaseMs });
      return proxiesOf(await registry.list('proxy'));
    },
    sessionPartitions: SESSION_PARTITIONS,
    connectTokenMs: given.connectTokenMs,
    clientTimeoutMs: config.proxy.timeoutMs,
    requestsPerMinuteMax,
  });
}
