import { runTask } from './seed-pool.ts';
import type { SeedAnswer, SeedTask } from './seed-pool.ts';

// A process of the pool: runs what it is told, one after the other, until its parent is gone.
process.on('message', ({ seed, task }: { seed: number; task: SeedTask }) => {
  const answer = (message: SeedAnswer): void => {
    if (process.connected) process.send?.(message);
  };
  runTask(seed, task).then(
    (verdict) => answer({ verdict }),
    (error: unknown) =>
      answer({ error: error instanceof Error ? String(error.stack) : String(error) }),
  );
});
