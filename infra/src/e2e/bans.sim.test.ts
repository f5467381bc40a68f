import { afterEach, describe, expect, test } from '@jest/globals';
import { MATCH_ENDED } from '@atlasnet/proxy';
import { decodeSessionRecord, encodeSessionRecord, topicNames } from '@atlasnet/schemas';
import type { IncarnationId, MatchRecord, SessionRecordBody } from '@atlasnet/schemas';
import { StrollStage } from './stroll-stage.ts';
import type { StrollClient } from './stroll-stage.ts';

const { sessions } = topicNames('stroll');

let stage: StrollStage | null = null;
afterEach(() => {
  if (process.env.SIM_LOG) console.log(stage?.sim.lines.join('\n'));
  expect(stage?.sim.failures).toEqual([]);
});

async function open(...given: Parameters<typeof StrollStage.open>): Promise<StrollStage> {
  stage = await StrollStage.open(...given);
  return stage;
}

function incarnationOf({ sim }: StrollStage): IncarnationId {
  const id = sim.control?.incarnationId;
  if (!id) throw new Error('the world was not founded');
  return id;
}

/** Appends to the sessions topic, as a gateway's administration does. */
async function administer(own: StrollStage, body: SessionRecordBody): Promise<void> {
  const { log } = own.sim.world.process(`administration ${own.sim.world.nowMs}`);
  const appended = log.append(sessions, 0, [encodeSessionRecord(incarnationOf(own), body)]);
  await own.run(50);
  expect(await appended).toMatchObject({ kind: 'acknowledged' });
}

/** What the sessions topic says of sessions that ended. */
function endsOf(own: StrollStage): MatchRecord[] {
  return own.sim.world.log.records(sessions, 0).flatMap(({ value }) => {
    const { match } = decodeSessionRecord(value, incarnationOf(own));
    return match?.kind === MATCH_ENDED ? [match] : [];
  });
}

/** Whether an entity lives anywhere, as the log says. */
function lives(own: StrollStage, entity: number): boolean {
  return own.sim.rebuild().some(({ table }) => table.slotOf(entity as never) >= 0);
}

/** The code with which a client ends. */
function endOf(client: StrollClient): { code: string | null } {
  const end: { code: string | null } = { code: null };
  client.on('closed', (error) => (end.code = error?.code ?? 'closed'));
  return end;
}

const ended = (session: number, account: string, reason: string): SessionRecordBody => ({
  match: { session, account, atMs: 1, kind: MATCH_ENDED, reason },
});

describe('bans and ends that the log names', () => {
  test('a banned client is told within a second, its avatar goes at once, and no token of its account is taken', async () => {
    const own = await open(21);
    const client = await own.addClient('a', 101);
    const other = await own.addClient('b', 102);
    await own.run(500);
    const end = endOf(client);
    const avatar = client.avatarId;
    expect(lives(own, avatar)).toBe(true);
    await administer(own, { ban: { account: 'a', reason: 'cheating' } });
    await own.run(950);
    expect(end.code).toBe('ATLAS_SESSION_BANNED');
    // Lingering would have taken two seconds.
    expect(lives(own, avatar)).toBe(false);
    await expect(own.addClient('a', 103)).rejects.toMatchObject({
      code: 'ATLAS_SESSION_BANNED',
      message: 'this account is banned: cheating',
    });
    expect(own.proxies[0].service.clients).toBe(1);
    expect(other.avatarId).not.toBe(0);
    await administer(own, { ban: { account: 'a', lifted: true } });
    const again = await own.addClient('a', 104);
    await own.run(500);
    expect(again.avatarId).not.toBe(0);
  });

  test('a ban holds at a proxy that starts later, and until its end', async () => {
    const own = await open(22);
    const untilMs = own.sim.world.process('wall').clock.wallMs() + 6000;
    await administer(own, { ban: { account: 'a', reason: 'shouting', untilMs } });
    own.addProxy();
    await own.run(1000);
    const early = own.addClient('a', 101, own.token('a', 101, [1]));
    await expect(early).rejects.toMatchObject({ code: 'ATLAS_SESSION_BANNED' });
    await own.run(5000);
    const late = await own.addClient('a', 102, own.token('a', 102, [1]));
    await own.run(500);
    expect(late.avatarId).not.toBe(0);
  });

  test('a session that administration ends is over: the account may come back with another', async () => {
    const own = await open(23);
    const client = await own.addClient('a', 101);
    await own.run(500);
    const end = endOf(client);
    const avatar = client.avatarId;
    await administer(own, ended(101, 'a', 'idle'));
    await own.run(950);
    expect(end.code).toBe('ATLAS_SESSION_ENDED');
    expect(lives(own, avatar)).toBe(false);
    await expect(own.addClient('a', 101)).rejects.toMatchObject({ code: 'ATLAS_SESSION_ENDED' });
    const next = await own.addClient('a', 102);
    await own.run(500);
    expect(next.avatarId).not.toBe(0);
  });

  test('a client that leaves ends its session in the log once; one that falls silent does not', async () => {
    const own = await open(24);
    const leaver = await own.addClient('a', 101);
    await own.addClient('b', 102);
    await own.run(500);
    await leaver.close();
    own.clientProcesses.get(102)?.crash();
    await own.run(10_000);
    expect(own.proxies[0].service.clients).toBe(0);
    expect(endsOf(own)).toMatchObject([{ session: 101, account: 'a', reason: 'the client left' }]);
    await expect(own.addClient('a', 101)).rejects.toMatchObject({ code: 'ATLAS_SESSION_ENDED' });
  });
});

