import type { DatagramAddress } from '@atlasnet/schemas';
import { USED_TOKENS_MAX, USED_TOKENS_SWEPT_PER_SECOND } from '../limits.ts';

interface UsedToken {
  readonly host: string;
  readonly port: number;
  readonly expiresUnixSeconds: number;
  consumed: boolean;
}

/**
 * The standard's history of connect tokens already used, by token and sender's address. It is a
 * cache: a token forgotten here is still refused by the log, and by this process's own word (rule S3).
 */
export class UsedTokens {
  readonly #tokens = new Map<string, UsedToken>();
  readonly #max: number;

  constructor(max = USED_TOKENS_MAX) {
    this.#max = max;
  }

  get size(): number {
    return this.#tokens.size;
  }

  /** Takes note of the token, or says why it may not be used from this address. */
  use(
    tokenId: string,
    from: DatagramAddress,
    expiresUnixSeconds: number,
  ): 'token-elsewhere' | 'token-used' | null {
    const used = this.#tokens.get(tokenId);
    if (used) {
      if (used.host !== from.host || used.port !== from.port) return 'token-elsewhere';
      return used.consumed ? 'token-used' : null;
    }
    if (this.#tokens.size >= this.#max) {
      const [oldest] = this.#tokens.keys();
      if (oldest !== undefined) this.#tokens.delete(oldest);
    }
    const { host, port } = from;
    this.#tokens.set(tokenId, { host, port, expiresUnixSeconds, consumed: false });
    return null;
  }

  /** A handshake that came to nothing: its token may be used from another address. */
  release(tokenId: string): void {
    if (this.#tokens.get(tokenId)?.consumed === false) this.#tokens.delete(tokenId);
  }

  /** From now on the token is used up, also for the address that used it. */
  markConsumed(tokenId: string): void {
    const used = this.#tokens.get(tokenId);
    if (used) used.consumed = true;
  }

  /** Forgets expired tokens, oldest first; called about once a second. */
  sweep(unixMs: number): void {
    let looked = 0;
    for (const [tokenId, used] of this.#tokens) {
      if (++looked > USED_TOKENS_SWEPT_PER_SECOND) return;
      if (used.expiresUnixSeconds <= Math.floor(unixMs / 1000)) this.#tokens.delete(tokenId);
    }
  }
}
