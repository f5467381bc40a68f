import type { DatagramAddress } from '@atlasnet/schemas';
import { AtlasError } from '@atlasnet/schemas';
import { addressOf, requestSession } from '../gateway/request-session.ts';

/** How a bot is let in. */
export interface Entrance {
  /** A connect token for an account, and where its proxies take WebSockets. */
  admit(
    account: string,
    signal: AbortSignal,
  ): Promise<{ readonly token: Uint8Array; readonly websockets: readonly string[] }>;
}

/** Through a gateway with gateway.login development, as players come. */
export class GatewayEntrance implements Entrance {
  readonly #url: string;

  /** @throws AtlasError ATLAS_USAGE for what is no URL */
  constructor(url: string) {
    if (!URL.canParse(url) || !/^https?:/.test(url)) {
      throw new AtlasError('ATLAS_USAGE', `--gateway ${url} is no URL`, {
        hint: 'Give one like http://127.0.0.1:3001.',
      });
    }
    this.#url = url;
  }

  admit(account: string, signal: AbortSignal): ReturnType<Entrance['admit']> {
    return requestSession(this.#url, account, { signal });
  }
}

/**
 * `HOST:PORT,…` as addresses.
 * @throws AtlasError ATLAS_USAGE
 */
export function proxyAddresses(list: string): DatagramAddress[] {
  return list.split(',').map((text) => {
    const address = addressOf(text.trim());
    if (address.host !== '' && address.port > 0 && address.port < 65_536) return address;
    throw new AtlasError('ATLAS_USAGE', `--proxy ${list} is no list of addresses`, {
      hint: 'Give host:port with an IP address, several with commas between.',
    });
  });
}
