import { expect, test } from '@jest/globals';
import { StrollStage } from './stroll-stage.ts';

test('[S3] a proxy that loses its socket ends with the cause, and its clients go on at the other', async () => {
  const stage = await StrollStage.open(71);
  stage.addProxy();
  await stage.run(1000);
  const client = await stage.addClient('a', 101);
  await stage.run(500);
  const { avatarId } = client;
  const [{ service }, other] = stage.proxies;
  const before = client.command('greet', { times: 1 });
  stage.sim.world.datagrams.lose({ host: '10.0.0.1', port: 2555 });
  const after = client.command('greet', { times: 1 });
  await stage.run(8000);
  expect(stage.sim.failures).toMatchObject([{ code: 'ATLAS_CHILD_FAILED' }]);
  expect(service.clients).toBe(0);
  expect(other.service.clients).toBe(1);
  expect(client.statistics).toMatchObject({ resumes: 1, state: 'connected', commandsWaiting: 0 });
  expect(await Promise.all([before, after])).toMatchObject([
    { result: 'applied' },
    { result: 'applied' },
  ]);
  expect(client.avatarId).toBe(avatarId);
  expect(client.avatar?.get('greeted')).toBe(2);
  expect(stage.cipher.repeated).toEqual([]);
});
