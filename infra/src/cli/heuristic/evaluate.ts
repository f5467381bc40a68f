import { basename } from 'node:path';
import { evaluateTrace, formatEvaluations } from '@atlasnet/heuristic';
import type { TraceRow } from '@atlasnet/heuristic';
import { openWorldLog } from '@atlasnet/replay';
import { AtlasError, compileWorld } from '@atlasnet/schemas';
import type { WorldSchema } from '@atlasnet/schemas';
import type { CommandContext } from '../command.ts';
import { loadGame } from '../game-loader.ts';
import { openReplayLog } from '../replay/open-replay-log.ts';
import { heuristicConfig } from '../service-options.ts';
import { recordedRows } from './recorded-rows.ts';
import { readTraceFile } from './trace-file.ts';

/**
 * `atlasnet heuristic evaluate`: how the configured heuristic would have balanced a movement trace, or
 * the session that the world's log holds, with the delays of a running cluster.
 * @throws AtlasError ATLAS_USAGE for a world that is not flat; what reading the trace or the log throws
 */
export async function evaluate(context: CommandContext): Promise<void> {
  const { config, options } = context;
  const schema = compileWorld((await loadGame(config)).world);
  if (schema.dimensions !== 2) {
    throw new AtlasError('ATLAS_USAGE', `the world ${config.world.name} has three dimensions`, {
      hint: 'evaluate plays flat worlds; watch `imbalance` of a running one.',
    });
  }
  const trace = options['trace'];
  if (typeof trace === 'string') {
    return report(context, schema, basename(trace), readTraceFile(trace));
  }
  const log = await openReplayLog(config);
  try {
    const source = await openWorldLog(log, config.world.name);
    return await report(context, schema, `recorded ${config.world.name}`, recordedRows(source));
  } finally {
    await log.close();
  }
}

async function report(
  { config, options, print }: CommandContext,
  schema: WorldSchema,
  name: string,
  rows: AsyncIterable<TraceRow>,
): Promise<void> {
  const evaluation = await evaluateTrace(rows, {
    config: heuristicConfig(config, schema),
    world: { min: [...schema.boundsMin], max: [...schema.boundsMax] },
    regions: config.world.regions.initial,
    tickHz: schema.tickHz,
    handoffMarginM: schema.handoffMarginM,
  });
  if (options['json'] === true) print(JSON.stringify(evaluation));
  else print(formatEvaluations(new Map([[name, evaluation]])));
}
