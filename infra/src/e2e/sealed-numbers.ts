import { nodePacketCipher } from '@atlasnet/proxy';
import type { PacketCipher } from '@atlasnet/proxy';

/** The packet type of payloads: the low half of what the associated data ends with. */
const PAYLOAD = 5;

/**
 * A cipher that knows what was ever sealed with it, by whatever process: rule S3 says that no key
 * seals two packets with one number.
 */
export class SealedNumbers implements PacketCipher {
  sealed = 0;
  /** Told of the payload of every packet that is opened, with its key. */
  payload: ((key: Uint8Array, plain: Uint8Array) => void) | null = null;
  readonly repeated: string[] = [];
  readonly #seen = new Set<string>();

  get keys(): number {
    return new Set(Array.from(this.#seen, (each) => each.slice(0, 64))).size;
  }

  seal(...given: Parameters<PacketCipher['seal']>): void {
    const [key, nonce] = given;
    const name = Buffer.from(key).toString('hex') + Buffer.from(nonce).toString('hex');
    this.sealed++;
    if (this.#seen.has(name)) this.repeated.push(name);
    this.#seen.add(name);
    nodePacketCipher.seal(...given);
  }

  open(...given: Parameters<PacketCipher['open']>): Uint8Array | null {
    const plain = nodePacketCipher.open(...given);
    const [key, , associated] = given;
    if (plain && (associated[associated.length - 1] & 15) === PAYLOAD) this.payload?.(key, plain);
    return plain;
  }
}
