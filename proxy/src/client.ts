export * from './client/atlas-net-client.ts';
export type * from './client/client-entity.ts';
export type * from './client/client-options.ts';
export * from './client/impaired-network.ts';
export * from './client/interpolation.ts';
export * from './client/prediction.ts';
export { COMMAND_RESULT_NAMES } from './client/command-queue.ts';
export type { CommandOutcome, CommandResultName } from './client/command-queue.ts';
