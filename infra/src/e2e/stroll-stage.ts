import { NONE, defineServer } from '@atlasnet/cluster';
import { AtlasNetClient } from '@atlasnet/proxy';
import type { ClientTransport, ProxyOptions, ProxyService, TransportName } from '@atlasnet/proxy';
import { defineWorld, field, sessionId } from '@atlasnet/schemas';
import type { SimulatedProcess } from '../adapters/simulated/index.ts';
import { SealedNumbers } from './sealed-numbers.ts';
import { SimCluster } from './sim-cluster.ts';
import type { SimClusterOptions } from './sim-cluster.ts';
import { SimEdge } from './sim-edge.ts';

export const strollWorld = defineWorld({
  name: 'stroll',
  dimensions: 2,
  bounds: { min: [0, 0], max: [1000, 1000] },
  tickHz: 10,
  components: {
    heading: field.angle(),
    greeted: field.integer({ min: 0, max: 1e6 }),
    secret: field.integer({ hidden: true }),
  },
  commands: {
    greet: { times: field.integer({ min: 0, max: 100 }) },
    whisper: { text: field.text({ lengthMax: 32 }) },
    vanish: {},
  },
  inputs: { steer: { x: field.number({ quantum: 0.01 }), y: field.number({ quantum: 0.01 }) } },
});

/** Avatars walk as they are steered; a hundred others stroll about. */
const strollServer = defineServer({
  world: strollWorld,
  start(world) {
    for (let i = 0; i < 100; i++) {
      const position = { x: world.random() * 1000, y: world.random() * 1000 };
      world.components.heading.set(world.create({ position }), world.random() * 6.28);
    }
  },
  join(world, { account }) {
    const at = account === 'b' ? 420 : 400;
    return world.create({ position: { x: at, y: 300 }, greeted: 0 });
  },
  command: {
    greet(world, { avatar }, { times }) {
      if (avatar === NONE) world.refuse('without an avatar nobody greets');
      const { greeted } = world.components;
      greeted.set(avatar, greeted.get(avatar) + times);
      world.answer(`greeted ${greeted.get(avatar)}`);
    },
    vanish(world, { avatar }) {
      world.destroy(avatar);
    },
    whisper(world) {
      world.refuse('no whispering');
    },
  },
  input: {
    steer(world, { avatar }, { x, y }) {
      if (avatar === NONE) return;
      const { position } = world.components;
      position.set(avatar, position.x(avatar) + x, position.y(avatar) + y);
    },
  },
  tick(world) {
    const { position, heading } = world.components;
    world.each((entity) => {
      if (!heading.has(entity)) return;
      const angle = heading.get(entity);
      const x = position.x(entity) + Math.cos(angle) * 0.5;
      const y = position.y(entity) + Math.sin(angle) * 0.5;
      if (x < 1 || y < 1 || x > 999 || y > 999) heading.set(entity, angle + Math.PI);
      else position.set(entity, x, y);
    });
  },
});

export type StrollClient = AtlasNetClient<typeof strollWorld>;

/** A client of any world, as far as its avatar's place goes. */
interface Shown {
  readonly avatar: { readonly position: { readonly x: number; readonly y: number } } | undefined;
}

/** A cluster with proxies and clients, all in virtual time. */
export class StrollStage {
  readonly sim: SimCluster;
  readonly edge: SimEdge;
  /** Everything that any process of the stage sealed. */
  readonly cipher = new SealedNumbers();
  /** The newest process of each client, by the client's number. */
  readonly clientProcesses = new Map<number, SimulatedProcess>();
  #made = 0;

  constructor(seed: number, options: Partial<SimClusterOptions> = {}) {
    this.sim = new SimCluster({ seed, server: strollServer, regions: 4, shards: 2, ...options });
    this.edge = new SimEdge(this.sim, { cipher: this.cipher });
  }

  get proxies(): SimEdge['proxies'] {
    return this.edge.proxies;
  }

  /** A stage with one proxy, ready for clients. */
  static async open(seed: number, options: Partial<SimClusterOptions> = {}): Promise<StrollStage> {
    const stage = new StrollStage(seed, options);
    await stage.run(3000);
    stage.addProxy();
    await stage.run(1000);
    return stage;
  }

  addProxy(options: Partial<ProxyOptions> = {}): ProxyService {
    return this.edge.startProxy(undefined, options);
  }

  /** Kills whoever is at a proxy's place. */
  crashProxy(place: number): void {
    this.proxies.findLast((proxy) => proxy.place === place)?.process.crash();
  }

  /** Starts a new process at the place and address of one that died. */
  restartProxy(place: number): ProxyService {
    return this.edge.startProxy(place);
  }

  token(
    account: string,
    session: number,
    proxies: readonly number[] = [0],
    spectator = false,
  ): Uint8Array {
    const process = this.sim.world.process(`gateway ${++this.#made}`);
    const issuer = this.edge.tokenIssuer(process);
    const request = {
      account,
      session: sessionId(session),
      generation: 1,
      spectator,
      servers: proxies.map((proxy) => ({ host: `10.0.0.${proxy + 1}`, port: 2555 })),
      lifetimeSeconds: 30,
      timeoutSeconds: 5,
    };
    return issuer.issue(request, process.clock.wallMs());
  }

  /** @param others further transports of the client, over the same simulated network */
  makeClient(
    number: number,
    token: Uint8Array,
    others: readonly TransportName[] = [],
  ): StrollClient {
    const transport = this.transport(number);
    const fallbacks = others.map((name) => ({ name, datagrams: transport.datagrams }));
    return new AtlasNetClient({
      world: strollWorld,
      token,
      transport: { ...transport, fallbacks },
    });
  }

  /** A machine of its own for a client, also one of another world than the strollers'. */
  transport(number: number): ClientTransport {
    const process = this.sim.world.process(`client ${++this.#made}`);
    this.clientProcesses.set(number, process);
    const { datagrams, clock, random } = process;
    const local = { host: `10.1.0.${number}`, port: 40_000 + this.#made };
    return { datagrams, clock, random, cipher: this.edge.cipher, local };
  }

  /** Connects a client and lets it join. */
  async addClient(
    account: string,
    session: number,
    token = this.token(account, session),
    others: readonly TransportName[] = [],
  ): Promise<StrollClient> {
    const client = this.makeClient(session, token, others);
    let failure: unknown = null;
    client.connect().catch((error: unknown) => (failure = error));
    await this.run(1500);
    if (failure) throw failure;
    return client;
  }

  /** Kills the shard that owns the region of a client's avatar. */
  crashOwnerOf(client: Shown): void {
    const { x, y } = client.avatar?.position ?? { x: NaN, y: NaN };
    this.sim.crashOwner(this.sim.regionAt(x, y));
  }

  run(forMs: number): Promise<void> {
    return this.sim.run(this.sim.world.nowMs + forMs);
  }
}
