import { expect, test } from '@jest/globals';
import { datagramContract } from '../../testing/datagram-contract.ts';
import { eventually } from '../../testing/contract-tools.ts';
import { UdpNetwork } from './udp-network.ts';

datagramContract('udp', () => {
  const [one, other] = [new UdpNetwork('network.clientPort'), new UdpNetwork('network.clientPort')];
  return Promise.resolve({ one, other, close: () => Promise.resolve() });
});

test('what the kernel does not take is counted, about', async () => {
  let unsent = 0;
  const network = new UdpNetwork('test', (count) => void (unsent += count));
  const [from, to] = await Promise.all([
    network.bind({ host: '127.0.0.1', port: 0 }, () => undefined),
    network.bind({ host: '127.0.0.1', port: 0 }, () => undefined),
  ]);
  const datagram = Uint8Array.of(1);
  for (let i = 0; i < 640; i++) from.send(datagram, 0, 1, to.address);
  // Nobody may speak to everybody unless the socket was told so.
  for (let i = 0; i < 640; i++) from.send(datagram, 0, 1, { host: '255.255.255.255', port: 9 });
  await eventually(() => unsent > 0, 'the errors');
  expect(unsent).toBe(640);
  await Promise.all([from.close(), to.close()]);
});
