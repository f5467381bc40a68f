import { HeuristicService } from '@atlasnet/heuristic';
import { AtlasError, compileWorld } from '@atlasnet/schemas';
import { openPorts } from '../cluster-ports.ts';
import type { CommandContext, CommandModule } from '../command.ts';
import { watchConfig } from '../config/index.ts';
import { loadGame } from '../game-loader.ts';
import { evaluate } from '../heuristic/evaluate.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';
import { presence } from '../registry-service.ts';
import { heuristicConfig } from '../service-options.ts';

export const command: CommandModule = {
  arguments: [{ name: '[action]', doc: 'evaluate: try the configuration on a recorded crowd' }],
  options: [
    { flags: '--trace <file>', doc: 'evaluate: a movement trace, CSV or CSV.gz, not the log' },
    { flags: '--json', doc: 'evaluate: every second, as JSON' },
  ],
  epilogue: `Without an action it serves. evaluate plays the session that the world's log holds, or a trace,
against the heuristic of the configuration, with a running cluster's delays, and changes nothing:
  atlasnet heuristic evaluate --example traffic --heuristic.imbalanceThreshold 1.2`,
  async run(context) {
    const [action] = context.args;
    if (action === undefined) return serve(context);
    if (action === 'evaluate') return evaluate(context);
    throw new AtlasError('ATLAS_USAGE', `${action} is no action of \`atlasnet heuristic\``, {
      hint: 'It takes evaluate, or nothing to serve.',
    });
  },
};

async function serve(context: CommandContext): Promise<void> {
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
}
