export * from './game/game-api.ts';
export { defineWorld, field } from '@atlasnet/schemas';
export type { EntityId, SessionId } from '@atlasnet/schemas';
export * from './testing/game-bench.ts';
