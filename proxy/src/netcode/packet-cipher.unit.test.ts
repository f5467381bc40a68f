import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noblePacketCipher } from './packet-cipher-noble.ts';
import { nodePacketCipher } from './packet-cipher-node.ts';
import { scriptPacketCipher } from './packet-cipher-script.ts';

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ minLength, maxLength }),
    // All ones reach the carries and the reduction that random bytes never do.
    fc
      .integer({ min: minLength, max: maxLength })
      .map((length) => new Uint8Array(length).fill(255)),
  );

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

test('the cipher in plain JavaScript seals as RFC 8439 says (section 2.8.2)', () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
  const plain = new TextEncoder().encode(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, " +
      'sunscreen would be it.',
  );
  const out = new Uint8Array(plain.length + 16);
  const [nonce, associated] = [hex('070000004041424344454647'), hex('50515253c0c1c2c3c4c5c6c7')];
  scriptPacketCipher.seal(key, nonce, associated, plain, plain.length, out, 0);
  expect(Buffer.from(out.subarray(plain.length)).toString('hex')).toBe(
    '1ae10b594f09e26a7e902ecbd0600691',
  );
});

test('all ciphers seal alike, and open what another sealed', () => {
  const lengths = fc.tuple(bytes(0, 1300), fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(
      bytes(32, 32),
      bytes(12, 12),
      bytes(0, 48),
      lengths,
      (key, nonce, associated, [plain, at]) => {
        // What lies behind the text is none of it.
        const longer = Uint8Array.from([...plain, 1, 2, 3]);
        const ciphers = [scriptPacketCipher, nodePacketCipher, noblePacketCipher];
        const sealed = ciphers.map((cipher) => {
          const out = new Uint8Array(at + plain.length + 16);
          cipher.seal(key, nonce, associated, longer, plain.length, out, at);
          return out;
        });
        expect(sealed[0]).toEqual(sealed[1]);
        expect(sealed[0]).toEqual(sealed[2]);
        const [{ length }] = sealed;
        const opened = scriptPacketCipher.open(key, nonce, associated, sealed[1], at, length);
        expect(opened).toEqual(plain);
      },
    ),
    { numRuns: 500 },
  );
});

test('any bit of text, tag, nonce or associated data that is changed is noticed', () => {
  const digest = (text: string): Uint8Array =>
    new Uint8Array(createHash('sha256').update(text).digest());
  const [key, plain] = [digest('key'), digest('plain')];
  const [nonce, associated] = [digest('nonce').subarray(0, 12), digest('data').subarray(0, 22)];
  const out = new Uint8Array(48);
  scriptPacketCipher.seal(key, nonce, associated, plain, plain.length, out, 0);
  const open = (): Uint8Array | null =>
    scriptPacketCipher.open(key, nonce, associated, out, 0, out.length);
  for (const part of [out, nonce, associated]) {
    for (let bit = 0; bit < part.length * 8; bit++) {
      part[bit >> 3] ^= 1 << (bit & 7);
      expect(open()).toBeNull();
      part[bit >> 3] ^= 1 << (bit & 7);
    }
  }
  expect(open()).toEqual(plain);
  expect(scriptPacketCipher.open(key, nonce, associated, out, 40, 48)).toBeNull();
});
