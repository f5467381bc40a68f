import { BlockList, isIP } from 'node:net';

/** Reverse proxies that carry WebSockets of others, and whose word for whose they are is taken. */
export class TrustedProxies {
  readonly #list = new BlockList();

  /** @param networks addresses, or networks such as 10.0.0.0/8 */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address, bits] = network.split('/');
      const family = familyOf(address);
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  has(host: string): boolean {
    return isIP(host) !== 0 && this.#list.check(host, familyOf(host));
  }

  /**
   * Whose connection a trusted proxy carries: each writes behind what it was told (X-Forwarded-For), so
   * it is the last address that is none of theirs. What a client made up stands before that.
   * @returns the proxy itself where nothing usable was said
   */
  clientOf(proxy: string, forwardedFor: string): string {
    let host = proxy;
    for (const said of forwardedFor.split(',').reverse()) {
      const address = said.trim();
      if (isIP(address) === 0) break;
      host = address;
      if (!this.has(address)) break;
    }
    return host;
  }
}

function familyOf(host: string): 'ipv4' | 'ipv6' {
  return isIP(host) === 6 ? 'ipv6' : 'ipv4';
}
