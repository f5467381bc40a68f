import { rmSync } from 'node:fs';
import { AtlasError } from '@atlasnet/schemas';
import type { Clock, EventLog, Logger, ProcessControl, Service } from '@atlasnet/schemas';
import { ChildFailures } from '../cluster/child-failures.ts';
import { ChildSupervisor } from '../cluster/child-supervisor.ts';
import type { SupervisedRole } from '../cluster/child-supervisor.ts';
import { LogProcesses } from '../cluster/log-processes.ts';
import { SPARE, SpareProcess } from '../cluster/spare-process.ts';
import { CLEAR_LINE, StatusService } from '../cluster/status-service.ts';
import { openPorts, untilTopics } from '../cluster-ports.ts';
import type { CommandContext, CommandModule } from '../command.ts';
import { dataPaths, proxyPorts } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { declaredTasks, loadGame } from '../game-loader.ts';
import { makeMissingKeys } from '../keys.ts';
import { makeProcessControl, makeProcessParts, runProcess } from '../process-parts.ts';
import type { NamedService } from '../run.ts';
import { BACKGROUND_NICE } from '../stand-back.ts';

/** One flush a partition is under way at a time: more of libuv's threads than its four help. */
const LOG_ENVIRONMENT = { UV_THREADPOOL_SIZE: '16' };

export const command: CommandModule = {
  options: [{ flags: '--fresh', doc: 'forget the world of before: an empty log and store' }],
  epilogue: `Runs every process of a world on this machine: the embedded log and store (unless the
configuration names Kafka and Valkey), watchdog, shards, heuristic, task workers if the game declares
tasks, proxies, gateway and the live page.
Ctrl-C stops them in order; starting again goes on with the same world.`,
  async run(context) {
    const { config, loaded } = context;
    const tasks = declaredTasks(await loadGame(config));
    if (context.options['fresh'] === true) forgetWorld(context);
    // All processes of this cluster share the folder of the keys, whatever its log is.
    if (config.keys.automatic) makeMissingKeys(config);
    const parts = makeProcessParts(context, 'cluster', []);
    const ports = await openPorts(parts);
    const failures = new ChildFailures();
    const print = childPrinter(context, failures);
    const control = makeProcessControl(loaded, print);
    const { clock } = ports;
    const { logger } = parts;
    const logControl = makeProcessControl(loaded, print, LOG_ENVIRONMENT);
    const supervisor: Supervision = (role, by = control) => {
      const overrides = {
        ...{ 'process.endWithParent': 'true', ...childLogFormat(config) },
        ...role.overrides,
      };
      return new ChildSupervisor(by, clock, logger, { ...role, overrides }, failures);
    };
    const embedded = config.log.driver === 'embedded' || config.store.driver === 'embedded';
    const log = embedded ? new LogProcesses(clock, (role) => supervisor(role, logControl)) : null;
    const workers = tasks.length > 0 ? config.tasks.workers : 0;
    const rest = new ClusterProcesses(config, workers, supervisor, {
      clock,
      logger,
      log: ports.log,
    });
    const status = new StatusService(ports, config, context.print);
    const services: NamedService[] = [
      ...(log ? [{ name: 'log', service: log }] : []),
      { name: 'processes', service: rest },
      { name: 'status', service: status },
    ];
    try {
      await runProcess(parts, services);
    } finally {
      control.killAll();
      logControl.killAll();
      await ports.log.close();
      await ports.store.close();
    }
  },
};

/** Makes the supervisor of a role's process. */
type Supervision = (role: SupervisedRole, by?: ProcessControl) => ChildSupervisor;

/**
 * Children's warnings and errors come out here; the rest only with logging.level debug. Why one ends
 * is said by its supervisor.
 */
function childPrinter({ config, print }: CommandContext, failures: ChildFailures) {
  const all = config.logging.level === 'debug';
  // The status that is refreshed in place gives way.
  const cleared = process.stdout.isTTY ? CLEAR_LINE : '';
  return (line: string): void => {
    const taken = failures.note(line);
    if (all || (!taken && /\b(warn|error|fatal)\b|ATLAS_/i.test(line))) {
      print(cleared + line);
    }
  };
}

/** On a terminal children write as calmly as this process does; what they print passes through a pipe. */
function childLogFormat({ logging }: Config): Record<string, string> {
  const isPretty = logging.format === 'auto' && process.stderr.isTTY;
  return isPretty ? { 'logging.format': 'pretty' } : {};
}

/** --fresh: only the embedded log is ours to delete. */
function forgetWorld({ config }: CommandContext): void {
  if (config.log.driver !== 'embedded') {
    throw new AtlasError(
      'ATLAS_USAGE',
      '--fresh deletes the embedded log, but this world is on Kafka',
      {
        hint: 'Delete its topics with your Kafka tools, or name another world: --world.name NAME.',
      },
    );
  }
  rmSync(dataPaths(config).log, { recursive: true, force: true });
}

/** The processes beside the log, started once it answers; the last started stops first. */
class ClusterProcesses {
  readonly #config: Config;
  readonly #workers: number;
  readonly #supervisor: Supervision;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #log: EventLog;
  readonly #abort = new AbortController();
  #children: Service[] = [];

  constructor(
    config: Config,
    workers: number,
    supervisor: Supervision,
    parts: { readonly clock: Clock; readonly logger: Logger; readonly log: EventLog },
  ) {
    this.#config = config;
    this.#workers = workers;
    this.#supervisor = supervisor;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#log = parts.log;
  }

  async run(): Promise<void> {
    const wait = { clock: this.#clock, signal: this.#abort.signal };
    if (!(await untilTopics(this.#config, this.#log, wait))) return;
    const known = new Set((await import('./index.ts')).COMMANDS.map(({ name }) => name));
    this.#children = this.#roles()
      .filter(({ role }) => known.has(role))
      .map((role) => this.#supervisor(role));
    if (this.#hasSpareProxy) this.#children.push(this.#spareProxy());
    await Promise.all(this.#children.map((child) => child.run()));
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    // The watchdog goes last, with its shards: what the others still say to the world is taken in.
    const [watchdog, ...others] = this.#children;
    await Promise.all(others.map((child) => child.stop()));
    await watchdog?.stop();
  }

  get #hasSpareProxy(): boolean {
    return proxyPorts(this.#config) > this.#config.proxy.count;
  }

  /** It takes over the clients of the only one, when that stops or dies, and gives them back. */
  #spareProxy(): Service {
    const overrides = { 'process.index': String(this.#config.proxy.count), ...SPARE };
    const spare = this.#supervisor({ role: 'proxy', overrides });
    return new SpareProcess(this.#clock, spare, (error) => {
      const why = error instanceof Error ? error.message : String(error);
      this.#logger.warn('there is no spare proxy: a restart of the only one is seen', { why });
    });
  }

  #roles(): readonly SupervisedRole[] {
    const { proxy, example } = this.#config;
    const background = { 'process.nice': String(BACKGROUND_NICE) };
    const several = (role: string, length: number, shared = {}): SupervisedRole[] =>
      Array.from({ length }, (_, index) => {
        return { role, overrides: { 'process.index': String(index), ...shared } };
      });
    return [
      { role: 'watchdog', overrides: {} },
      { role: 'heuristic', overrides: background },
      ...several('worker', this.#workers, background),
      ...several('proxy', proxy.count),
      { role: 'gateway', overrides: {} },
      { role: 'cartograph', overrides: background },
      // Its program may come to an end: a trace that does not loop, no bots.
      ...(example.program === '' ? [] : [{ role: 'example', overrides: {}, finite: true }]),
    ];
  }
}
