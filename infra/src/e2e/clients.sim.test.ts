import { afterEach, describe, expect, test } from '@jest/globals';
import { NONE, ProcessRegistry, defineServer } from '@atlasnet/cluster';
import {
  AtlasNetClient,
  ConnectTokenIssuer,
  ProxyService,
  nodePacketCipher,
} from '@atlasnet/proxy';
import { defineWorld, field, processId, sessionId } from '@atlasnet/schemas';
import type { SimulatedProcess } from '../adapters/simulated/index.ts';
import { SimCluster, noMetrics, recordingLogger } from './sim-cluster.ts';

const strollWorld = defineWorld({
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

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const PROTOCOL_ID = 77n;
type Client = AtlasNetClient<typeof strollWorld>;

/** A cluster with proxies and clients, all in virtual time. */
class Stage {
  readonly sim: SimCluster;
  readonly proxies: { process: SimulatedProcess; service: ProxyService }[] = [];

  constructor(seed: number, regions = 4, shards = 2) {
    this.sim = new SimCluster({ seed, server: strollServer, regions, shards });
  }

  addProxy(): ProxyService {
    const number = this.proxies.length;
    const id = processId(`${number}`.padStart(16, 'e'));
    const process = this.sim.world.process(id, { role: 'proxy' });
    const publicAddress = { host: `10.0.0.${number + 1}`, port: 2555 };
    const logger = recordingLogger(this.sim.lines, () => this.sim.world.nowMs, `proxy${number}`);
    const service = new ProxyService({
      world: 'stroll',
      declaration: strollWorld,
      process: id,
      log: process.log,
      interlink: process.interlink,
      datagrams: process.datagrams,
      clock: process.clock,
      random: process.random,
      logger,
      metrics: noMetrics,
      cipher: nodePacketCipher,
      bind: publicAddress,
      publicAddresses: [publicAddress],
      protocolId: PROTOCOL_ID,
      privateKeys: [KEY],
      sessionPartitions: 1,
      clientsMax: 64,
      viewRadiusM: 120,
      addresses: async () => {
        const incarnation = this.sim.control?.incarnationId;
        if (!incarnation) return new Map();
        const { store, clock } = process;
        const registry = new ProcessRegistry({ store, clock, logger, incarnation, leaseMs: 1500 });
        const listed = await registry.list('shard');
        return new Map(listed.map((each) => [each.id, each.address]));
      },
    });
    this.proxies.push({ process, service });
    service.run().catch((error: unknown) => this.sim.failures.push(error));
    return service;
  }

  token(account: string, session: number, proxies: readonly number[] = [0]): Uint8Array {
    const { random, clock } = this.sim.world.process(`gateway ${session}`);
    const issuer = new ConnectTokenIssuer({
      protocolId: PROTOCOL_ID,
      privateKey: KEY,
      random,
      cipher: nodePacketCipher,
    });
    const request = {
      account,
      session: sessionId(session),
      generation: 1,
      servers: proxies.map((proxy) => ({ host: `10.0.0.${proxy + 1}`, port: 2555 })),
      lifetimeSeconds: 30,
      timeoutSeconds: 5,
    };
    return issuer.issue(request, clock.wallMs());
  }

  makeClient(number: number, token: Uint8Array): Client {
    const { datagrams, clock, random } = this.sim.world.process(`client ${number}`);
    const local = { host: `10.1.0.${number}`, port: 40_000 };
    const transport = { datagrams, clock, random, cipher: nodePacketCipher, local };
    return new AtlasNetClient({ world: strollWorld, token, transport });
  }

  /** Connects a client and lets it join. */
  async addClient(
    account: string,
    session: number,
    token = this.token(account, session),
  ): Promise<Client> {
    const client = this.makeClient(session, token);
    let failure: unknown = null;
    client.connect().catch((error: unknown) => (failure = error));
    await this.run(1500);
    if (failure) throw failure;
    return client;
  }

  /** Kills the shard that owns the region of a client's avatar. */
  crashOwnerOf(client: Client): void {
    const { x, y } = client.avatar?.position ?? { x: NaN, y: NaN };
    const region = this.sim.control?.mapInForce?.map.regionAt(x, y);
    if (region === undefined) throw new Error('the avatar is nowhere');
    this.sim.crashOwner(region);
  }

  run(forMs: number): Promise<void> {
    return this.sim.run(this.sim.world.nowMs + forMs);
  }
}

let stage: Stage | null = null;
afterEach(() => {
  if (process.env.SIM_LOG) console.log(stage?.sim.lines.join('\n'));
  expect(stage?.sim.failures).toEqual([]);
});

async function open(seed: number): Promise<Stage> {
  stage = new Stage(seed);
  await stage.run(3000);
  stage.addProxy();
  await stage.run(1000);
  return stage;
}

describe('clients of a cluster on simulated ports', () => {
  test('[S1] [S2] a client joins, sees its surroundings, and its command resolves once it is in the log', async () => {
    const own = await open(1);
    const client = await own.addClient('a', 101);
    await own.run(1000);
    expect(client.avatarId).not.toBe(0);
    expect(client.avatar?.position).toEqual({ x: 400, y: 300 });
    expect(client.entities.size).toBeGreaterThan(1);
    expect(client.avatar?.has('secret')).toBe(false);
    const greeted = client.command('greet', { times: 3 });
    const whispered = client.command('whisper', { text: 'psst' });
    await own.run(600);
    await expect(greeted).resolves.toEqual({ result: 'applied', text: 'greeted 3' });
    await expect(whispered).resolves.toEqual({ result: 'refused', text: 'no whispering' });
    expect(client.avatar?.get('greeted')).toBe(3);
    expect(client.worldMs).toBeGreaterThan(0);
    expect(client.statistics.rttMs).toBeGreaterThan(0);
    await client.close();
  });

  test('[V2] two clients see each other while one walks across borders; nobody vanishes or goes back', async () => {
    const own = await open(2);
    const walker = await own.addClient('a', 101);
    const watcher = await own.addClient('b', 102);
    await own.run(1000);
    const seen: number[] = [];
    const gone: number[] = [];
    watcher.on('update', (entity) => {
      if (entity.id === walker.avatarId) seen.push(entity.position.x);
    });
    watcher.on('despawn', (entity) => void gone.push(entity.id));
    walker.on('despawn', (entity) => void gone.push(entity.id));
    expect(watcher.entities.has(walker.avatarId)).toBe(true);
    const outcomes: Promise<{ result: string }>[] = [];
    for (let step = 0; step < 100; step++) {
      walker.input('steer', { x: 2, y: 0 });
      watcher.input('steer', { x: 2, y: 0 });
      if (step % 5 === 0) outcomes.push(walker.command('greet', { times: 1 }));
      await own.run(100);
    }
    await own.run(1000);
    expect(seen.length).toBeGreaterThan(50);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(walker.avatar?.position.x).toBeGreaterThan(510);
    expect(gone).not.toContain(walker.avatarId);
    expect(gone).not.toContain(watcher.avatarId);
    const results = await Promise.all(outcomes);
    expect(results.every(({ result }) => result === 'applied')).toBe(true);
    expect(walker.avatar?.get('greeted')).toBe(outcomes.length);
    expect(watcher.entities.get(walker.avatarId)?.get('greeted')).toBe(outcomes.length);
  });

  test('[S2] [C3] the owner’s death costs its clients a pause, but no command, twice or never', async () => {
    const own = await open(3);
    const client = await own.addClient('a', 101);
    await own.run(1000);
    const gone: number[] = [];
    client.on('despawn', (entity) => void gone.push(entity.id));
    const outcomes: Promise<{ result: string }>[] = [];
    for (let step = 0; step < 100; step++) {
      if (step % 4 === 0) outcomes.push(client.command('greet', { times: 1 }));
      client.input('steer', { x: 1.5, y: 0 });
      if (step === 30) own.crashOwnerOf(client);
      await own.run(100);
    }
    await own.run(5000);
    const results = await Promise.all(outcomes);
    expect(results.every(({ result }) => result === 'applied')).toBe(true);
    expect(client.avatar?.get('greeted')).toBe(outcomes.length);
    expect(gone).not.toContain(client.avatarId);
    expect(client.statistics.commandsWaiting).toBe(0);
  });

  test('[S2] [V2] a proxy cut off from a shard goes on where it was: no command is lost or repeated', async () => {
    const own = await open(6);
    const client = await own.addClient('a', 101);
    await own.run(1000);
    const gone: number[] = [];
    client.on('despawn', (entity) => void gone.push(entity.id));
    const outcomes: Promise<{ result: string }>[] = [];
    const { network } = own.sim.world;
    for (let step = 0; step < 80; step++) {
      if (step % 4 === 0) outcomes.push(client.command('greet', { times: 1 }));
      client.input('steer', { x: 2, y: 0 });
      if (step === 20) {
        for (const { process } of own.sim.shards.values()) {
          network.cutBoth(own.proxies[0].process.id, process.id);
        }
      }
      if (step === 22 || step === 60) network.healAll();
      if (step === 40)
        network.cut(own.sim.shards.keys().next().value ?? '', own.proxies[0].process.id);
      await own.run(100);
    }
    await own.run(4000);
    const results = await Promise.all(outcomes);
    expect(results.every(({ result }) => result === 'applied')).toBe(true);
    expect(client.avatar?.get('greeted')).toBe(outcomes.length);
    expect(gone).not.toContain(client.avatarId);
  });

  test('[P2] borders that move under a standing client take it along, and it sees nothing of it', async () => {
    const own = await open(7);
    const client = await own.addClient('a', 101);
    await own.run(1000);
    const gone: number[] = [];
    client.on('despawn', (entity) => void gone.push(entity.id));
    const outcomes: Promise<{ result: string }>[] = [];
    for (const regions of [6, 3, 8]) {
      const proposed = own.sim.propose(regions);
      for (let step = 0; step < 30; step++) {
        if (step % 3 === 0) outcomes.push(client.command('greet', { times: 1 }));
        await own.run(100);
      }
      await proposed;
    }
    expect(own.sim.control?.mapInForce?.map.regions).toHaveLength(8);
    await own.run(2000);
    expect((await Promise.all(outcomes)).every(({ result }) => result === 'applied')).toBe(true);
    expect(client.avatar?.get('greeted')).toBe(outcomes.length);
    expect(gone).not.toContain(client.avatarId);
  });

  test('[V2] what a client shows in the end is what the log says', async () => {
    const own = await open(8);
    const client = await own.addClient('a', 101);
    for (let step = 0; step < 60; step++) {
      client.input('steer', { x: 3, y: 1 });
      await own.run(100);
    }
    await own.run(1000);
    const shown = new Set(Array.from(client.entities.keys()));
    const { x, y } = client.avatar?.position ?? { x: NaN, y: NaN };
    const near = new Set<number>();
    const far = new Set<number>();
    for (const { table, schema } of own.sim.rebuild()) {
      const { slots, length } = table.slotsById();
      for (let i = 0; i < length; i++) {
        const dx = table.lanes[0][slots[i]] * schema.positionQuantumM - x;
        const dy = table.lanes[1][slots[i]] * schema.positionQuantumM - y;
        const distance = Math.sqrt(dx * dx + dy * dy);
        if (distance < 117) near.add(table.ids[slots[i]]);
        if (distance > 137) far.add(table.ids[slots[i]]);
      }
    }
    expect(near.size).toBeGreaterThan(2);
    expect([...near].filter((id) => !shown.has(id as never))).toEqual([]);
    expect([...far].filter((id) => shown.has(id as never))).toEqual([]);
  });

  test('[S1] the account’s second client takes over, and the first is told', async () => {
    const own = await open(4);
    const first = await own.addClient('a', 101);
    let ended: string | null = null;
    first.on('closed', (error) => (ended = error?.code ?? 'closed'));
    await own.run(500);
    const before = first.avatarId;
    const second = await own.addClient('a', 102);
    await own.run(3000);
    expect(ended).toBe('ATLAS_SESSION_TAKEN_OVER');
    expect(second.avatarId).not.toBe(0);
    expect(second.avatarId).not.toBe(before);
  });

  test('[S1] an avatar that dies sends its session home, where commands go on being answered', async () => {
    const own = await open(9);
    const client = await own.addClient('a', 101);
    await own.run(500);
    const avatars: number[] = [];
    client.on('avatar', (id) => void avatars.push(id));
    const died = client.command('vanish', {});
    const after = client.command('greet', { times: 1 });
    await own.run(2500);
    await expect(died).resolves.toMatchObject({ result: 'applied' });
    await expect(after).resolves.toMatchObject({ result: 'refused' });
    expect(avatars).toEqual([0]);
    expect(client.avatarId).toBe(0);
  });

  test('[S3] a connect token is used once, whichever proxy is asked and whatever it remembers', async () => {
    const own = await open(5);
    own.addProxy();
    await own.run(1000);
    const token = own.token('a', 101, [0, 1]);
    const first = await own.addClient('a', 101, token);
    // The first proxy dies, so that a copy of the token is tried at the second.
    own.proxies[0].process.crash();
    const thief = own.makeClient(201, token);
    const refused = expect(thief.connect()).rejects.toMatchObject({
      code: 'ATLAS_SESSION_REFUSED',
    });
    await own.run(8000);
    await refused;
    expect(first.statistics.updates).toBeGreaterThan(0);
    expect(own.proxies[1].service.clients).toBe(0);
  });
});
