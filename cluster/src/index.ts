export {};
export * from './control/process-registry.ts';
export * from './control/world-clock.ts';
export * from './control/world-clock-service.ts';
export * from './limits.ts';
export * from './game/game-api.ts';
export * from './core/command-results.ts';
export * from './core/region-state.ts';
export * from './core/region-runtime.ts';
