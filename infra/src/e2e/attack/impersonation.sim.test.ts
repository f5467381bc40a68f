import { afterEach, describe, expect, test } from '@jest/globals';
import { sessionId } from '@atlasnet/schemas';
import { StrollStage } from '../stroll-stage.ts';
import type { StrollClient } from '../stroll-stage.ts';
import { RawClient } from './raw-client.ts';

/** Of the commands of this world: `greet` is the first by name, its payload one given field. */
const GREET = 0;
const ONCE = Uint8Array.of(1, 2);

let stage: StrollStage | null = null;
afterEach(() => {
  expect(stage?.sim.failures).toEqual([]);
});

/** Somebody whose avatar has left the region in which it began for the one beside it. */
async function open(seed: number): Promise<{ own: StrollStage; victim: StrollClient }> {
  stage = await StrollStage.open(seed);
  const victim = await stage.addClient('a', 101);
  for (let i = 0; i < 15; i++) {
    victim.input('steer', { x: 10, y: 0 });
    await stage.run(200);
  }
  expect(victim.avatar?.position.x).toBeGreaterThan(520);
  return { own: stage, victim };
}

async function raw(own: StrollStage, session: number, token: Uint8Array): Promise<RawClient> {
  const client = await RawClient.open(token, own.transport(session));
  await own.run(500);
  expect(client.connected).toBe(true);
  return client;
}

function tokenOf(
  own: StrollStage,
  account: string,
  session: number,
  generation: number,
): Uint8Array {
  const process = own.sim.world.process(`issuer ${own.sim.world.nowMs} ${session}`);
  return own.edge.tokenIssuer(process).issue(
    {
      ...{ account, session: sessionId(session), generation },
      servers: [{ host: '10.0.0.1', port: 2555 }],
      ...{ lifetimeSeconds: 30, timeoutSeconds: 5 },
    },
    process.clock.wallMs(),
  );
}

/** What was said of a client's commands. */
function answers({ heard }: RawClient): string[] {
  return heard.flatMap(({ acknowledged }) => acknowledged?.outcomes.map(({ text }) => text) ?? []);
}

describe('the sender is who the connection is, never what a message says', () => {
  test('a client that resumes with another’s avatar and place goes on with its own', async () => {
    const { own, victim } = await open(81);
    const before = await raw(own, 102, tokenOf(own, 'b', 102, 1));
    before.join();
    await own.run(1500);
    const avatar = before.avatar;
    expect(avatar).not.toBe(0);
    // Where the victim was: that region knows where its avatar went, and says so to whoever asks.
    for (const [generation, position] of [
      [2, [400, 300]],
      [3, [540, 300]],
      [4, []],
    ] as const) {
      const liar = await raw(own, 110 + generation, tokenOf(own, 'b', 102, generation));
      liar.join({ resume: { tick: 0, avatar: victim.avatarId, position: [...position] } });
      await own.run(3000);
      expect(liar.goodbye).toBe('');
      const said = liar.heard.flatMap(({ avatar: told }) => (told ? [told.entity] : []));
      expect(new Set(said)).toEqual(new Set([avatar]));
      const number = generation - 1;
      liar.say({ command: { number, kind: GREET, payload: ONCE } });
      await own.run(1000);
      expect(answers(liar).at(-1)).toBe(`greeted ${number}`);
      expect(victim.avatar?.get('greeted')).toBe(0);
    }
    await expectOwn(own, victim);
  });

  test('a session that there is not gets nothing by naming another’s avatar', async () => {
    const { own, victim } = await open(82);
    const ghost = await raw(own, 103, tokenOf(own, 'nobody', 103, 1));
    ghost.join({ resume: { tick: 0, avatar: victim.avatarId, position: [400, 300] } });
    ghost.say({ command: { number: 1, kind: GREET, payload: ONCE } });
    await own.run(3000);
    expect([ghost.avatar, ghost.acknowledged, ghost.goodbye]).toEqual([
      0,
      0,
      'ATLAS_SESSION_ENDED',
    ]);
    await expectOwn(own, victim);
  });
});

/** The victim is who it was, and acts. */
async function expectOwn(own: StrollStage, victim: StrollClient): Promise<void> {
  const greeted = victim.command('greet', { times: 1 });
  await own.run(1000);
  expect(await greeted).toMatchObject({ result: 'applied', text: 'greeted 1' });
}
