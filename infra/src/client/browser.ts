import type { ClientTransport } from '@atlasnet/proxy';
import { browserClock, browserRandom } from '../adapters/browser/browser-clock.ts';
import { webSocketNetwork } from '../adapters/streams/websocket-client-network.ts';

export { openSession, requestSession } from '../gateway/request-session.ts';
export { browserClock };

/** How a browser's client reaches proxies: by WebSockets. */
export function browserTransport(): ClientTransport {
  return { ...webSocketNetwork(browserClock), clock: browserClock, random: browserRandom };
}
