export * from './heuristic-config.ts';
export * from './core/balancer.ts';
export type { BoundsOf, CellReading, LoadReading } from './core/cost-model.ts';
export * from './evaluate/trace-row.ts';
export * from './evaluate/evaluate-trace.ts';
export type { SecondResult } from './evaluate/trace-cluster.ts';
export * from './evaluate/format-evaluation.ts';
export * from './service/heuristic-service.ts';
