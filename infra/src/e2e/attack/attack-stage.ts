import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AtlasNetClient, ConnectTokenIssuer, nodePacketCipher } from '@atlasnet/proxy';
import type { ClientTransport } from '@atlasnet/proxy';
import { processId, sessionId } from '@atlasnet/schemas';
import type { DatagramAddress } from '@atlasnet/schemas';
import { SystemRandom } from '../../adapters/system/index.ts';
import { openPorts } from '../../cli/cluster-ports.ts';
import { loadConfig } from '../../cli/config/index.ts';
import { protocolIdOf } from '../../cli/protocol-id.ts';
import { ROOT } from '../../cli/root.ts';
import { requestSession } from '../../client/node.ts';
import { freePorts } from '../../dev-services/launch.ts';
import { eventually } from '../../testing/contract-tools.ts';
import { Scraped } from '../bench/edge/scrape.ts';
import { ClusterProcess, freePortFlags } from '../cluster-process.ts';
import { tallyWorld } from './tally-game.ts';

/** Bounds of waits on a loaded machine, milliseconds. */
export const LIMIT_MS = 60_000;
const GAME = join(ROOT, 'infra/dist/e2e/attack/tally-game.js');

export type TallyClient = AtlasNetClient<typeof tallyWorld>;
export type Counts = Readonly<Record<string, number>>;

/** A token to be made by the cluster's own key, unless said otherwise. */
export interface TokenWish {
  readonly generation?: number;
  readonly key?: Uint8Array;
  readonly protocolId?: bigint;
  readonly server?: DatagramAddress;
  readonly madeMs?: number;
}

/** A whole cluster on this machine, with one proxy, and all that an attacker may know and more. */
export class AttackStage {
  readonly cluster: ClusterProcess;
  readonly gateway: string;
  /** network.token. */
  readonly adminToken: string;
  readonly proxy: DatagramAddress;
  readonly #directory: string;
  readonly #flags: Readonly<Record<string, string>>;
  readonly #key: Uint8Array;
  readonly #metricsPort: number;
  readonly #open: { close(): unknown }[] = [];
  #sessions = 0;

  private constructor(parts: {
    readonly cluster: ClusterProcess;
    readonly directory: string;
    readonly flags: Readonly<Record<string, string>>;
    readonly key: Uint8Array;
    readonly metricsPort: number;
  }) {
    const { cluster, directory, flags } = parts;
    this.cluster = cluster;
    this.#directory = directory;
    this.#flags = flags;
    this.#key = parts.key;
    this.#metricsPort = parts.metricsPort;
    this.gateway = `http://127.0.0.1:${flags['gateway.port']}`;
    this.adminToken = flags['network.token'];
    this.proxy = { host: '127.0.0.1', port: Number(flags['proxy.port']) };
  }

