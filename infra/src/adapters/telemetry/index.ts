export { HealthState, type Check, type CheckState } from './health-state.ts';
export { makeLogger, type LoggerOptions, type LogLevel } from './pino-logger.ts';
export { PrometheusMetrics } from './prometheus-metrics.ts';
export { TelemetryServer, type TelemetryServerOptions } from './telemetry-server.ts';
