import { randomBytes } from 'node:crypto';
import {
  AtlasError,
  aborted,
  processId,
  sleep,
  type Logger,
  type ProcessControl,
  type ProcessId,
  type Service,
} from '@atlasnet/schemas';
import { ChildProcessControl } from '../adapters/process/child-process-control.ts';
import { SystemClock } from '../adapters/system/index.ts';
import { HealthState, PrometheusMetrics, TelemetryServer } from '../adapters/telemetry/index.ts';
import type { CommandContext } from './command.ts';
import { advertisedAddress, bindHostOf, envNameOf, ownPort } from './config/index.ts';
import type { Config, LoadedConfig } from './config/index.ts';
import { announceMetrics } from './own-process.ts';
import { CLI_SCRIPT } from './root.ts';
import { networkTokenOf } from './service-options.ts';
import { runServices, type NamedService, type RunOptions } from './run.ts';
import { standBack } from './stand-back.ts';

/** A port that is still another's is asked for again so often, so many milliseconds apart. */
const PORT_TRIES = 20;
const PORT_RETRY_MS = 50;
/** Who takes another's place serves for so long before its metrics are. */
const SPARE_METRICS_MS = 1000;

/** A kind of process that has a metrics port. */
export type ProcessRole = keyof Config['metrics']['ports'];

/** What every process of the cluster has beside its service. */
export interface ProcessParts {
  readonly role: ProcessRole;
  /** Made anew at each start, unless whoever started the process chose it (rule O1). */
  readonly id: ProcessId;
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: PrometheusMetrics;
  readonly health: HealthState;
}

/** @param checks names of the health checks that wait until they are first reported */
export function makeProcessParts(
  context: CommandContext,
  role: ProcessRole,
  checks: readonly string[] = [],
): ProcessParts {
  const { config, logger } = context;
  standBack(config.process.nice, logger);
  const chosen = config.process.id;
  return {
    role,
    id: processId(chosen === '' ? randomBytes(8).toString('hex') : chosen),
    config,
    logger,
    metrics: new PrometheusMetrics({ role }, { processMetrics: true }),
    health: new HealthState(checks),
  };
}

/** What a process has besides that not all have. */
interface OwnWays extends Pick<RunOptions, 'onLeave'> {
  /** Resolves when a spare has taken another's place, and its ports are there. Without it: at once. */
  readonly serves?: Promise<void>;
}

/**
 * Serves the process's metrics and health, and runs its services until the end.
 * @throws AtlasError ATLAS_PORT_IN_USE, or the first failure of a service
 */
export async function runProcess(
  parts: ProcessParts,
  services: readonly NamedService[],
  { onLeave, serves }: OwnWays = {},
): Promise<void> {
  const { config, logger } = parts;
  const telemetry = new Telemetry(parts, serves);
  if (!config.process.spare) await telemetry.start();
  try {
    await runServices([{ name: 'metrics', service: telemetry, finite: true }, ...services], {
      logger,
      stopLimitMs: config.process.stopLimitMs,
      ...parentOptions(config),
      ...(onLeave ? { onLeave } : {}),
    });
  } finally {
    await telemetry.stop();
  }
}

/** The process's metrics and health, if they are wanted; a spare's come a little later. */
class Telemetry implements Service {
  readonly #parts: ProcessParts;
  readonly #serves: Promise<void>;
  readonly #abort = new AbortController();
  #server: TelemetryServer | null = null;

  constructor(parts: ProcessParts, serves: Promise<void> = Promise.resolve()) {
    this.#parts = parts;
    this.#serves = serves;
  }

  /** @throws AtlasError ATLAS_PORT_IN_USE */
  async start(): Promise<void> {
    const { metrics } = this.#parts.config;
    if (metrics.enabled) this.#server = await startTelemetry(this.#parts, this.#abort.signal);
  }

  async run(): Promise<void> {
    const { signal } = this.#abort;
    if (this.#server) return;
    await Promise.race([this.#serves, aborted(signal)]);
    if (!(await sleep(new SystemClock(), SPARE_METRICS_MS, signal))) return;
    await this.start();
    if (signal.aborted) await this.stop();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#server?.close();
    this.#server = null;
  }
}

/**
 * Serves metrics for nothing, at a port that the system picks: a spare's come while everybody waits for its log,
 * and to load their server takes 70 ms on a processor.
 */
export async function rehearseMetrics({ config, metrics, health }: ProcessParts): Promise<void> {
  if (!config.metrics.enabled) return;
  const token = networkTokenOf(config);
  const key = 'metrics.ports';
  const options = { host: '127.0.0.1', port: 0, key, metrics, health, token };
  await (await TelemetryServer.start(options)).close();
}

/** Whom this process ends with. */
export function parentOptions(
  config: Config,
): Pick<RunOptions, 'endWithParent' | 'grandparentPid' | 'parentPid'> {
  const { process: own } = config;
  return {
    endWithParent: own.endWithParent,
    grandparentPid: own.grandparent,
    ...(own.parent === 0 ? {} : { parentPid: own.parent }),
  };
}

/** Starts child processes with this process's configuration, whatever it came from. */
export function makeProcessControl(
  loaded: LoadedConfig,
  print: (line: string, stream: 'stdout' | 'stderr') => void,
  environment: Readonly<Record<string, string>> = {},
): ChildProcessControl & ProcessControl {
  return new ChildProcessControl({
    script: CLI_SCRIPT,
    env: { ...environment, ...childEnvironment(loaded, process.env) },
    envNameOf,
    print,
  });
}

/** The environment, with the file and the flags of this process put into it. */
export function childEnvironment(
  loaded: LoadedConfig,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const child: Record<string, string | undefined> = { ...env };
  if (loaded.file !== null) child['ATLASNET_CONFIG'] = loaded.file;
  for (const [key, value] of Object.entries(loaded.inputs.flags ?? {})) {
    child[envNameOf(key)] = value;
  }
  // A process's id, index and place are its own; who started it is told anew by whoever does.
  delete child[envNameOf('process.id')];
  delete child[envNameOf('process.index')];
  delete child[envNameOf('process.spare')];
  return child;
}

async function startTelemetry(
  parts: ProcessParts,
  signal: AbortSignal,
): Promise<TelemetryServer | null> {
  const { config, role, metrics, health, logger } = parts;
  const options = {
    host: bindHostOf(config, config.metrics.bindHost),
    port: ownPort(config, config.metrics.ports[role]),
    key: `metrics.ports.${role}`,
    metrics,
    health,
    token: networkTokenOf(config),
  };
  for (let tries = 1; ; tries++) {
    try {
      const server = await TelemetryServer.start(options);
      const { host, port } = server.address;
      const url = `http://${advertisedAddress(config, '', { host, port })}/metrics`;
      announceMetrics(url);
      logger.debug('metrics', { url });
      return server;
    } catch (error) {
      // Whose place a spare takes gives its port back last.
      const isTaken = error instanceof AtlasError && error.code === 'ATLAS_PORT_IN_USE';
      if (!isTaken || !config.process.spare || tries >= PORT_TRIES) throw error;
      if (!(await sleep(new SystemClock(), PORT_RETRY_MS, signal))) return null;
    }
  }
}