  static async start(changes: Readonly<Record<string, string>>): Promise<AttackStage> {
    const directory = mkdtempSync(join(tmpdir(), 'attack-'));
    const [metricsPort] = await freePorts(1);
    const flags = {
      ...(await freePortFlags()),
      'data.directory': directory,
      'world.name': 'tally',
      'world.game': GAME,
      'world.regions.initial': '1',
      'world.regions.min': '1',
      'world.regions.max': '1',
      'shards.count': '1',
      'network.token': randomBytes(16).toString('hex'),
      'metrics.ports.proxy': String(metricsPort),
      ...changes,
    };
    const cluster = await ClusterProcess.start(flags, null);
    try {
      await cluster.until(({ regions, shards }) => regions > 0 && shards > 0, LIMIT_MS);
      const key = await withPorts(flags, ({ keys }) => Promise.resolve(keys.connectToken));
      const stage = new AttackStage({ cluster, directory, flags, key, metricsPort });
      await stage.#untilProxy();
      return stage;
    } catch (error) {
      cluster.kill();
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  get protocolId(): bigint {
    return protocolIdOf('tally');
  }

  token(account: string, session: number, wish: TokenWish = {}): Uint8Array {
    const { generation = 1, server = this.proxy, madeMs = Date.now() } = wish;
    const issuer = new ConnectTokenIssuer({
      protocolId: wish.protocolId ?? this.protocolId,
      privateKey: wish.key ?? this.#key,
      random: new SystemRandom(),
      cipher: nodePacketCipher,
    });
    const times = { lifetimeSeconds: 120, timeoutSeconds: 10 };
    const claims = { account, session: sessionId(session), generation, servers: [server] };
    return issuer.issue({ ...claims, ...times }, madeMs);
  }

  /** A session id that no other test has. */
  nextSession(): number {
    return 1000 + ++this.#sessions;
  }

  /** Connects an honest client, and waits for its avatar. */
  async enter(
    account: string,
    transport: ClientTransport,
    token = this.token(account, this.nextSession()),
  ): Promise<TallyClient> {
    const client: TallyClient = new AtlasNetClient({ world: tallyWorld, transport, token });
    await client.connect();
    await eventually(() => client.avatar !== undefined, `the avatar of ${account}`, LIMIT_MS);
    return client;
  }

  /** What the proxy counted so far under a metric's reasons. */
  async counts(metric: string): Promise<Counts> {
    return (await this.#metrics()).byLabel(metric, 'reason');
  }

  packets(): Promise<Counts> {
    return this.counts('atlasnet_proxy_packets_refused_total');
  }

  streams(): Promise<Counts> {
    return this.counts('atlasnet_proxy_streams_refused_total');
  }

  /** Of the proxy's process. */
  async residentBytes(): Promise<number> {
    return (await this.#metrics()).sum('process_resident_memory_bytes');
  }

  /** Whatever anybody says of the gateway's administration. */
  async administer(method: 'PUT' | 'DELETE', path: string, body?: object): Promise<number> {
    const { status } = await fetch(`${this.gateway}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.adminToken}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return status;
  }

  /** Deletes every key of the store; how many there were. Comes back when the gateway has a proxy again. */
  async wipeStore(): Promise<number> {
    const wiped = await withPorts(this.#flags, async ({ store }) => {
      const keys = await store.keys('', 10_000);
      for (const key of keys) await store.delete(key);
      return keys.length;
    });
    await this.#untilProxy();
    return wiped;
  }

  /** These are closed before the cluster stops. */
  atEnd(...open: readonly { close(): unknown }[]): void {
    this.#open.push(...open);
  }

  async stop(): Promise<void> {
    for (const each of this.#open) await each.close();
    await this.cluster.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #metrics(): Promise<Scraped> {
    return Scraped.of(this.#metricsPort, this.adminToken);
  }

  async #untilProxy(): Promise<void> {
    const endMs = Date.now() + LIMIT_MS;
    for (;;) {
      try {
        await requestSession(this.gateway, `asks ${this.nextSession()}`);
        return;
      } catch (error) {
        if (Date.now() > endMs) throw error;
        await wait(100);
      }
    }
  }
}

/** Waits until a counting has grown by what is wanted at least; gives all that has grown. */
export async function untilGrown(
  read: () => Promise<Counts>,
  before: Counts,
  wanted: Counts,
): Promise<Counts> {
  const endMs = Date.now() + LIMIT_MS;
  for (;;) {
    const now = grown(before, await read());
    const isThere = Object.entries(wanted).every(([reason, count]) => (now[reason] ?? 0) >= count);
    if (isThere || Date.now() > endMs) return now;
    await wait(50);
  }
}

/** The difference of two countings, without what did not change. */
export function grown(before: Counts, after: Counts): Counts {
  const entries = Object.entries(after).map(([reason, count]) => {
    return [reason, count - (before[reason] ?? 0)] as const;
  });
  return Object.fromEntries(entries.filter(([, count]) => count !== 0));
}

async function withPorts<Result>(
  flags: Readonly<Record<string, string>>,
  use: (ports: Awaited<ReturnType<typeof openPorts>>) => Promise<Result>,
): Promise<Result> {
  const { config } = loadConfig({ flags });
  const id = processId(randomBytes(8).toString('hex'));
  const ports = await openPorts({ config, id, role: 'example' });
  try {
    return await use(ports);
  } finally {
    await Promise.all([ports.log.close(), ports.store.close()]);
  }
}
