import { AtlasNetClient, ConnectTokenIssuer, nodePacketCipher } from '@atlasnet/proxy';
import type { ProcessRegistry } from '@atlasnet/cluster';
import { AtlasError, sessionId, sleep } from '@atlasnet/schemas';
import type { DatagramAddress, WorldDeclaration } from '@atlasnet/schemas';
import { UdpNetwork } from '../adapters/udp/index.ts';
import { proxiesOf } from '../gateway/registered-proxies.ts';
import type { openPorts } from './cluster-ports.ts';
import type { Config } from './config/index.ts';
import { protocolIdOf } from './protocol-id.ts';

/** Between two looks for a proxy, milliseconds. */
const PROXY_WAIT_MS = 200;

export interface ClusterClientOptions {
  readonly config: Config;
  readonly ports: Awaited<ReturnType<typeof openPorts>>;
  readonly registry: ProcessRegistry;
  readonly world: WorldDeclaration;
  readonly account: string;
  readonly viewRadiusM: number;
  /** Drawn at random by default. */
  readonly session?: number;
  readonly signal: AbortSignal;
}

/** What is needed to make a connect token without a gateway. */
export type TokenRequest = Pick<
  ClusterClientOptions,
  'config' | 'ports' | 'registry' | 'account' | 'session' | 'signal'
> & {
  /** Instead of the proxies that the registry names. */
  readonly servers?: readonly DatagramAddress[] | undefined;
};

/**
 * A client, over UDP like anybody else's, that needs no gateway: who holds the cluster's keys makes its
 * own connect token. Not connected yet.
 * @throws AtlasError ATLAS_CONNECT_TIMEOUT when there is no proxy before the signal
 */
export async function makeClusterClient(
  options: ClusterClientOptions,
): Promise<{ client: AtlasNetClient<WorldDeclaration>; token: Uint8Array }> {
  const { clock, random } = options.ports;
  const token = await makeConnectToken(options);
  const client = new AtlasNetClient<WorldDeclaration>({
    world: options.world,
    viewRadiusM: options.viewRadiusM,
    transport: { datagrams: new UdpNetwork('client'), clock, random, cipher: nodePacketCipher },
  });
  return { client, token };
}

/**
 * A connect token as a gateway would give one: who holds the cluster's keys may.
 * @throws AtlasError ATLAS_CONNECT_TIMEOUT when there is no proxy before the signal
 */
export async function makeConnectToken(request: TokenRequest): Promise<Uint8Array> {
  const { config, ports, account } = request;
  const { clock, random, keys } = ports;
  const { gateway, proxy, world } = config;
  const servers = request.servers ?? (await livingProxies(request));
  const issuer = new ConnectTokenIssuer({
    protocolId: protocolIdOf(world.name),
    privateKey: keys.connectToken,
    random,
    cipher: nodePacketCipher,
  });
  const id =
    request.session ?? random.bytes(7).reduce((sum, byte) => (sum * 256 + byte) % 2 ** 53, 0);
  const claims = { account, session: sessionId(id), generation: 1, servers };
  const lifetimeSeconds = Math.ceil(gateway.connectTokenMs / 1000);
  const timeoutSeconds = Math.ceil(proxy.timeoutMs / 1000);
  return issuer.issue({ ...claims, lifetimeSeconds, timeoutSeconds }, clock.wallMs());
}

/** The living proxies, the least loaded first; one that is spare comes last. */
async function livingProxies(options: TokenRequest): Promise<DatagramAddress[]> {
  const { registry, ports, signal } = options;
  for (;;) {
    const listed = proxiesOf(await registry.list('proxy').catch(() => []));
    const addresses = listed
      .filter(({ draining }) => !draining)
      .sort((a, b) => Number(a.spare === true) - Number(b.spare === true) || a.clients - b.clients)
      .map(({ address }) => address);
    if (addresses.length > 0) return addresses;
    if (!(await sleep(ports.clock, PROXY_WAIT_MS, signal))) {
      throw new AtlasError('ATLAS_CONNECT_TIMEOUT', 'no proxy came up before the end');
    }
  }
}
