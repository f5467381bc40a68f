import { nodePacketCipher } from '@atlasnet/proxy';
import type { PacketCipher } from '@atlasnet/proxy';

/**
 * A cipher that knows what was ever sealed with it, by whatever process: rule S3 says that no key
 * seals two packets with one number.
 */
export class SealedNumbers implements PacketCipher {
  sealed = 0;
  readonly repeated: string[] = [];
  readonly #seen = new Set<string>();

  get keys(): number {
    return new Set(Array.from(this.#seen, (each) => each.slice(0, 64))).size;
  }

  seal(...[key, nonce, associated, plain, out, at]: Parameters<PacketCipher['seal']>): void {
    const name = Buffer.from(key).toString('hex') + Buffer.from(nonce).toString('hex');
    this.sealed++;
    if (this.#seen.has(name)) this.repeated.push(name);
    this.#seen.add(name);
    nodePacketCipher.seal(key, nonce, associated, plain, out, at);
  }

  open(...given: Parameters<PacketCipher['open']>): Uint8Array | null {
    return nodePacketCipher.open(...given);
  }
}
