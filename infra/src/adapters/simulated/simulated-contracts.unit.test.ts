import { sleep } from '@atlasnet/schemas';
import { datagramContract } from '../../testing/datagram-contract.ts';
import { eventLogContract } from '../../testing/event-log-contract.ts';
import { interlinkContract } from '../../testing/interlink-contract.ts';
import { stateStoreContract } from '../../testing/state-store-contract.ts';
import { SimulatedWorld } from './simulated-world.ts';

eventLogContract('simulated', () => {
  const world = new SimulatedWorld(1);
  const close = world.kernel.runFreely();
  return Promise.resolve({ log: world.process('p').log, close });
});

stateStoreContract('simulated', () => {
  const world = new SimulatedWorld(2);
  const [process, second] = [world.process('p'), world.process('q')];
  return Promise.resolve({
    store: process.store,
    second: second.store,
    close: world.kernel.runFreely(),
    sleep: async (durationMs: number) => void (await sleep(process.clock, durationMs)),
  });
});

interlinkContract('simulated', () => {
  const world = new SimulatedWorld(3);
  const clusterKey = 'key';
  return Promise.resolve({
    server: world.process('server', { role: 'shard', clusterKey }).interlink,
    client: world.process('client', { role: 'proxy', clusterKey }).interlink,
    stranger: world.process('stranger', { clusterKey: 'another' }).interlink,
    deadAddress: 'nobody:1',
    close: world.kernel.runFreely(),
  });
});

datagramContract('simulated', () => {
  const world = new SimulatedWorld(4);
  const close = world.kernel.runFreely();
  const [one, other] = [world.process('p').datagrams, world.process('q').datagrams];
  return Promise.resolve({ one, other, close });
});
