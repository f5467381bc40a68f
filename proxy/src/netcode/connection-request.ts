import { invariant, type DatagramAddress, type RandomSource } from '@atlasnet/schemas';
import {
  PRIVATE_KEYS_MAX,
  REQUESTS_PER_HOST_PER_SECOND_MAX,
  REQUESTS_PER_SECOND_MAX,
} from '../limits.ts';
import { encodeAddressOrFail } from './addresses.ts';
import { hexOf, readUint64, startsWithAt, writeBigUint64 } from './bytes.ts';
import {
  openPrivateToken,
  readPrivateToken,
  REQUEST_AT,
  type PrivateConnectToken,
} from './connect-token.ts';
import { KEY_BYTES, REQUEST_BYTES, TAG_BYTES, VERSION_INFO } from './constants.ts';
import { HostRateLimiter } from './host-rate-limiter.ts';
import type { PacketCipher } from './packet-cipher.ts';
import type { NetcodeRefusal } from './refusals.ts';

export interface ConnectionRequestOptions {
  readonly protocolId: bigint;
  /** The keys that gateways seal tokens with: the one in use, and while it is rotated the other. */
  readonly privateKeys: readonly Uint8Array[];
  /** The addresses by which tokens may name this server. */
  readonly publicAddresses: readonly DatagramAddress[];
  readonly cipher: PacketCipher;
  readonly random: RandomSource;
  /** Requests opened per host and second; the default is in limits.ts. */
  readonly requestsPerHostPerSecondMax?: number;
  /** Requests opened per second in all. */
  readonly requestsPerSecondMax?: number;
}

/** A request that carries a valid token for this server. */
export interface ConnectionRequest extends PrivateConnectToken {
  /** The tag of the private part, 32 hex digits: what "used up" is said of (rule S3). */
  readonly tokenId: string;
  readonly expiresUnixSeconds: number;
}

/**
 * The steps of "Processing Connection Requests" that need no state but the keys, in the standard's
 * order, with the rate limits right before the cryptography. The other transports use it as well:
 * their first message is the same request.
 */
export class ConnectionRequestReader {
  readonly #options: ConnectionRequestOptions;
  readonly #protocol = new Uint8Array(8);
  readonly #publicAddresses: readonly Uint8Array[];
  readonly #limiter: HostRateLimiter;

  constructor(options: ConnectionRequestOptions) {
    const { privateKeys } = options;
    invariant(
      privateKeys.length >= 1 &&
        privateKeys.length <= PRIVATE_KEYS_MAX &&
        privateKeys.every((key) => key.length === KEY_BYTES),
      `connection requests take 1 to ${PRIVATE_KEYS_MAX} keys of ${KEY_BYTES} bytes`,
    );
    this.#options = options;
    writeBigUint64(this.#protocol, 0, options.protocolId);
    this.#publicAddresses = options.publicAddresses.map(encodeAddressOrFail);
    this.#limiter = new HostRateLimiter(
      options.requestsPerHostPerSecondMax ?? REQUESTS_PER_HOST_PER_SECOND_MAX,
      options.requestsPerSecondMax ?? REQUESTS_PER_SECOND_MAX,
      options.random,
    );
  }

  /** Reads a request; the answer is the refusal's reason when it is not valid. */
  read(
    packet: Uint8Array,
    from: DatagramAddress,
    nowMs: number,
    unixMs: number,
  ): ConnectionRequest | NetcodeRefusal {
    if (packet.length !== REQUEST_BYTES || packet[0] !== 0) return 'request-size';
    if (!startsWithAt(packet, REQUEST_AT.version, VERSION_INFO)) return 'request-version';
    if (!startsWithAt(packet, REQUEST_AT.protocolId, this.#protocol)) return 'request-protocol';
    const expiresUnixSeconds = readUint64(packet, REQUEST_AT.expires);
    if (expiresUnixSeconds <= Math.floor(unixMs / 1000)) return 'request-expired';
    const taken = this.#limiter.take(from.host, nowMs);
    if (taken !== 'ok') return taken === 'host' ? 'request-host-rate' : 'request-rate';
    const { cipher, privateKeys } = this.#options;
    const plain = openPrivateToken(cipher, privateKeys, packet, REQUEST_AT);
    if (!plain) return 'request-unauthentic';
    const token = readPrivateToken(plain);
    if (!token) return 'request-malformed';
    if (!this.#isForUs(token.servers)) return 'request-not-for-us';
    const tokenId = hexOf(packet, REQUEST_BYTES - TAG_BYTES, REQUEST_BYTES);
    return { ...token, tokenId, expiresUnixSeconds };
  }

  #isForUs(servers: readonly Uint8Array[]): boolean {
    return servers.some((server) =>
      this.#publicAddresses.some(
        (ours) => ours.length === server.length && startsWithAt(server, 0, ours),
      ),
    );
  }
}
