import { AtlasError, type DatagramAddress, type RandomSource } from '@atlasnet/schemas';
import { encodeAddress } from './addresses.ts';
import { writeConnectToken } from './connect-token.ts';
import {
  ACCOUNT_BYTES_MAX,
  writeSessionClaims,
  type SessionClaims,
} from './connect-token-user-data.ts';
import { KEY_BYTES, SERVER_ADDRESSES_MAX, TOKEN_NONCE_BYTES } from './constants.ts';
import type { PacketCipher } from './packet-cipher.ts';

export interface ConnectTokenIssuerOptions {
  /** Says which game and version; the same in every proxy. */
  readonly protocolId: bigint;
  /** The 32 bytes that gateway and proxies share. */
  readonly privateKey: Uint8Array;
  readonly random: RandomSource;
  readonly cipher: PacketCipher;
}

export interface ConnectTokenRequest extends SessionClaims {
  /** The advertised addresses of the proxies to try, in this order. */
  readonly servers: readonly DatagramAddress[];
  /** How long the token can be used to connect, seconds. */
  readonly lifetimeSeconds: number;
  /** Silence after which either side gives up the connection, seconds. */
  readonly timeoutSeconds: number;
}

/** Makes connect tokens: the gateway's half of the secure connection. */
export class ConnectTokenIssuer {
  readonly #options: ConnectTokenIssuerOptions;

  constructor(options: ConnectTokenIssuerOptions) {
    if (options.privateKey.length !== KEY_BYTES) {
      throw new AtlasError('ATLAS_CONFIG_INVALID', `a connect token key has ${KEY_BYTES} bytes`, {
        details: { bytes: options.privateKey.length },
        hint: 'Make one with "atlasnet keys".',
      });
    }
    this.#options = options;
  }

  /**
   * A fresh token with fresh keys, 2048 bytes. Resume tickets are the same with a higher generation.
   * @throws AtlasError ATLAS_SESSION_REFUSED (account name), ATLAS_TOKEN_INVALID (servers, times)
   */
  issue(request: ConnectTokenRequest, nowUnixMs: number): Uint8Array {
    const { random, cipher, privateKey, protocolId } = this.#options;
    const userData = writeSessionClaims(request);
    if (!userData) {
      throw new AtlasError(
        'ATLAS_SESSION_REFUSED',
        `an account name has 1 to ${ACCOUNT_BYTES_MAX} bytes in UTF-8`,
        { details: { characters: request.account.length } },
      );
    }
    const createdUnixSeconds = Math.floor(nowUnixMs / 1000);
    return writeConnectToken(cipher, privateKey, {
      protocolId,
      createdUnixSeconds,
      expiresUnixSeconds: createdUnixSeconds + positive('lifetimeSeconds', request.lifetimeSeconds),
      nonce: random.bytes(TOKEN_NONCE_BYTES),
      private: {
        clientId: BigInt(request.session),
        timeoutSeconds: positive('timeoutSeconds', request.timeoutSeconds),
        servers: encodeServers(request.servers),
        clientToServerKey: random.bytes(KEY_BYTES),
        serverToClientKey: random.bytes(KEY_BYTES),
        userData,
      },
    });
  }
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw new AtlasError('ATLAS_TOKEN_INVALID', `${name} of a connect token is a positive integer`, {
    details: { [name]: value },
  });
}

function encodeServers(servers: readonly DatagramAddress[]): Uint8Array[] {
  if (servers.length < 1 || servers.length > SERVER_ADDRESSES_MAX) {
    throw new AtlasError(
      'ATLAS_TOKEN_INVALID',
      `a connect token names 1 to ${SERVER_ADDRESSES_MAX} proxies`,
      { details: { servers: servers.length } },
    );
  }
  return servers.map((server) => {
    const encoded = encodeAddress(server);
    if (encoded) return encoded;
    throw new AtlasError('ATLAS_TOKEN_INVALID', `${server.host} is not a numeric address`, {
      details: { host: server.host, port: server.port },
      hint: 'Advertise proxies by IPv4 or IPv6 address: tokens carry no names.',
    });
  });
}
