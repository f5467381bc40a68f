import { TaskWorkerService, WORKER_ROLE } from '@atlasnet/cluster';
import { TASK_PARTITIONS, openPorts } from '../cluster-ports.ts';
import type { CommandModule } from '../command.ts';
import { loadTasks } from '../game-loader.ts';
import { ownProcess } from '../own-process.ts';
import { makeProcessParts, runProcess } from '../process-parts.ts';

/** Of the time for an orderly stop, what may pass until jobs that run are done. */
const DRAIN_PART = 0.7;

export const command: CommandModule = {
  epilogue: `Runs the jobs that the game asks for outside its ticks, by the functions that the game's module
exports as \`tasks\`. Several workers share the jobs; one that dies leaves its own to the others.`,
  async run(context) {
    const { config } = context;
    const game = await loadTasks(config);
    const parts = makeProcessParts(context, WORKER_ROLE, []);
    const { log, store, clock } = await openPorts(parts);
    const service = new TaskWorkerService({
      ...game,
      world: config.world.name,
      process: parts.id,
      log,
      store,
      clock,
      logger: parts.logger,
      metrics: parts.metrics,
      leaseMs: config.watchdog.leaseMs,
      partitions: TASK_PARTITIONS,
      concurrency: config.tasks.concurrency,
      timeoutMs: config.tasks.timeoutMs,
      attemptsMax: config.tasks.attempts,
      drainLimitMs: config.process.stopLimitMs * DRAIN_PART,
      extra: () => ({ ...ownProcess(), index: config.process.index }),
    });
    await runProcess(parts, [{ name: WORKER_ROLE, service }]);
    await log.close();
    await store.close();
  },
};
