import { describe, expect, test } from '@jest/globals';
import { topicNames } from '@atlasnet/schemas';
import { StrollStage } from './stroll-stage.ts';
import type { StrollClient } from './stroll-stage.ts';

/** Avatars begin a metre or more from this border of the world's middle. */
const BORDER_X = 500;

/** Avatars that somebody who stands among them sees, but for the own one. */
function others(watcher: StrollClient): number {
  let count = 0;
  for (const [id, entity] of watcher.entities) {
    if (id !== watcher.avatarId && entity.get('greeted') !== undefined) count++;
  }
  return count;
}

/** Lets no region tick for so long. */
function stall(stage: StrollStage, forMs: number): void {
  const { frames } = topicNames(stage.sim.name);
  for (const region of stage.sim.control?.wantedRegions() ?? []) {
    stage.sim.world.log.changeLeader(frames, region, forMs);
  }
}

describe('[S1] an avatar whose client is gone lingers out, wherever word of that got lost', () => {
  test('of a client that came and went before any tick took it in, nothing stays', async () => {
    const stage = await StrollStage.open(41);
    const watcher = await stage.addClient('watcher', 101);
    stall(stage, 4000);
    await stage.run(1500);
    const brief = stage.makeClient(102, stage.token('brief', 102));
    brief.connect().catch(() => undefined);
    await stage.run(1000);
    void brief.close();
    await stage.run(10_000);
    expect(watcher.avatar).toBeDefined();
    expect(others(watcher)).toBe(0);
    expect(stage.sim.failures).toEqual([]);
  });

  test('of a client that leaves while its avatar is on its way to another region', async () => {
    const stage = await StrollStage.open(42);
    const watcher = await stage.addClient('watcher', 101);
    const runner = await stage.addClient('runner', 102);
    expect(others(watcher)).toBe(1);
    // Who is sent over the border is taken in late there, and nobody hears of it.
    const [from, to] = [300, 700].map((x) => stage.sim.ownerOf(stage.sim.regionAt(x, 300)));
    expect(from).not.toBe(to);
    stage.sim.world.network.setWayLatency(from.id, to.id, { minMs: 2500, maxMs: 2600 });
    for (const client of [watcher, runner]) client.input('steer', { x: BORDER_X - 405, y: 0 });
    await stage.run(1000);
    for (const client of [runner]) client.input('steer', { x: 20, y: 0 });
    await stage.run(400);
    void runner.close();
    await stage.run(600);
    stage.sim.world.network.healAll();
    await stage.run(12_000);
    expect(watcher.avatar).toBeDefined();
    expect(others(watcher)).toBe(0);
    expect(stage.sim.failures).toEqual([]);
  });

  test('of a client whose proxy dies with the owner of its region', async () => {
    const stage = await StrollStage.open(43);
    stage.addProxy();
    await stage.run(1000);
    const lost = await stage.addClient('lost', 102);
    const watcher = await stage.addClient('watcher', 101, stage.token('watcher', 101, [1]));
    expect(others(watcher)).toBe(1);
    stage.clientProcesses.get(102)?.crash();
    stage.crashOwnerOf(lost);
    stage.crashProxy(0);
    await stage.run(15_000);
    expect(watcher.avatar).toBeDefined();
    expect(others(watcher)).toBe(0);
    expect(stage.sim.failures).toEqual([]);
  });
});
