import { describe, expect, test } from '@jest/globals';
import { topicNames } from '@atlasnet/schemas';
import { LINGERING, follow, resumeStages } from './resume-stage.ts';

const { open } = resumeStages();

describe('[S3] resume tickets where packets do not arrive, and no key seals two packets with one number', () => {
  test('a session whose avatar has lingered out is over: it is not admitted anew', async () => {
    const own = await open(46);
    const client = await own.addClient('a', 101);
    const seen = follow(own, client);
    await own.run(500);
    const process = own.clientProcesses.get(101);
    // Its packets go nowhere for longer than avatars linger.
    for (const { process: proxy } of own.proxies) {
      own.sim.world.network.cutBoth(process?.id ?? '', proxy.id);
    }
    await own.run(15_000);
    own.sim.world.network.healAll();
    await own.run(3000);
    expect(seen.closed).toBe('ATLAS_SESSION_ENDED');
  });

  test('a ticket that was used up by a proxy whose word was lost is left for the next', async () => {
    const own = await open(50, LINGERING);
    const client = await own.addClient('a', 101);
    const seen = follow(own, client);
    await own.run(500);
    const { network, log } = own.sim.world;
    const [proxy, id] = [own.proxies[1].process.id, own.clientProcesses.get(101)?.id ?? ''];
    log.changeLeader(topicNames(own.sim.name).tokens, 0, 1500);
    own.crashProxy(0);
    await own.run(1000);
    // It has answered, and lets the client in while nothing of it arrives.
    network.cut(proxy, id);
    await own.run(7000);
    network.heal(proxy, id);
    await own.run(4000);
    expect([seen.closed, seen.resumedMs.length]).toEqual([null, 1]);
    const answer = client.command('greet', { times: 1 });
    await own.run(500);
    expect(await answer).toEqual({ result: 'applied', text: 'greeted 1' });
  });

  test('a proxy that is heard late is heard, though other transports were tried meanwhile', async () => {
    const own = await open(52, LINGERING);
    const client = await own.addClient('a', 101, undefined, ['tcp', 'websocket']);
    const seen = follow(own, client);
    await own.run(500);
    const { network } = own.sim.world;
    const [proxy, id] = [own.proxies[1].process.id, own.clientProcesses.get(101)?.id ?? ''];
    own.crashProxy(0);
    network.cut(proxy, id);
    await own.run(8000);
    network.heal(proxy, id);
    await own.run(1000);
    expect([seen.closed, seen.resumedMs.length]).toEqual([null, 1]);
    const answer = client.command('greet', { times: 1 });
    await own.run(500);
    expect(await answer).toEqual({ result: 'applied', text: 'greeted 1' });
  });

  test('a ticket that a proxy heard and nobody was let in with does not stand in the way later', async () => {
    const own = await open(53, LINGERING);
    const client = await own.addClient('a', 101);
    const seen = follow(own, client);
    await own.run(500);
    const { network } = own.sim.world;
    const [first, second] = own.proxies.map(({ process }) => process.id);
    const id = own.clientProcesses.get(101)?.id ?? '';
    network.cutBoth(id, first);
    network.cut(second, id);
    await own.run(800);
    network.healAll();
    await own.run(200);
    expect(seen.resumedMs).toEqual([]);
    const killedMs = own.sim.world.nowMs;
    own.crashProxy(0);
    await own.run(3000);
    expect(seen.resumedMs).toHaveLength(1);
    expect(seen.resumedMs[0] - killedMs).toBeLessThanOrEqual(1500);
  });

  test('a silence that passes costs nothing: the connection is kept', async () => {
    const own = await open(47);
    const client = await own.addClient('a', 101);
    const seen = follow(own, client);
    await own.run(500);
    const id = own.clientProcesses.get(101)?.id ?? '';
    const { network } = own.sim.world;
    for (const { process } of own.proxies) network.cutBoth(id, process.id);
    await own.run(700);
    network.healAll();
    const answer = client.command('greet', { times: 1 });
    await own.run(3000);
    expect((await answer).result).toBe('applied');
    expect(seen.closed).toBeNull();
    expect(client.avatar?.get('greeted')).toBe(1);
  });
});
