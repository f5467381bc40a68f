import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { processId } from '@atlasnet/schemas';
import { SystemClock } from '../../adapters/system/index.ts';
import { openPorts, untilTopics } from '../../cli/cluster-ports.ts';
import { loadConfig } from '../../cli/config/index.ts';
import type { Config } from '../../cli/config/index.ts';
import { makeMissingKeys } from '../../cli/keys.ts';
import { makeProcessControl } from '../../cli/process-parts.ts';
import { ROOT } from '../../cli/root.ts';
import { freePorts } from '../../dev-services/launch.ts';
import type { ChaosFault } from './chaos-faults.ts';
import type { ChaosServices } from './chaos-services.ts';
import { KeptProcess } from './kept-process.ts';
import type { UnexpectedEnd } from './kept-process.ts';
import { preloadOf, relaysTo } from '../../drill/cut-process.ts';
import { RelayedLink } from '../../drill/relayed-link.ts';
import { TcpRelay } from '../../drill/tcp-relay.ts';
import { UdpRelay } from './udp-relay.ts';

const SHARDS = 3;
const WATCHDOGS = 2;
const PROXIES = 2;
/** An orderly end of a process takes at most so long, milliseconds. */
const STOP_MS = 12_000;

/** Names the folder of the journals to the clients' program. */
export const JOURNALS_ENV = 'CHAOS_JOURNALS';

export interface StageOptions {
  readonly world: string;
  /** Everything that processes and services write goes below it. */
  readonly directory: string;
  /** Where the clients write what they saw. */
  readonly journals: string;
  readonly clients: number;
  /** Takes the processes' lines. */
  readonly print: (line: string) => void;
  readonly unexpected: (end: UnexpectedEnd) => void;
}

/**
 * A whole cluster on real services: three brokers, a store, and every process of the world with a
 * relay in front of whatever another connects to, so that links can be cut.
 */
export class ChaosStage {
  readonly #options: StageOptions;
  readonly #clock = new SystemClock();
  readonly #config: Config;
  readonly #control: ReturnType<typeof makeProcessControl>;
  readonly #services: ChaosServices;
  readonly shards: KeptProcess[] = [];
  readonly watchdogs: KeptProcess[] = [];
  readonly proxies: KeptProcess[] = [];
  readonly others: KeptProcess[] = [];
  /** In front of each shard's interlink. */
  readonly shardLinks: TcpRelay[] = [];
  /** Each shard's own way to the brokers. */
  readonly logLinks: RelayedLink[] = [];
  /** In front of each proxy's UDP port. */
  readonly clientLinks: UdpRelay[] = [];
  #clients: KeptProcess | null = null;
  /** All is judged: what is left is killed. */
  #closing = false;

