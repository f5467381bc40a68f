import { ShardService } from '@atlasnet/cluster';
import { TASK_PARTITIONS, openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { loadGame } from '../game-loader.ts';
import { ownProcess } from '../own-process.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';

/** Of the time for an orderly stop, what may pass until others own this process's regions. */
const DRAIN_PART = 0.7;

export const command: CommandModule = {
  async run(context) {
    const { config } = context;
    const server = await loadGame(config);
    const parts = makeProcessParts(context, 'shard', []);
    const { log, store, clock, interlink, interlinkBind } = await openPorts(parts);
    const service = new ShardService({
      world: config.world.name,
      server,
      process: parts.id,
      log,
      store,
      interlink,
      clock,
      logger: parts.logger,
      metrics: parts.metrics,
      bind: interlinkBind,
      leaseMs: config.watchdog.leaseMs,
      lingerMs: config.sessions.lingerMs,
      jobLimitMs: config.tasks.jobLimitMs,
      taskPartitions: TASK_PARTITIONS,
      sessionsMax: config.sessions.max,
      sameAccount: config.sessions.sameAccount,
      checkpointIntervalMs: config.shards.checkpointIntervalMs,
      checkpointTailBytes: config.shards.checkpointTailBytes,
      replayWindowMs: config.log.replayWindowMs,
      runAheadTicks: config.shards.runAheadTicks,
      drainLimitMs: config.process.stopLimitMs * DRAIN_PART,
      rehearses: true,
      engine: `node ${process.versions.v8}`,
      extra: () => ({ ...ownProcess(), index: config.process.index }),
    });
    await runProcess(parts, [{ name: 'shard', service }]);
    await log.close();
    await store.close();
  },
};
