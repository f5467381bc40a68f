import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { SignJWT, createLocalJWKSet, decodeProtectedHeader, exportJWK } from 'jose';
import type { JWTPayload } from 'jose';
import { AccessTokens } from './access-tokens.ts';
import { DevelopmentLogin, JwtLogin, TicketLogin } from './login-provider.ts';

const NOW_MS = 1_800_000_000_000;
const NOW_S = NOW_MS / 1000;
const seedOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

function tokensOf(...bytes: readonly number[]): Promise<AccessTokens> {
  const seeds = bytes.map(seedOf);
  return AccessTokens.create({ world: 'arena', seeds, lifetimeMs: 60_000 });
}

test('an access token says who logged in, until it expires', async () => {
  const tokens = await tokensOf(1);
  const { token, expiresMs } = await tokens.sign('ada', NOW_MS);
  expect(expiresMs).toBe(NOW_MS + 60_000);
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
  expect(await tokens.verify(token, NOW_MS + 59_000)).toBe('ada');
  await expect(tokens.verify(token, NOW_MS + 61_000)).rejects.toMatchObject({
    code: 'ATLAS_TOKEN_INVALID',
    message: expect.stringContaining('expired') as unknown,
  });
});

test('after a rotation the tokens of the key before are accepted, after two no longer', async () => {
  const { token } = await (await tokensOf(1)).sign('ada', NOW_MS);
  const rotated = await tokensOf(2, 1);
  expect(await rotated.verify(token, NOW_MS)).toBe('ada');
  const fresh = await rotated.sign('ada', NOW_MS);
  expect(decodeProtectedHeader(fresh.token).kid).not.toBe(decodeProtectedHeader(token).kid);
  const twice = await tokensOf(3, 2);
  expect(await twice.verify(fresh.token, NOW_MS)).toBe('ada');
  await expect(twice.verify(token, NOW_MS)).rejects.toMatchObject({ code: 'ATLAS_TOKEN_INVALID' });
});

test('a changed token, one of another world, one without signature and one by HMAC are refused', async () => {
  const tokens = await tokensOf(1);
  const { token } = await tokens.sign('ada', NOW_MS);
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'eve' })).toString('base64url');
  const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  const kid = decodeProtectedHeader(token).kid ?? '';
  const publicX = Buffer.from(tokens.publicKeys.keys[0].x ?? '', 'base64url');
  const byHmac = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid, typ: 'at+jwt' })
    .sign(publicX);
  const other = await AccessTokens.create({
    world: 'elsewhere',
    seeds: [seedOf(1)],
    lifetimeMs: 60_000,
  });
  const forged = [
    `${header}.${changed}.${signature}`,
    `${none}.${payload}.`,
    byHmac,
    (await other.sign('ada', NOW_MS)).token,
    'a.b.c',
    '',
    'x'.repeat(10_000),
  ];
  for (const each of forged) {
    await expect(tokens.verify(each, NOW_MS)).rejects.toMatchObject({
      code: 'ATLAS_TOKEN_INVALID',
    });
  }
});

test('the published keys are public and name each key once', async () => {
  const { keys } = (await tokensOf(1, 2)).publicKeys;
  expect(keys).toHaveLength(2);
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
  for (const key of keys) expect(key).not.toHaveProperty('d');
});

test('development takes any printable name, and only where nobody else can reach it', async () => {
  const login = new DevelopmentLogin({ othersCome: null, allowedBeyond: false });
  expect(await login.login({ name: '  Ada ' })).toBe('Ada');
  expect(await login.login({ name: 'Ame\u0301lie' })).toBe('Am\u00e9lie');
  const refused = ['', '   ', 'a\u0000b', 'a\u202eb', '\ud800', 'x'.repeat(201)];
  for (const name of refused) {
    await expect(login.login({ name })).rejects.toMatchObject({
      code: 'ATLAS_GATEWAY_LOGIN_REFUSED',
    });
  }
  await expect(login.login({ token: 'x' })).rejects.toMatchObject({
    code: 'ATLAS_GATEWAY_REQUEST_INVALID',
  });
  expect(
    () => new DevelopmentLogin({ othersCome: 'it binds 0.0.0.0', allowedBeyond: false }),
  ).toThrow(expect.objectContaining({ code: 'ATLAS_CONFIG_INVALID' }));
  const allowed = new DevelopmentLogin({ othersCome: 'it binds 0.0.0.0', allowedBeyond: true });
  expect(await allowed.login({ name: 'ada' })).toBe('ada');
});

test("a JWT of the issuer names its subject; another's, another audience's and a late one do not", async () => {
  const issuer = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(issuer.publicKey)), kid: 'k1' };
  const login = new JwtLogin({
    keys: createLocalJWKSet({ keys: [jwk] }),
    issuer: 'https://accounts.example',
    audience: 'the-game',
  });
  const make = (changes: JWTPayload = {}, key = issuer.privateKey, kid = 'k1') =>
    new SignJWT({
      iss: 'https://accounts.example',
      aud: 'the-game',
      sub: 'ada',
      exp: NOW_S + 60,
      ...changes,
    })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(key);
  expect(await login.login({ token: await make() }, NOW_MS)).toBe('ada');
  const refused = [
    await make({ aud: 'another-game' }),
    await make({ iss: 'https://evil.example' }),
    await make({ exp: NOW_S - 60 }),
    await make({ sub: undefined }),
    await make({}, stranger.privateKey),
    await make({}, issuer.privateKey, 'k2'),
    'nonsense',
  ];
  for (const token of refused) {
    await expect(login.login({ token }, NOW_MS)).rejects.toMatchObject({
      code: 'ATLAS_GATEWAY_LOGIN_REFUSED',
    });
  }
});

test('an issuer whose keys cannot be read is a reason to try again, not a refusal', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const keys = () => Promise.reject(new TypeError('fetch failed'));
  const login = new JwtLogin({ keys, issuer: 'i', audience: 'a' });
  const token = await new SignJWT({ iss: 'i', aud: 'a', sub: 'ada', exp: NOW_S + 60 })
    .setProtectedHeader({ alg: 'EdDSA' })
    .sign(privateKey);
  await expect(login.login({ token }, NOW_MS)).rejects.toMatchObject({
    code: 'ATLAS_GATEWAY_LOGIN_UNAVAILABLE',
    retriable: true,
  });
});

test('a ticket signed with the shared key is good for this world and ten minutes at most', async () => {
  const key = seedOf(7);
  const login = new TicketLogin(key, 'arena');
  const make = (claims: JWTPayload, secret = key) =>
    new SignJWT({ sub: 'ada', aud: 'arena', iat: NOW_S, exp: NOW_S + 60, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(secret);
  expect(await login.login({ ticket: await make({}) }, NOW_MS)).toBe('ada');
  const refused = [
    await make({ aud: 'elsewhere' }),
    await make({ exp: NOW_S - 60 }),
    await make({ iat: NOW_S - 700, exp: NOW_S + 10_000 }),
    await make({ exp: undefined }),
    await make({ sub: '' }),
    await make({}, seedOf(8)),
  ];
  for (const ticket of refused) {
    await expect(login.login({ ticket }, NOW_MS)).rejects.toMatchObject({
      code: 'ATLAS_GATEWAY_LOGIN_REFUSED',
    });
  }
});
