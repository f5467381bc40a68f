import type { BotPlan } from './native-bots.ts';

/** The arena workload; the peers' bots do the same (infra/e2e/peers). */
export const ARENA_PLAN: Omit<BotPlan, 'clients' | 'seconds'> = {
  warmSeconds: 3,
  connectsPerSecond: 500,
  inputHz: 10,
  commandHz: 1,
  speedMps: 5,
  // Who comes into range is told of within two ticks: in them two who meet cover a metre.
  viewRadiusM: 61,
  radiusM: 60,
};
