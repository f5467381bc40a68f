import { describe, expect, test } from '@jest/globals';
import { defineServer } from '@atlasnet/cluster';
import { homeRegion, topicNames } from '@atlasnet/schemas';
import { StrollStage, strollWorld } from './stroll-stage.ts';

/** Metres a tick: a quarter of the world is crossed within two seconds. */
const STRIDE_M = 25;

/** Avatars begin in the second quarter, run through the fourth, and stay in the third. */
const runners = defineServer({
  world: strollWorld,
  join: (world) => world.create({ position: { x: 600, y: 300 }, greeted: 0 }),
  command: {
    greet(world, { avatar }, { times }) {
      world.components.greeted.set(avatar, times);
    },
  },
  tick(world) {
    const { position } = world.components;
    world.each((entity) => {
      const x = position.x(entity) - 500;
      const y = position.y(entity) - 500;
      if (x < -100 && y > 100) return;
      const angle = Math.atan2(y, x) + STRIDE_M / 280;
      position.set(entity, 500 + Math.cos(angle) * 280, 500 + Math.sin(angle) * 280);
    });
  },
});

describe('clients whose avatars are gone before their proxy has asked for them', () => {
  test('[S1] an avatar that runs on while the proxy’s word is under way is found, and its client told', async () => {
    const stage = await StrollStage.open(31, { server: runners });
    const { network } = stage.sim.world;
    const proxy = stage.proxies[0].process.id;
    // What it says to the second quarter's owner finds the avatar gone again.
    const slow = stage.sim.ownerOf(stage.sim.regionAt(600, 300));
    network.setWayLatency(proxy, slow.id, { minMs: 1500, maxMs: 1600 });
    // Home is the first quarter, which another process owns, and where the avatars never come.
    const home = stage.sim.regionAt(100, 100);
    expect(stage.sim.ownerOf(home)).not.toBe(slow);
    const accounts = Array.from({ length: 40 }, (_, i) => `runner ${i * i}`);
    const clients = accounts
      .filter((account) => homeRegion(account, 4) === home)
      .slice(0, 6)
      .map((account, i) => stage.makeClient(101 + i, stage.token(account, 101 + i)));
    expect(clients).toHaveLength(6);
    for (const client of clients) client.connect().catch(() => undefined);
    await stage.run(12_000);
    expect(clients.map(({ avatarId }) => avatarId)).not.toContain(0);
    network.healAll();
    await stage.run(5000);
    // They are followed again: what a client asks for is done by whoever has its avatar now.
    const greeted = clients.map((client) => client.command('greet', { times: 1 }));
    await stage.run(3000);
    for (const client of clients) {
      expect(client.avatar?.get('greeted')).toBe(1);
      expect(client.statistics.commandsWaiting).toBe(0);
    }
    await Promise.all(greeted);
    expect(stage.sim.failures).toEqual([]);
  });
});

test('who joins while no region can tick is told that nobody answers, not that the world is full, and gets in later', async () => {
  const stage = await StrollStage.open(32);
  await stage.run(1000);
  const { frames } = topicNames(stage.sim.name);
  for (const region of stage.sim.control?.wantedRegions() ?? []) {
    stage.sim.world.log.changeLeader(frames, region, 14_000);
  }
  const early = stage.makeClient(101, stage.token('early', 101));
  let code: string | null = null;
  early.on('closed', (error) => (code = error?.code ?? 'closed'));
  early.connect().catch(() => undefined);
  await stage.run(8000);
  expect(code).toBeNull();
  await stage.run(3500);
  expect(code).toBe('ATLAS_CONNECT_TIMEOUT');
  await stage.run(5000);
  const late = await stage.addClient('late', 102);
  await stage.run(1000);
  expect(late.avatarId).not.toBe(0);
  expect(stage.sim.failures).toEqual([]);
});
