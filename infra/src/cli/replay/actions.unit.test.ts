import { expect, test } from '@jest/globals';
import { LoggedWorld } from '../../testing/logged-world.ts';
import { walkers } from '../../testing/walkers.ts';
import { ACTIONS } from './actions.ts';

const logged = new LoggedWorld(walkers(20), { world: 'city', regions: 4 });
logged.run(60);

const run = (args: string[], options: Record<string, string | boolean> = {}) =>
  ACTIONS[args[0]]({ log: logged.log, world: 'city', args, options });

test('summary, regions and sessions print tables', async () => {
  expect((await run(['summary'])).text).toMatch(/ticks\s+1 … 60 at 10 Hz, 5\.9 s/);
  const { text, json } = await run(['regions']);
  expect(text.split('\n')).toHaveLength(5);
  expect(json).toHaveLength(4);
  expect((await run(['sessions'])).text).toContain('account');
});

test('state lists entities at a tick, entity its history', async () => {
  const { json } = await run(['state'], { tick: '30' });
  expect((json as { entities: unknown[] }).entities.length).toBeGreaterThan(10);
  const { text, code } = await run(['entity', '3'], { from: '10', to: '12' });
  expect(code).toBe(0);
  expect(text).toMatch(/^entity 0\.3, in regions/);
  expect((await run(['entity', '999999'])).code).toBe(1);
});

test('verify says what holds, with exit code 0, and what coins did', async () => {
  const { text, code } = await run(['verify'], { conserved: 'coins:coins.amount' });
  expect(text).toContain('the log holds');
  expect(text).toMatch(/I5\s+holds/);
  expect(code).toBe(0);
});

test('[I9] verify says what is on its way at the end, and judges it where it is told since when all is calm', async () => {
  const { text } = await run(['verify']);
  expect(text).toMatch(
    /at the end: \d+ messages on their way.*, 0 jobs pending, 0 entities parked/,
  );
  expect(text).not.toContain('I9');
  const calm = await run(['verify'], { calm: '20' });
  expect(calm.text).toMatch(/I9\s+holds/);
  expect(calm.code).toBe(0);
  const early = await run(['verify'], { calm: '60' });
  expect(early.text).toMatch(/I9\s+BROKEN/);
  expect(early.text).toContain('have not run since the faults ended');
  expect(early.code).toBe(1);
});

test('find names the first tick, or never', async () => {
  expect((await run(['find', 'coins', '<', '100'])).json).toMatchObject({
    tick: expect.any(Number),
  });
  expect((await run(['find', 'entities > 5000'])).code).toBe(1);
  expect((await run(['find', 'label = w3'])).text).toMatch(/^tick [1-4]: label = w3$/);
});

test('what cannot be read is named', async () => {
  await expect(run(['find', 'nonsense'])).rejects.toMatchObject({ code: 'ATLAS_USAGE' });
  await expect(run(['find', 'wealth > 3'])).rejects.toThrow('has no component wealth');
  await expect(run(['state'])).rejects.toThrow('--tick');
  await expect(run(['state'], { tick: 'x' })).rejects.toThrow('no whole number');
});
