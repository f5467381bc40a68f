import { CartographService } from '@atlasnet/replay';
import type { PlayPage } from '../../adapters/pages/page-server.ts';
import { CartographPages } from '../../pages/cartograph-pages.ts';
import { openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { advertisedAddress, bindHostOf } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import { presence } from '../registry-service.ts';
import { ROOT } from '../root.ts';
import { networkTokenOf } from '../service-options.ts';

export const command: CommandModule = {
  async run(context) {
    const { config, logger } = context;
    const parts = makeProcessParts(context, 'cartograph', []);
    const ports = await openPorts(parts);
    const { log, store, clock } = ports;
    const cartograph = new CartographService({ log, world: config.world.name, clock, logger });
    try {
      const pages = await CartographPages.start({
        cartograph,
        host: bindHostOf(config, config.pages.bindHost),
        port: config.pages.port,
        token: networkTokenOf(config),
        root: ROOT,
        play: playPage(config),
      });
      await runProcess(parts, [
        { name: 'registry', service: presence(parts, ports) },
        { name: 'cartograph', service: pages },
      ]);
    } finally {
      await log.close();
      await store.close();
    }
  },
};

/** The game's own page and the gateway that it asks; null when there is none. */
function playPage(config: Config): PlayPage | null {
  const { gateway, pages } = config;
  if (pages.play === '') return null;
  const bound = { host: bindHostOf(config, gateway.bindHost), port: gateway.port };
  const url = pages.gatewayUrl || `http://${advertisedAddress(config, '', bound)}`;
  return { directory: pages.play, gateway: url };
}
