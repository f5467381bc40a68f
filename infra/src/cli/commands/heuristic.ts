import { HeuristicService } from '@atlasnet/heuristic';
import { compileWorld } from '@atlasnet/schemas';
import { openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { watchConfig } from '../config/index.ts';
import { loadGame } from '../game-loader.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import { presence } from '../registry-service.ts';
import { heuristicConfig } from '../service-options.ts';

export const command: CommandModule = {
  async run(context) {
    const { config } = context;
    const schema = compileWorld((await loadGame(config)).world);
    const parts = makeProcessParts(context, 'heuristic', []);
    const ports = await openPorts(parts);
    const { log, store, clock } = ports;
    const service = new HeuristicService({
      world: config.world.name,
      process: parts.id,
      log,
      clock,
      logger: parts.logger,
      metrics: parts.metrics,
      config: heuristicConfig(config, schema),
    });
    // The knobs are reloaded live: save the file, and the next decision uses them.
    const unwatch = watchConfig(
      context.loaded,
      (changed) => service.updateConfig(heuristicConfig(changed, schema)),
      parts.logger,
    );
    await runProcess(parts, [
      { name: 'registry', service: presence(parts, ports) },
      { name: 'heuristic', service },
    ]);
    unwatch();
    await log.close();
    await store.close();
  },
};
