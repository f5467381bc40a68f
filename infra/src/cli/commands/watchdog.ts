import { WatchdogService } from '@atlasnet/cluster';
import { gridRegions } from '@atlasnet/schemas';
import { ChildFailures } from '../cluster/child-failures.ts';
import { HopelessShards } from '../cluster/hopeless-shards.ts';
import { openPorts, untilTopics } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { loadGame } from '../game-loader.ts';
import { ownProcess } from '../own-process.ts';
import { watchdogOptions } from '../service-options.ts';
import { makeProcessControl, makeProcessParts, runProcess } from '../process-parts.ts';

export const command: CommandModule = {
  async run(context) {
    const { config, loaded, print } = context;
    const { world } = await loadGame(config);
    const parts = makeProcessParts(context, 'watchdog', []);
    const { log, store, clock, random } = await openPorts(parts);
    await untilTopics(config, log, { clock, logger: parts.logger });
    const failures = new ChildFailures();
    const shards = new HopelessShards(clock, failures);
    const control = makeProcessControl(loaded, (line) => {
      failures.note(line);
      print(line);
    });
    const service = new WatchdogService({
      log,
      store,
      clock,
      random,
      logger: parts.logger,
      metrics: parts.metrics,
      processes: config.watchdog.spawn ? shards.watch(control) : null,
      process: parts.id,
      extra: ownProcess(),
      founding: {
        world: config.world.name,
        tickHz: world.tickHz,
        homeCount: config.world.homeCount,
        regionsMax: config.world.regions.max,
        regions: gridRegions(config.world.regions.initial, {
          min: [...world.bounds.min],
          max: [...world.bounds.max],
        }),
      },
      options: watchdogOptions(config),
    });
    const services = [
      { name: 'watchdog', service },
      { name: 'shards', service: shards },
    ];
    await runProcess(parts, services, { onLeave: () => service.leaveChildren() });
    await log.close();
    await store.close();
  },
};
