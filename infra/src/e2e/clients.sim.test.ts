import { afterEach, describe, expect, test } from '@jest/globals';
import { StrollStage } from './stroll-stage.ts';
import { VIEW_OFF_M, WHOLE_VIEW_MS, compareViewWithLog } from './view-and-log.ts';

/** Where proxies of a simulated edge listen. */
const PROXY_PORT = 2555;
/** A sealed keep-alive's, which no other packet has. */
const KEEP_ALIVE_BYTES = 26;

let stage: StrollStage | null = null;
afterEach(() => {
  if (process.env.SIM_LOG) console.log(stage?.sim.lines.join('\n'));
  expect(stage?.sim.failures).toEqual([]);
});

async function open(seed: number): Promise<StrollStage> {
  stage = await StrollStage.open(seed);
  return stage;
}

/** Counts what is printed as an error, and keeps it from the screen; taken back after the test. */
function printedErrors() {
  const { error } = console;
  const printed = { lines: 0 };
  console.error = () => void printed.lines++;
  restorePrinting = () => void (console.error = error);
  return printed;
}
let restorePrinting = (): void => undefined;
afterEach(() => restorePrinting());

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
    // What is seen of a tick has its place in the world's time, some milliseconds ago.
    const ageMs = client.worldMs - (client.tick * 1000) / client.schema.tickHz;
    expect(ageMs).toBeGreaterThanOrEqual(0);
    expect(ageMs).toBeLessThan(500);
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

  test('[S2] what a game’s own listeners throw is told to it, and ends neither the session nor what others are told', async () => {
    const own = await open(9);
    const client = await own.addClient('a', 101);
    await own.run(500);
    const told: unknown[] = [];
    let updates = 0;
    const broken = new Error('a bug of the game');
    const throws = (): never => {
      throw broken;
    };
    const offs = (['spawn', 'update', 'despawn', 'resuming', 'resumed'] as const).map((name) =>
      client.on(name, throws),
    );
    client.on('update', () => void updates++);
    client.on('error', (error) => void told.push(error));
    client.on('error', throws);
    const printed = printedErrors();
    const greeted = client.command('greet', { times: 2 });
    // Told from the client's timer: the proxy falls silent, and another goes on.
    own.addProxy();
    await own.run(2000);
    own.crashProxy(0);
    await own.run(3000);
    await expect(greeted).resolves.toMatchObject({ result: 'applied' });
    expect(client.statistics).toMatchObject({ resumes: 1, state: 'connected' });
    expect(updates).toBeGreaterThan(100);
    expect(told.length).toBeGreaterThanOrEqual(updates + 2);
    expect(new Set(told)).toEqual(new Set([broken]));
    // The listener for errors throws too: printed, once each.
    expect(printed.lines).toBe(told.length);
    for (const off of offs) off();
    const before = told.length;
    await own.run(500);
    expect(told.length).toBe(before);
    await client.close();
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

  test('[S2] [I7] a refusal that was lost with its owner is told by the next one, and never as applied', async () => {
    const own = await open(10);
    const client = await own.addClient('a', 101);
    const answers: Promise<{ result: string; text: string }>[] = [];
    for (let round = 0; round < 2; round++) {
      const { x, y } = client.avatar?.position ?? { x: NaN, y: NaN };
      const process = own.sim.ownerOf(own.sim.regionAt(x, y));
      for (let i = 0; i < 10; i++) {
        answers.push(client.command('whisper', { text: 'psst' }));
        // It dies with a frame in the log that nobody was sent.
        if (i === 5) {
          process.onPortCall = ({ operation, phase }) => {
            if (operation === 'append' && phase === 'after') process.crash();
          };
        }
        await own.run(50);
      }
      await own.run(4000);
    }
    expect(client.statistics.commandsWaiting).toBe(0);
    const results = await Promise.all(answers);
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['refused']));
    expect(results[0].text).toBe('no whispering');
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
    const { near, missing, strange } = compareViewWithLog(own.sim, client);
    expect(near.length).toBeGreaterThan(2);
    expect([missing, strange]).toEqual([[], []]);
  });

  test('[V2] a second after it began to connect a client shows all that the log has around it, as it is', async () => {
    for (const seed of [10, 11, 12]) {
      const own = await open(seed);
      const client = own.makeClient(101, own.token('a', 101));
      const connected = client.connect();
      await own.run(WHOLE_VIEW_MS);
      await connected;
      const { near, missing, strange, offM } = compareViewWithLog(own.sim, client);
      expect(near.length).toBeGreaterThan(2);
      expect([missing, strange]).toEqual([[], []]);
      expect(offM).toBeLessThan(VIEW_OFF_M);
    }
  });

  test('a client that has something to send sends no keep-alive beside it', async () => {
    const own = await open(3);
    await own.addClient('a', 101);
    await own.run(1000);
    const { datagrams } = own.sim.world;
    const send = datagrams.send.bind(datagrams);
    const [keepAlivesMs, othersMs] = [new Set<number>(), new Set<number>()];
    datagrams.send = (gate, bytes, from, to) => {
      const sentMs = bytes.length === KEEP_ALIVE_BYTES ? keepAlivesMs : othersMs;
      if (to.port === PROXY_PORT) sentMs.add(own.sim.world.nowMs);
      send(gate, bytes, from, to);
    };
    await own.run(5000);
    expect(othersMs.size).toBeGreaterThan(20);
    expect(Array.from(keepAlivesMs).filter((atMs) => othersMs.has(atMs))).toEqual([]);
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
    // The first proxy and its client die, so that a copy of the token is tried at the second.
    own.proxies[0].process.crash();
    own.clientProcesses.get(101)?.crash();
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