describe('limits at the edge', () => {
  test('a draining proxy sends its clients to another one, and takes no new ones', async () => {
    const own = await open(25);
    const draining = own.addProxy({ drainMs: 3000 });
    await own.run(1000);
    const client = await own.addClient('a', 101, own.token('a', 101, [1]));
    await own.run(500);
    const end = endOf(client);
    const stopped = draining.stop();
    expect(draining.draining).toBe(true);
    const second = await own.addClient('b', 102, own.token('b', 102, [1, 0]));
    await own.run(500);
    expect(second.avatarId).not.toBe(0);
    expect(own.proxies[0].service.clients).toBe(2);
    expect(draining.clients).toBe(0);
    await stopped;
    expect(end.code).toBeNull();
  });

  test('the only proxy keeps its clients for the time given before it stops', async () => {
    const own = await open(29);
    const draining = own.addProxy({ drainMs: 3000, proxies: () => Promise.resolve([]) });
    await own.run(1000);
    const client = await own.addClient('a', 101, own.token('a', 101, [1]));
    await own.run(500);
    const end = endOf(client);
    const resuming: number[] = [];
    client.on('resuming', () => void resuming.push(own.sim.world.nowMs));
    const stopped = draining.stop();
    await own.run(2500);
    expect([draining.clients, resuming.length, end.code]).toEqual([1, 0, null]);
    await own.run(2000);
    await stopped;
    expect([resuming.length, end.code]).toEqual([1, null]);
    // Nobody comes back at that address.
    for (let i = 0; i < 50 && end.code === null; i++) await own.run(1000);
    expect(end.code).toBe('ATLAS_CONNECT_TIMEOUT');
  });

  test('[S2] commands above the rate wait, and are applied in order none the less', async () => {
    const own = await open(26);
    own.addProxy({ commandsPerSecondMax: 10 });
    await own.run(1000);
    const client = await own.addClient('a', 101, own.token('a', 101, [1]));
    await own.run(500);
    const answers: string[] = [];
    for (let i = 0; i < 40; i++) {
      void client.command('greet', { times: 1 }).then(({ text }) => answers.push(text));
    }
    await own.run(1500);
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.length).toBeLessThan(30);
    await own.run(3000);
    expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => `greeted ${i + 1}`));
  });

  test('[S1] a join beyond the sessions of the world is told that it is full', async () => {
    const own = await open(27, { sessionsMax: 1, regions: 1 });
    const first = await own.addClient('a', 101);
    const second = own.makeClient(102, own.token('b', 102));
    const end = endOf(second);
    second.connect().catch(() => undefined);
    await own.run(1500);
    expect(end.code).toBe('ATLAS_WORLD_FULL');
    expect(first.avatarId).not.toBe(0);
  });

  test('[S1] where an account’s second session is refused, it is told, until the first has gone', async () => {
    const own = await open(28, { sameAccount: 'refuse' });
    const first = await own.addClient('a', 101);
    await own.run(500);
    const refused = own.makeClient(102, own.token('a', 102));
    const end = endOf(refused);
    refused.connect().catch(() => undefined);
    await own.run(2000);
    expect(first.avatarId).not.toBe(0);
    expect([end.code, refused.avatarId]).toEqual(['ATLAS_SESSION_REFUSED', 0]);
    await first.close();
    await own.run(1000);
    const third = await own.addClient('a', 103);
    await own.run(500);
    expect(third.avatarId).not.toBe(0);
  });
});
