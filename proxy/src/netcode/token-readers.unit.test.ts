import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeAddress, decodeAddress } from './addresses.ts';
import { readSessionClaims, writeSessionClaims } from './connect-token-user-data.ts';
import { readConnectToken, readPrivateToken } from './connect-token.ts';
import { sessionId } from '@atlasnet/schemas';

test('readers of tokens, claims and addresses take any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2100 }), (bytes) => {
      readConnectToken(bytes);
      readPrivateToken(bytes);
      readSessionClaims(bytes);
      const token = new Uint8Array(2048);
      token.set(bytes.subarray(0, 2048));
      token.set(Buffer.from('NETCODE 1.02\0'), 0);
      readConnectToken(token);
    }),
    { numRuns: 300 },
  );
});

test('session claims come back as they were written', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' }),
      fc.maxSafeNat(),
      fc.maxSafeNat(),
      (account, session, generation) => {
        const claims = { account, session: sessionId(session), generation };
        const written = writeSessionClaims(claims);
        if (Buffer.byteLength(account) > 200) expect(written).toBeNull();
        else expect(written && readSessionClaims(written)).toEqual(claims);
      },
    ),
  );
});

test('addresses come back in the form in which sockets report them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(65_535), (host, port) => {
      const encoded = encodeAddress({ host, port });
      if (!encoded) throw new Error(`${host} is an address`);
      const decoded = decodeAddress(encoded, 0);
      expect(decoded.port).toBe(port);
      const expected = host.includes(':')
        ? new URL(`http://[${host}]`).hostname.slice(1, -1)
        : host;
      expect(decoded.host).toBe(expected);
    }),
  );
  for (const host of ['', 'localhost', '1.2.3', '1.2.3.256', '::1::', '1:2:3:4:5:6:7', 'g::']) {
    expect(encodeAddress({ host, port: 1 })).toBeNull();
  }
});
