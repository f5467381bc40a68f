export {};
export * from './control/process-registry.ts';
export * from './control/world-clock.ts';
export * from './control/world-clock-service.ts';
