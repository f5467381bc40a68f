import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nodeTransport, requestSession, openSession } from '../../client/node.ts';
import { eventually } from '../../testing/contract-tools.ts';
import { AttackStage, LIMIT_MS } from './attack-stage.ts';
import { Bystander } from './bystander.ts';
import { RawClient } from './raw-client.ts';
import { transportFrom } from './sources.ts';

const COMMANDS_PER_SECOND = 40;
/** Room for a machine that others keep busy; it takes some 50 ms. Of a second, bans.sim holds it. */
const ENDED_MS = 5000;

let stage: AttackStage;
let bystander: Bystander;

beforeAll(async () => {
  stage = await AttackStage.start({ 'proxy.commandsPerSecondMax': String(COMMANDS_PER_SECOND) });
  bystander = await Bystander.enter(stage);
}, 2 * LIMIT_MS);

afterAll(() => stage?.stop(), LIMIT_MS);

/** Who connects with this token is told why it may not be here. */
async function expectRefused(token: Uint8Array, code: string): Promise<void> {
  const client = await RawClient.open(token, transportFrom('127.0.0.81'));
  await eventually(() => client.goodbye !== '', 'the refusal', LIMIT_MS);
  expect([client.goodbye, client.avatar]).toEqual([code, 0]);
  await client.close();
}

test(
  'a flood of commands ends at its own budget; what others say is acknowledged meanwhile',
  async () => {
    const token = stage.token('flood', stage.nextSession());
    const flood = await RawClient.open(token, transportFrom('127.0.0.61'));
    stage.atEnd(flood);
    await eventually(() => flood.connected, 'the connection', LIMIT_MS);
    flood.join();
    await eventually(() => flood.avatar !== 0, 'the avatar', LIMIT_MS);
    const startedMs = Date.now();
    let number = 0;
    const timer = setInterval(() => {
      while (number < 20_000 && flood.say({ command: { number: number + 1, kind: 0 } })) number++;
    }, 5);
    for (let i = 0; i < 20; i++) await bystander.expectServed();
    await eventually(() => flood.goodbye !== '', 'the end of the flood', LIMIT_MS);
    clearInterval(timer);
    const seconds = (Date.now() - startedMs) / 1000;
    expect(flood.goodbye).toBe('ATLAS_COMMAND_REFUSED');
    expect(number).toBeGreaterThan(1024);
    const { added } = bystander.seen('flood');
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThanOrEqual(COMMANDS_PER_SECOND * (seconds + 2));
    expect(flood.acknowledged).toBeLessThanOrEqual(added);
    const counted = await stage.counts('atlasnet_proxy_client_messages_refused_total');
    expect(counted['too-many-commands']).toBe(1);
  },
  2 * LIMIT_MS,
);

