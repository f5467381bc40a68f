import { ProcessRegistry } from '@atlasnet/cluster';
import {
  ConnectTokenIssuer,
  DevelopmentLogin,
  Gateway,
  ProxyService,
  nodePacketCipher,
} from '@atlasnet/proxy';
import type { GatewayOptions, PacketCipher, ProxyOptions } from '@atlasnet/proxy';
import { AtlasError, processId } from '@atlasnet/schemas';
import type { SimulatedProcess } from '../adapters/simulated/index.ts';
import { RegistryService } from '../cli/registry-service.ts';
import { proxiesOf } from '../gateway/registered-proxies.ts';
import { noMetrics } from './sim-cluster.ts';
import type { SimCluster } from './sim-cluster.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const PROTOCOL_ID = 77n;
const LEASE_MS = 1500;
/** A client that asks a gateway gives up after this, milliseconds. */
const ASK_LIMIT_MS = 5000;
/** Silence after which client and proxy give each other up, milliseconds. */
const CLIENT_TIMEOUT_MS = 5000;

export interface SimEdgeOptions {
  readonly cipher?: PacketCipher;
  readonly viewRadiusM?: number;
}

interface Running<Service> {
  readonly process: SimulatedProcess;
  readonly service: Service;
  /** Which of its kind: a restarted one has its predecessor's place and address. */
  readonly place: number;
}

/** The edge of a simulated cluster: proxies and gateways, the real code, and the way to ask one. */
export class SimEdge {
  readonly proxies: Running<ProxyService>[] = [];
  readonly gateways: Running<Gateway>[] = [];
  readonly cipher: PacketCipher;
  readonly #cluster: SimCluster;
  readonly #options: SimEdgeOptions;

  constructor(cluster: SimCluster, options: SimEdgeOptions = {}) {
    this.#cluster = cluster;
    this.#options = options;
    this.cipher = options.cipher ?? nodePacketCipher;
  }

  /** One more proxy, or the next one in the place of one that died. */
  startProxy(place = this.proxies.length, changes: Partial<ProxyOptions> = {}): ProxyService {
    const process = this.#process('proxy', 'e', this.proxies.length);
    const logger = this.#cluster.logger(`proxy${this.proxies.length}`);
    const { log, store, clock, random, interlink, datagrams } = process;
    const { name: world, options } = this.#cluster;
    const id = processId(process.id);
    const address = { host: `10.0.0.${place + 1}`, port: 2555 };
    const registry = new RegistryService({
      ...{ world, log, store, clock, logger, leaseMs: LEASE_MS },
      entry: () => ({
        id,
        role: 'proxy',
        address: '',
        draining: service.draining,
        extra: {
          udp: `${address.host}:${address.port}`,
          clients: service.clients,
          clientsMax: 64,
          spare: changes.spare === true,
        },
      }),
    });
    const service = new ProxyService({
      ...{ world, log, clock, random, interlink, datagrams, logger },
      declaration: options.server.world,
      process: id,
      metrics: noMetrics,
      cipher: this.cipher,
      bind: address,
      publicAddresses: [address],
      protocolId: PROTOCOL_ID,
      privateKeys: [KEY],
      sessionPartitions: 1,
      clientsMax: 64,
      viewRadiusM: this.#options.viewRadiusM ?? 120,
      addresses: () => registry.addresses('shard'),
      proxies: async () => proxiesOf(await registry.list('proxy')),
      announce: () => void registry.announce(),
      clientTimeoutMs: CLIENT_TIMEOUT_MS,
      ...changes,
    });
    this.proxies.push({ process, service, place });
    this.#cluster.exitWith(process, Promise.all([registry.run(), service.run()]));
    process.onTerminate(() => {
      void Promise.all([service.stop(), registry.stop()]).then(() => process.exit(0));
    });
    return service;
  }

  startGateway(): Gateway {
    const place = this.gateways.length;
    const process = this.#process('gateway', 'd', place);
    const logger = this.#cluster.logger(`gateway${place}`);
    const { log, store, clock, random } = process;
    const service = new Gateway({
      ...{ world: this.#cluster.name, log, clock, random, logger },
      metrics: noMetrics,
      provider: new DevelopmentLogin({ othersCome: null, allowedBeyond: false }),
      accessTokens: plainAccessTokens,
      connectTokens: this.tokenIssuer(process),
      proxies: async (incarnation) => {
        const registry = new ProcessRegistry({
          store,
          clock,
          logger,
          incarnation,
          leaseMs: LEASE_MS,
        });
        return proxiesOf(await registry.list('proxy'));
      },
      sessionPartitions: 1,
      connectTokenMs: 30_000,
      clientTimeoutMs: CLIENT_TIMEOUT_MS,
      requestsPerMinuteMax: null,
    });
    this.gateways.push({ process, service, place });
    this.#cluster.exitWith(process, service.run());
    process.onTerminate(() => void service.stop().then(() => process.exit(0)));
    return service;
  }

  /** What makes connect tokens that this edge's proxies take. */
  tokenIssuer({ random }: SimulatedProcess): ConnectTokenIssuer {
    const { cipher } = this;
    return new ConnectTokenIssuer({ protocolId: PROTOCOL_ID, privateKey: KEY, random, cipher });
  }

  /**
   * A client's request to the newest gateway: it, or the answer, may be lost with its process.
   * @throws AtlasError what the gateway throws; ATLAS_CONNECT_TIMEOUT without an answer
   */
  ask<T>(client: SimulatedProcess, request: (gateway: Gateway) => Promise<T>): Promise<T> {
    const { network } = this.#cluster.world;
    return new Promise((resolve, reject) => {
      client.clock.after(ASK_LIMIT_MS, () => {
        reject(new AtlasError('ATLAS_CONNECT_TIMEOUT', 'the gateway does not answer'));
      });
      const gateway = this.gateways.at(-1);
      if (!gateway) return;
      const { process, service } = gateway;
      const later = (settle: () => void): void => {
        process.clock.after(network.delayMs(process.id, client.id), () => {
          client.clock.after(0, settle);
        });
      };
      process.clock.after(network.delayMs(client.id, process.id), () => {
        request(service).then(
          (answer) => later(() => resolve(answer)),
          (error: unknown) => later(() => reject(error as Error)),
        );
      });
    });
  }

  #process(role: string, letter: string, number: number): SimulatedProcess {
    const id = processId(number.toString(16).padStart(16, letter));
    const process = this.#cluster.world.process(id, { role });
    this.#cluster.onProcess(process);
    return process;
  }
}

/**
 * Says who bears it, and nothing else: signing runs on threads of its own in the real one, so that
 * its answers would come at no simulated time.
 */
const plainAccessTokens: GatewayOptions['accessTokens'] = {
  publicKeys: { keys: [] },
  sign: async (account, nowUnixMs) => ({ token: account, expiresMs: nowUnixMs + 3_600_000 }),
  verify: async (token) => token,
};
