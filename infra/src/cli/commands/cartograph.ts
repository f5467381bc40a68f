import { CartographService } from '@atlasnet/replay';
import { CartographPages } from '../../pages/cartograph-pages.ts';
import { openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { bindHostOf } from '../config/index.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import { presence } from '../registry-service.ts';
import { ROOT } from '../root.ts';

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
        token: config.network.token,
        root: ROOT,
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