test(
  'whoever names another account, session or avatar acts as nobody but itself',
  async () => {
    const victim = await stage.enter('victim', transportFrom('127.0.0.71'));
    stage.atEnd(victim);
    const session = stage.nextSession();
    const honest = await RawClient.open(stage.token('liar', session), transportFrom('127.0.0.72'));
    await eventually(() => honest.connected, 'the connection', LIMIT_MS);
    honest.join();
    await eventually(() => honest.avatar !== 0, 'the avatar', LIMIT_MS);
    // It goes on from another address, and says that the victim's avatar is its own.
    const liar = await RawClient.open(
      stage.token('liar', session, { generation: 2 }),
      transportFrom('127.0.0.73'),
    );
    stage.atEnd(honest, liar);
    await eventually(() => liar.connected, 'the other connection', LIMIT_MS);
    const { x = 0, y = 0 } = victim.avatar?.position ?? {};
    const resume = { tick: victim.tick, avatar: victim.avatarId, position: [x, y] };
    liar.join({ resume });
    await eventually(() => liar.avatar !== 0, 'its own avatar again', LIMIT_MS);
    expect(liar.avatar).toBe(honest.avatar);
    for (let number = 1; number <= 10; number++) liar.say({ command: { number, kind: 0 } });
    await eventually(() => liar.acknowledged === 10, 'its commands', LIMIT_MS);
    await eventually(() => bystander.seen('liar').added === 10, 'what they did', LIMIT_MS);
    expect(bystander.seen('victim')).toEqual({ added: 0, steps: 0 });
    await bystander.expectServed(victim);
    expect(await victim.command('add', {})).toMatchObject({ text: '2' });

    // A session that there is not, with the victim's avatar: there is nothing to go on with.
    const ghost = await RawClient.open(
      stage.token('ghost', stage.nextSession()),
      transportFrom('127.0.0.74'),
    );
    stage.atEnd(ghost);
    await eventually(() => ghost.connected, 'the ghost', LIMIT_MS);
    ghost.join({ resume });
    await eventually(() => ghost.goodbye !== '', 'its end', LIMIT_MS);
    expect([ghost.goodbye, ghost.avatar]).toEqual(['ATLAS_SESSION_ENDED', 0]);

    // At the gateway: the session of another, and looking on in another's name.
    const other = await requestSession(stage.gateway, 'victim of the gateway');
    const own = await requestSession(stage.gateway, 'liar of the gateway');
    await expect(openSession(stage.gateway, own.accessToken, other.session)).rejects.toMatchObject({
      code: 'ATLAS_SESSION_REFUSED',
    });
    const spectate = await fetch(`${stage.gateway}/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${own.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ spectate: 'victim of the gateway' }),
    });
    expect(spectate.status).toBe(401);
  },
  3 * LIMIT_MS,
);

test(
  'a ban ends a live session, and its tokens stay refused after the store is wiped',
  async () => {
    const account = 'cheat';
    const granted = await requestSession(stage.gateway, account);
    const client = await stage.enter(account, nodeTransport(), granted.token);
    stage.atEnd(client);
    // Tokens that are good for a while, taken in time.
    const spare = await openSession(stage.gateway, granted.accessToken, granted.session);
    let end: { readonly code: string; readonly ms: number } | null = null;
    const startedMs = performance.now();
    client.on('closed', (error) => {
      end = { code: error?.code ?? '', ms: performance.now() - startedMs };
    });
    expect(await stage.administer('PUT', `/bans/${account}`, { reason: 'speed' })).toBe(200);
    await eventually(() => end !== null, 'the end of the session', LIMIT_MS);
    expect(end).toMatchObject({ code: 'ATLAS_SESSION_BANNED' });
    expect((end as { readonly ms: number } | null)?.ms).toBeLessThan(ENDED_MS);
    await eventually(() => bystander.seen(account).added < 0, 'the avatar to go', LIMIT_MS);

    expect(await stage.wipeStore()).toBeGreaterThan(0);
    await expectRefused(spare.token, 'ATLAS_SESSION_BANNED');
    await expectRefused(stage.token(account, stage.nextSession()), 'ATLAS_SESSION_BANNED');
    await expect(openSession(stage.gateway, granted.accessToken)).rejects.toMatchObject({
      code: 'ATLAS_SESSION_BANNED',
    });
    await bystander.expectServed();
  },
  2 * LIMIT_MS,
);

test(
  'a session that administration ends stays ended, and its used token used, after the store is wiped',
  async () => {
    const granted = await requestSession(stage.gateway, 'idler');
    const client = await stage.enter('idler', nodeTransport(), granted.token);
    stage.atEnd(client);
    const spare = await openSession(stage.gateway, granted.accessToken, granted.session);
    let code = '';
    client.on('closed', (error) => (code = error?.code ?? ''));
    expect(await stage.administer('DELETE', `/sessions/${granted.session}`)).toBe(200);
    await eventually(() => code !== '', 'the end of the session', LIMIT_MS);
    expect(code).toBe('ATLAS_SESSION_ENDED');
    await stage.wipeStore();
    await expectRefused(spare.token, 'ATLAS_SESSION_ENDED');
    const used = await RawClient.open(granted.token, transportFrom('127.0.0.82'));
    stage.atEnd(used);
    await wait(1500);
    expect(used.connected).toBe(false);
    const next = await requestSession(stage.gateway, 'idler');
    const again = await stage.enter('idler', nodeTransport(), next.token);
    await bystander.expectServed(again);
    await again.close();
  },
  2 * LIMIT_MS,
);
