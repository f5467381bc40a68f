import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { makeLoginProvider } from './login-from-config.ts';
import type { LoginOptions } from './login-from-config.ts';

const NOW_MS = 1_800_000_000_000;

/** A JWT by hand: the issuer is not ours, so neither is what signs. */
function jwtOf(header: object, claims: object, sign: (text: string) => string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${sign(signed)}`;
}

async function withIssuer(use: (options: LoginOptions, issue: (sub: string) => string) => unknown) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'EdDSA' };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}/`;
  const options: LoginOptions = {
    kind: 'jwt',
    world: 'arena',
    othersCome: 'it binds 0.0.0.0',
    allowedBeyond: false,
    jwt: { jwksUrl: `${issuer}jwks`, issuer, audience: 'the-game' },
    ticketKey: () => new Uint8Array(32),
  };
  const issue = (sub: string): string =>
    jwtOf(
      { alg: 'EdDSA', kid: 'k1' },
      { iss: issuer, aud: 'the-game', sub, exp: NOW_MS / 1000 + 60 },
      (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
    );
  try {
    await use(options, issue);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  return { options, issue };
}

test("an external issuer's tokens are checked by the keys that it serves", async () => {
  const after = await withIssuer(async (options, issue) => {
    const provider = makeLoginProvider(options);
    expect(await provider.login({ token: issue('ada') }, NOW_MS)).toBe('ada');
    const [header, , signature] = issue('ada').split('.');
    const [, other] = issue('eve').split('.');
    const forged = `${header}.${other}.${signature}`;
    await expect(provider.login({ token: forged }, NOW_MS)).rejects.toMatchObject({
      code: 'ATLAS_GATEWAY_LOGIN_REFUSED',
    });
  });
  const late = makeLoginProvider(after.options);
  await expect(late.login({ token: after.issue('ada') }, NOW_MS)).rejects.toMatchObject({
    code: 'ATLAS_GATEWAY_LOGIN_UNAVAILABLE',
    retriable: true,
  });
});

test('the configuration decides who is let in, and development only where nobody else asks', async () => {
  const options: LoginOptions = {
    kind: 'development',
    world: 'arena',
    othersCome: null,
    allowedBeyond: false,
    jwt: { jwksUrl: '', issuer: '', audience: '' },
    ticketKey: () => new Uint8Array(32).fill(1),
  };
  expect(await makeLoginProvider(options).login({ name: 'ada' }, NOW_MS)).toBe('ada');
  const reached = { ...options, othersCome: 'it binds 0.0.0.0' };
  expect(() => makeLoginProvider(reached)).toThrow('any name');
  const ticket = makeLoginProvider({ ...reached, kind: 'ticket' });
  await expect(ticket.login({ name: 'ada' }, NOW_MS)).rejects.toMatchObject({
    code: 'ATLAS_GATEWAY_REQUEST_INVALID',
  });
});
