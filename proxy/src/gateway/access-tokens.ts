import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AtlasError } from '@atlasnet/schemas';
import { SignJWT, calculateJwkThumbprint, errors, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { GATEWAY_LIMITS } from './limits.ts';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed in PKCS #8. */
const ED25519_PKCS8_PREFIX = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06],
  ...[0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20],
);
const ALGORITHM = 'EdDSA';
const ISSUER = 'atlasnet';
const TYPE = 'at+jwt';

export interface AccessTokensOptions {
  /** A token of one world is none of another. */
  readonly world: string;
  /** Ed25519 seeds of 32 bytes: the first signs, all are accepted (rotation). */
  readonly seeds: readonly Uint8Array[];
  readonly lifetimeMs: number;
}

interface SigningKey {
  readonly id: string;
  readonly private: KeyObject;
  readonly public: KeyObject;
  readonly jwk: JWK;
}

/** Signs and checks the tokens by which a client, once logged in, asks for sessions. */
export class AccessTokens {
  readonly #options: AccessTokensOptions;
  readonly #keys: readonly SigningKey[];

  private constructor(options: AccessTokensOptions, keys: readonly SigningKey[]) {
    this.#options = options;
    this.#keys = keys;
  }

  static async create(options: AccessTokensOptions): Promise<AccessTokens> {
    const keys = await Promise.all(options.seeds.map((seed) => importSeed(seed)));
    if (keys.length === 0) throw new Error('access tokens need a key to sign with');
    return new AccessTokens(options, keys);
  }

  /** The public keys (RFC 7517), for whoever else wants to know who a client is. */
  get publicKeys(): { readonly keys: readonly JWK[] } {
    return { keys: this.#keys.map(({ jwk }) => jwk) };
  }

  async sign(account: string, nowUnixMs: number): Promise<{ token: string; expiresMs: number }> {
    const [key] = this.#keys;
    const nowSeconds = Math.floor(nowUnixMs / 1000);
    const expiresSeconds = nowSeconds + Math.ceil(this.#options.lifetimeMs / 1000);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, kid: key.id, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(this.#options.world)
      .setSubject(account)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(expiresSeconds)
      .sign(key.private);
    return { token, expiresMs: expiresSeconds * 1000 };
  }

  /**
   * The account that a token was signed for.
   * @throws AtlasError ATLAS_TOKEN_INVALID
   */
  async verify(token: string, nowUnixMs: number): Promise<string> {
    if (token.length > GATEWAY_LIMITS.credentialCharacters) throw invalid('it is too long');
    try {
      const keyOf = ({ kid }: { readonly kid?: string }): KeyObject => {
        const key = this.#keys.find(({ id }) => id === kid);
        if (!key) throw invalid('it was signed with a key that is not in use any more');
        return key.public;
      };
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: this.#options.world,
        typ: TYPE,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(nowUnixMs),
      });
      return payload.sub ?? '';
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw invalid('it has expired');
      if (error instanceof errors.JOSEError) throw invalid('it is not one of this gateway');
      throw error;
    }
  }
}

async function importSeed(seed: Uint8Array): Promise<SigningKey> {
  const der = Buffer.concat([ED25519_PKCS8_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const { kty, crv, x } = publicKey.export({ format: 'jwk' });
  const jwk = { kty, crv, x } as JWK;
  const id = await calculateJwkThumbprint(jwk);
  return {
    id,
    private: privateKey,
    public: publicKey,
    jwk: { ...jwk, kid: id, alg: ALGORITHM, use: 'sig' },
  };
}

function invalid(problem: string): AtlasError {
  return new AtlasError('ATLAS_TOKEN_INVALID', `the access token is refused: ${problem}`, {
    hint: 'Log in again: POST /login.',
  });
}
