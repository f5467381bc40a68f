import { afterEach, describe, expect, test } from '@jest/globals';
import type { EntityId } from '@atlasnet/schemas';
import { StrollStage } from './stroll-stage.ts';
import type { StrollClient } from './stroll-stage.ts';

/** What the proxies of the stage show, metres. */
const RADIUS_M = 120;

let stage: StrollStage | null = null;
afterEach(() => {
  if (process.env.SIM_LOG) console.log(stage?.sim.lines.join('\n'));
  expect(stage?.sim.failures).toEqual([]);
  expect(stage?.cipher.repeated).toEqual([]);
});

async function open(seed: number): Promise<StrollStage> {
  stage = await StrollStage.open(seed);
  stage.addProxy();
  await stage.run(1000);
  return stage;
}

function addSpectator(own: StrollStage, session = 201, proxy = 0): Promise<StrollClient> {
  return own.addClient('caster', session, own.token('caster', session, [proxy], true));
}

/** Entities of a client's view that are further than the view's radius from a place. */
function strangers(client: StrollClient, x: number, y: number): number[] {
  // The margin at which entities leave, and what they walked since.
  const most = RADIUS_M + 12;
  return [...client.entities.values()]
    .filter(({ position }) => Math.hypot(position.x - x, position.y - y) > most)
    .map(({ id }) => id);
}

describe('spectators: sessions that look on without an avatar', () => {
  test('a spectator sees what is around a place, then around another, and is in no region', async () => {
    const own = await open(61);
    const player = await own.addClient('a', 101);
    const spectator = await addSpectator(own);
    expect(spectator.entities.size).toBe(0);
    spectator.watch({ position: { x: 400, y: 300 } });
    await own.run(1500);
    expect(spectator.avatarId).toBe(0);
    expect(spectator.entities.has(player.avatarId)).toBe(true);
    // Exactly what the player beside it sees.
    expect(new Set(spectator.entities.keys())).toEqual(new Set(player.entities.keys()));
    expect(spectator.entities.get(player.avatarId)?.has('secret')).toBe(false);
    player.input('steer', { x: 1, y: 0 });
    const { x } = player.avatar?.position ?? { x: NaN };
    await own.run(1000);
    expect(spectator.entities.get(player.avatarId)?.position.x).toBeGreaterThan(x);
    spectator.watch({ position: { x: 800, y: 800 } });
    await own.run(2500);
    expect(spectator.entities.has(player.avatarId)).toBe(false);
    expect(spectator.entities.size).toBeGreaterThan(0);
    expect(strangers(spectator, 800, 800)).toEqual([]);
    // Longer than a session may wait for a region to admit it.
    await own.run(12_000);
    expect(spectator.statistics.state).toBe('connected');
    await spectator.close();
  });

  test('[V2] a spectator follows an avatar across borders and never loses it; when that is gone it stays there', async () => {
    const own = await open(62);
    const player = await own.addClient('a', 101);
    const spectator = await addSpectator(own);
    const avatar = player.avatarId;
    spectator.watch({ entity: avatar, position: { x: 400, y: 300 } });
    await own.run(1500);
    const gone: number[] = [];
    spectator.on('despawn', ({ id }) => void gone.push(id));
    for (let step = 0; step < 150; step++) {
      player.input('steer', { x: 2, y: 0.5 });
      await own.run(100);
    }
    player.input('steer', { x: 0, y: 0 });
    await own.run(1000);
    const { x, y } = player.avatar?.position ?? { x: NaN, y: NaN };
    expect(x).toBeGreaterThan(600);
    expect(gone).not.toContain(avatar);
    expect(spectator.entities.get(avatar)?.position).toEqual(player.avatar?.position);
    expect(strangers(spectator, x, y)).toEqual([]);
    player.command('vanish', {}).catch(() => undefined);
    await own.run(2000);
    expect(gone).toContain(avatar);
    expect(spectator.entities.size).toBeGreaterThan(0);
    expect(strangers(spectator, x, y)).toEqual([]);
  });

  test('no command of a spectator is taken, and no input; a player may not look elsewhere', async () => {
    const own = await open(63);
    const player = await own.addClient('a', 101);
    player.watch({ position: { x: 900, y: 900 } });
    const spectator = await addSpectator(own);
    const ended: (string | undefined)[] = [];
    spectator.on('closed', (error) => void ended.push(error?.code));
    spectator.watch({ position: { x: 400, y: 300 } });
    spectator.input('steer', { x: 5, y: 5 });
    await own.run(1500);
    expect(ended).toEqual([]);
    expect(strangers(player, 400, 300)).toEqual([]);
    const outcome = spectator.command('greet', { times: 1 }).catch((error: unknown) => error);
    await own.run(1500);
    expect(await outcome).toMatchObject({ code: 'ATLAS_COMMAND_REFUSED' });
    expect(ended).toEqual(['ATLAS_COMMAND_REFUSED']);
    expect(player.statistics.state).toBe('connected');
  });

  test('[S3] a spectator goes on at another proxy, looks where it looked, and is a spectator still', async () => {
    const own = await open(64);
    const player = await own.addClient('a', 101, own.token('a', 101, [1]));
    const spectator = await addSpectator(own);
    const resumed: unknown[] = [];
    spectator.on('resumed', (transport) => void resumed.push(transport));
    spectator.watch({ entity: player.avatarId as EntityId, position: { x: 400, y: 300 } });
    await own.run(1500);
    const shown = spectator.entities.size;
    expect(shown).toBeGreaterThan(1);
    const gone: number[] = [];
    spectator.on('despawn', ({ id }) => void gone.push(id));
    own.crashProxy(0);
    await own.run(4000);
    expect(resumed).toEqual(['udp']);
    expect(gone).not.toContain(player.avatarId);
    player.input('steer', { x: 1, y: 0 });
    await own.run(1500);
    expect(spectator.entities.get(player.avatarId)?.position).toEqual({ x: 401, y: 300 });
    const ended: (string | undefined)[] = [];
    spectator.on('closed', (error) => void ended.push(error?.code));
    spectator.command('greet', { times: 1 }).catch(() => undefined);
    await own.run(1500);
    expect(ended).toEqual(['ATLAS_COMMAND_REFUSED']);
  });
});
