import { nodePacketCipher } from '@atlasnet/proxy';
import type { ClientTransport } from '@atlasnet/proxy';
import { StreamClientNetwork, dialTcp } from '../adapters/streams/index.ts';
import { SystemClock, SystemRandom } from '../adapters/system/index.ts';
import { UdpNetwork } from '../adapters/udp/index.ts';

export { openSession, requestSession, requestSpectator } from '../gateway/request-session.ts';

/** How a client in Node reaches proxies: by UDP, and by TCP where nobody answers over UDP. */
export function nodeTransport(): ClientTransport {
  const clock = new SystemClock();
  return {
    datagrams: new UdpNetwork('client'),
    fallbacks: [{ name: 'tcp', datagrams: new StreamClientNetwork(clock, dialTcp) }],
    clock,
    random: new SystemRandom(),
    cipher: nodePacketCipher,
  };
}
