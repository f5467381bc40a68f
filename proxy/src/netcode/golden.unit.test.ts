import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { encodeAddressOrFail } from './addresses.ts';
import { writeBigUint64, writeUint32 } from './bytes.ts';
import { openChallengeToken, writeChallengeToken } from './challenge-token.ts';
import {
  openPrivateToken,
  readConnectToken,
  readPrivateToken,
  TOKEN_AT,
  writeConnectToken,
  writePrivateToken,
} from './connect-token.ts';
import { nodePacketCipher } from './packet-cipher-node.ts';
import { noblePacketCipher } from './packet-cipher-noble.ts';
import { openExtended, sealExtended } from './packet-cipher.ts';
import { PacketCodec } from './packet-codec.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const PROTOCOL_ID = 0x1234567890abcdefn;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Keep-alive packets (client 3 of 32) as the C reference implementation seals them, by sequence. */
const REFERENCE_PACKETS: readonly (readonly [bigint, string])[] = [
  [0n, '14001bb842318de6a6d1ea9c6dedef680ec6a1528c6db35d5ce7'],
  [1n, '14019c57f35f952aaf18dcc90d0e5de82c514b2ccb9aafb82c84'],
  [255n, '14ff0c31f0c65041c3374562ad1c9578ce87b8dd7bda8d5a56ba'],
  [256n, '240001ff81f979d58a2a1f2d9c64a6ababb9903685c1cb7345e2e1'],
  [65535n, '24ffff1c721c15c67e56e43b5c5008629327134a96727a0ddbc97f'],
  [65536n, '340000012b05cafa4781e01c08389825228bcabff67a17985993d7b1'],
  [16777215n, '34ffffff356fb528be78754d09bb19f12a22278afe46cac0823fbd6e'],
  [16777216n, '4400000001b47142c0681c09658326d1075e0d85ca2a18e9840e30c52c'],
  [1099511627775n, '54ffffffffff00494fcc9445b57ed46794842daa11cbd7b52f932dd609ab'],
  [18446744073709551615n, '84ffffffffffffffff538355438205b22c890388b4e03971e4c6a7953a60668dca'],
];

test('packets are, byte for byte, those of the C reference implementation', () => {
  for (const cipher of [nodePacketCipher, noblePacketCipher]) {
    const codec = new PacketCodec(cipher, PROTOCOL_ID);
    const data = new Uint8Array(8);
    writeUint32(data, 0, 3);
    writeUint32(data, 4, 32);
    for (const [sequence, expected] of REFERENCE_PACKETS) {
      const low = Number(sequence & 0xffff_ffffn);
      const high = Number(sequence >> 32n);
      const out = new Uint8Array(64);
      const end = codec.seal(KEY, 4, low, high, data, data.length, out, 0);
      expect(hex(out.subarray(0, end))).toBe(expected);
      expect(codec.parseHeader(out.subarray(0, end), 0xff)).toBeNull();
      expect(codec.open(KEY, out.subarray(0, end), null)).toEqual(Buffer.from(data));
    }
  }
});

/** Everything fixed, so that the whole token is. */
function fixedToken(): Uint8Array {
  return writeConnectToken(nodePacketCipher, KEY, {
    protocolId: PROTOCOL_ID,
    createdUnixSeconds: 1_700_000_000,
    expiresUnixSeconds: 1_700_000_045,
    nonce: Uint8Array.from({ length: 24 }, (_, i) => 100 + i),
    private: PRIVATE,
  });
}

const PRIVATE = {
  clientId: 0x1122334455667788n,
  timeoutSeconds: 17,
  servers: [
    encodeAddressOrFail({ host: '127.0.0.1', port: 40000 }),
    encodeAddressOrFail({ host: '::1', port: 40001 }),
  ],
  clientToServerKey: new Uint8Array(32).fill(0xc5),
  serverToClientKey: new Uint8Array(32).fill(0x5c),
  userData: Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
};

test('a connect token has the layout of the standard, byte for byte', () => {
  const token = fixedToken();
  expect(token.length).toBe(2048);
  const public1 = [
    '4e4554434f444520312e303200', // NETCODE 1.02
    'efcdab9078563412', // protocol id
    '00f1536500000000', // created
    '2df1536500000000', // expires
    hex(Uint8Array.from({ length: 24 }, (_, i) => 100 + i)), // nonce
  ].join('');
  expect(hex(token.subarray(0, 61))).toBe(public1);
  const servers = [
    '02000000',
    '017f000001409c',
    '020000000000000000000000000000' + '0100' + '419c',
  ].join('');
  const keys = 'c5'.repeat(32) + '5c'.repeat(32);
  expect(hex(token.subarray(1085)).replace(/(00)+$/, '')).toBe('11000000' + servers + keys);
  const plain = writePrivateToken(PRIVATE);
  expect(plain.length).toBe(1008);
  expect(hex(plain).replace(/(00)+$/, '')).toBe(
    '8877665544332211' + '11000000' + servers + keys + hex(PRIVATE.userData.subarray(0, 255)),
  );
  expect(createHash('sha256').update(token).digest('hex')).toBe(
    'b746a2768db788d5f6a7b374faad269abe24f94e866e3cfbe4b66c1e196c7f93',
  );
});

test('a token opens again, with either of the keys of a rotation, and no other', () => {
  const token = fixedToken();
  const wrong = new Uint8Array(32).fill(9);
  const plain = openPrivateToken(nodePacketCipher, [wrong, KEY], token, TOKEN_AT);
  expect(plain && readPrivateToken(plain)).toEqual(PRIVATE);
  expect(openPrivateToken(nodePacketCipher, [wrong], token, TOKEN_AT)).toBeNull();
  const read = readConnectToken(token);
  expect(read?.servers).toEqual([
    { host: '127.0.0.1', port: 40000 },
    { host: '::1', port: 40001 },
  ]);
  expect(read?.timeoutSeconds).toBe(17);
  expect(read?.createdUnixSeconds).toBe(1_700_000_000);
});

test('the extended nonce agrees with an independent implementation of XChaCha20-Poly1305', () => {
  for (let i = 0; i < 50; i++) {
    const key = createHash('sha256').update(`key ${i}`).digest();
    const nonce = createHash('sha256').update(`nonce ${i}`).digest().subarray(0, 24);
    const associated = Buffer.from(`associated ${i}`);
    const plain = Buffer.alloc(i * 7, i);
    const sealed = sealExtended(nodePacketCipher, key, nonce, associated, plain);
    expect(hex(sealed)).toBe(hex(xchacha20poly1305(key, nonce, associated).encrypt(plain)));
    const end = sealed.length;
    expect(
      openExtended(noblePacketCipher, key, nonce, 0, associated, sealed, 0, end),
    ).not.toBeNull();
  }
});

test('a challenge token carries client id and user data, and opens only with its sequence', () => {
  const out = new Uint8Array(308);
  writeBigUint64(out, 0, 7n);
  writeChallengeToken(nodePacketCipher, KEY, 7, PRIVATE, out, 8);
  const { clientId, userData } = PRIVATE;
  expect(openChallengeToken(nodePacketCipher, KEY, out, 0)).toEqual({ clientId, userData });
  out[0] = 8;
  expect(openChallengeToken(nodePacketCipher, KEY, out, 0)).toBeNull();
});
