import { createCipheriv, createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noblePacketCipher } from './packet-cipher-noble.ts';
import { nodePacketCipher } from './packet-cipher-node.ts';

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ minLength, maxLength }),
    // All ones reach the carries and the reduction that random bytes never do.
    fc
      .integer({ min: minLength, max: maxLength })
      .map((length) => new Uint8Array(length).fill(255)),
  );

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const digest = (text: string): Uint8Array =>
  new Uint8Array(createHash('sha512').update(text).digest());

/** What OpenSSL makes of it. */
function reference(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(associated, { plaintextLength: plain.length });
  return new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

function seal(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  const out = new Uint8Array(plain.length + 16);
  nodePacketCipher.seal(key, nonce, associated, plain, plain.length, out, 0);
  return out;
}

test('it seals as RFC 8439 says (section 2.8.2)', () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
  const plain = new TextEncoder().encode(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, " +
      'sunscreen would be it.',
  );
  const [nonce, associated] = [hex('070000004041424344454647'), hex('50515253c0c1c2c3c4c5c6c7')];
  expect(Buffer.from(seal(key, nonce, associated, plain)).toString('hex')).toBe(
    'd31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6' +
      '3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36' +
      '92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc' +
      '3ff4def08e4b7a9de576d26586cec64b6116' +
      '1ae10b594f09e26a7e902ecbd0600691',
  );
});

test('every length of text up to 1300, and of associated data up to 64, is sealed as by OpenSSL', () => {
  const [key, nonce] = [digest('key').subarray(0, 32), digest('nonce').subarray(0, 12)];
  const [data, text] = [digest('data'), new Uint8Array(1300)];
  for (let i = 0; i < text.length; i++) text[i] = data[i % 64] ^ i;
  for (let length = 0; length <= text.length; length++) {
    const [plain, associated] = [text.subarray(0, length), data.subarray(0, length % 65)];
    const sealed = seal(key, nonce, associated, plain);
    expect(Buffer.compare(sealed, reference(key, nonce, associated, plain))).toBe(0);
    const opened = nodePacketCipher.open(key, nonce, associated, sealed, 0, sealed.length);
    expect(opened && Buffer.compare(opened, plain)).toBe(0);
  }
});

test('all ciphers seal alike, and open what another sealed', () => {
  const places = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
  const lengths = fc.tuple(bytes(0, 1300), places);
  fc.assert(
    fc.property(
      bytes(32, 32),
      bytes(12, 12),
      bytes(0, 64),
      lengths,
      (key, nonce, associated, [plain, [at, behind]]) => {
        // What lies behind the text is none of it.
        const longer = Uint8Array.from([...plain, 1, 2, 3]);
        const expected = new Uint8Array(at + plain.length + 16 + behind);
        expected.set(reference(key, nonce, associated, plain), at);
        const end = at + plain.length + 16;
        for (const cipher of [nodePacketCipher, noblePacketCipher]) {
          const out = new Uint8Array(expected.length);
          cipher.seal(key, nonce, associated, longer, plain.length, out, at);
          expect(out).toEqual(expected);
          expect(cipher.open(key, nonce, associated, out, at, end)).toEqual(plain);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('any bit of text, tag, nonce or associated data that is changed is noticed', () => {
  const [key, nonce] = [digest('key').subarray(0, 32), digest('nonce').subarray(0, 12)];
  const associated = digest('data').subarray(0, 22);
  for (const length of [0, 32, 63, 192, 193, 300]) {
    const plain = new Uint8Array(length).map((_, i) => i * i);
    const out = seal(key, nonce, associated, plain);
    const open = (): Uint8Array | null =>
      nodePacketCipher.open(key, nonce, associated, out, 0, out.length);
    for (const part of [out, nonce, associated, key]) {
      for (let bit = 0; bit < part.length * 8; bit++) {
        part[bit >> 3] ^= 1 << (bit & 7);
        expect(open()).toBeNull();
        part[bit >> 3] ^= 1 << (bit & 7);
      }
    }
    expect(open()).toEqual(plain);
  }
});

test('what is opened is the caller’s to keep, and nothing of one packet is left in the next', () => {
  const [key, nonce] = [digest('key').subarray(0, 32), digest('nonce').subarray(0, 12)];
  const none = new Uint8Array(0);
  const first = seal(key, nonce, digest('data'), digest('long'));
  const opened = nodePacketCipher.open(key, nonce, digest('data'), first, 0, first.length);
  const second = seal(key, nonce, none, Uint8Array.of(7));
  expect(second).toEqual(reference(key, nonce, none, Uint8Array.of(7)));
  expect(opened).toEqual(digest('long'));
});

test('sizes that do not fit are refused before anything is copied', () => {
  const [key, nonce, none] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)];
  const [most, large] = [new Uint8Array(4096), new Uint8Array(4097)];
  const sealed = seal(key, nonce, new Uint8Array(64), most);
  const open = (associated: Uint8Array, text: Uint8Array, start: number, end: number) =>
    nodePacketCipher.open(key, nonce, associated, text, start, end);
  expect(open(new Uint8Array(64), sealed, 0, sealed.length)).toEqual(most);
  expect(() => seal(key, nonce, none, large)).toThrow('longer');
  expect(() => seal(key, nonce, new Uint8Array(65), most)).toThrow('another size');
  expect(() => seal(key.subarray(1), nonce, none, most)).toThrow('another size');
  expect(() => seal(key, new Uint8Array(13), none, most)).toThrow('another size');
  expect(open(none, new Uint8Array(4113), 0, 4113)).toBeNull();
  expect(open(none, sealed, 8, 23)).toBeNull();
  expect(open(new Uint8Array(64), sealed.subarray(0, 4111), 0, sealed.length)).toBeNull();
});
