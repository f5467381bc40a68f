import { datagramContract } from '../../testing/datagram-contract.ts';
import { UdpNetwork } from './udp-network.ts';

datagramContract('udp', () => {
  const [one, other] = [new UdpNetwork('network.clientPort'), new UdpNetwork('network.clientPort')];
  return Promise.resolve({ one, other, close: () => Promise.resolve() });
});