  /** On services that are up; no process of the world is started yet. */
  constructor(options: StageOptions, services: ChaosServices) {
    this.#options = options;
    this.#services = services;
    const loaded = loadConfig({ env: process.env, flags: this.#settings() });
    this.#config = loaded.config;
    makeMissingKeys(this.#config);
    const environment = { [JOURNALS_ENV]: this.journals };
    this.#control = makeProcessControl(loaded, (line) => options.print(line), environment);
  }

  /** What can be done to the log and the store. */
  get serviceFaults(): readonly ChaosFault[] {
    return this.#services.faults;
  }

  get world(): string {
    return this.#options.world;
  }

  /** Where the clients write what they saw. */
  get journals(): string {
    return this.#options.journals;
  }

  /** The log and the store, for one who reads them; to be closed. */
  openPorts(): ReturnType<typeof openPorts> {
    const id = processId(randomBytes(8).toString('hex'));
    return openPorts({ config: this.#config, id, role: 'cluster' });
  }

  /** Every copy of every record is where it belongs. */
  untilReplicated(): Promise<void> {
    return this.#services.untilReplicated();
  }

  /** Starts every process of the world. */
  async start(): Promise<void> {
    this.#services.startProcesses((role, overrides) => this.#keep(role, 0, overrides));
    const { log, store } = await this.openPorts();
    await untilTopics(this.#config, log, { clock: this.#clock });
    await log.close();
    await store.close();
    for (let i = 0; i < WATCHDOGS; i++) this.watchdogs.push(this.#keep('watchdog', i, {}));
    const ports = await freePorts(SHARDS + PROXIES);
    for (let i = 0; i < SHARDS; i++) {
      const link = await TcpRelay.listen(`127.0.0.1:${ports[i]}`);
      this.shardLinks.push(link);
      const addresses = {
        'interlink.port': String(ports[i]),
        'interlink.advertise': link.address,
        ...(await this.#relayLog()),
      };
      this.shards.push(this.#keep('shard', i, addresses));
    }
    for (let i = 0; i < PROXIES; i++) {
      const port = ports[SHARDS + i];
      const link = await UdpRelay.listen(port);
      this.clientLinks.push(link);
      const addresses = { 'proxy.port': String(port), 'proxy.advertise': link.address };
      this.proxies.push(this.#keep('proxy', 0, addresses, `proxy-${i}`));
    }
    this.others.push(this.#keep('heuristic', 0, {}), this.#keep('gateway', 0, {}));
    for (const each of this.#processes()) each.start();
  }

  /** Starts the clients, in a process that no fault touches. */
  startClients(): void {
    mkdirSync(this.journals, { recursive: true });
    const program = join(ROOT, 'infra/dist/e2e/chaos/client-program.js');
    const overrides = {
      'example.program': program,
      'example.bots': String(this.#options.clients),
    };
    this.#clients = this.#keep('example', 0, overrides, 'clients');
    this.#clients.start();
  }

  /** Ends the clients in order: they write the last of their journals. */
  async stopClients(): Promise<void> {
    await this.#clients?.stop(STOP_MS);
    this.#clients = null;
  }

  /** Ends every process of the world in order; the services go on, so that the log can be read. */
  async stop(): Promise<void> {
    await this.stopClients();
    await Promise.all([...this.proxies, ...this.others].map((each) => each.stop(STOP_MS)));
    await Promise.all(this.shards.map((each) => each.stop(STOP_MS)));
    await Promise.all(this.watchdogs.map((each) => each.stop(STOP_MS)));
  }

  /** Ends whatever is left, at once. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#control.killAll();
    const links = [...this.shardLinks, ...this.logLinks, ...this.clientLinks];
    await Promise.all(links.map((link) => link.close()));
    await this.#services.close();
  }

  /** Puts a relay before every broker, for one process alone: brokers name their own addresses. */
  async #relayLog(): Promise<Readonly<Record<string, string>>> {
    const { brokers } = this.#services;
    if (brokers.length === 0) return {};
    const relays = await relaysTo(brokers);
    this.logLinks.push(new RelayedLink(relays));
    return { NODE_OPTIONS: preloadOf(relays) };
  }

  #processes(): KeptProcess[] {
    return [...this.watchdogs, ...this.shards, ...this.proxies, ...this.others];
  }

  #keep(
    role: string,
    index: number,
    overrides: Readonly<Record<string, string>>,
    name = `${role}-${index}`,
  ): KeptProcess {
    const ports = { control: this.#control, clock: this.#clock };
    return new KeptProcess(name, role, ports, overrides, (end) => {
      if (!this.#closing) this.#options.unexpected(end);
    });
  }

  #settings(): Readonly<Record<string, string>> {
    return {
      'world.name': this.#options.world,
      'world.game': join(ROOT, 'examples/dist/arena/game.js'),
      'world.homeCount': '2',
      'world.regions.initial': '6',
      'world.regions.max': '12',
      'data.directory': this.#options.directory,
      ...this.#services.settings,
      'shards.count': String(SHARDS),
      'watchdog.spawn': 'false',
      'heuristic.balance': 'entities',
      'gateway.port': '0',
      'metrics.enabled': 'false',
      'logging.format': 'json',
      'process.endWithParent': 'true',
    };
  }
}
