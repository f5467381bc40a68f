// The packet cipher as WebAssembly text: ChaCha20-Poly1305 as RFC 8439 has it.
//
// ChaCha20 makes four blocks at a time: each of its sixteen words is a vector of that word in all four, so that a
// round is written as if for one. The first four blocks are the one-time key's and three of the text, which are
// all of most packets. No branch, address or table depends on anything secret, but for whether a tag was right.
//
// `npm run generate` compiles it into ../src/netcode/packet-cipher-code.ts.

/** Where in the memory, one page that never grows, lies what callers write and read; and how long it may be. */
export const LAYOUT = {
  KEY_AT: 0,
  NONCE_AT: 32,
  /** Made by `authenticate`. */
  TAG_AT: 48,
  /** 16 bytes behind it are written over. */
  ASSOCIATED_AT: 64,
  ASSOCIATED_BYTES_MAX: 64,
  /** The first half of the keystream's block 0. */
  ONE_TIME_KEY_AT: 256,
  /** The tag lies behind the text. 32 bytes behind it are written over. */
  TEXT_AT: 1024,
  TEXT_BYTES_MAX: 4096,
};
const { KEY_AT, NONCE_AT, TAG_AT, ASSOCIATED_AT, ONE_TIME_KEY_AT, TEXT_AT } = LAYOUT;
/** The keystream of blocks 0 to 3, and of the four that are in turn after these. */
const FIRST_AT = ONE_TIME_KEY_AT;
const NEXT_AT = 512;
const STREAM_BYTES = 256;
const BLOCK_BYTES = 64;

const range = (count) => Array.from({ length: count }, (_, i) => i);
const get = (name) => `(local.get $${name})`;
const set = (name, value) => `(local.set $${name} ${value})`;
const locals = (type, names) => names.map((name) => `(local $${name} ${type})`);
const i32 = (value) => `(i32.const ${value})`;
const i64 = (value) => `(i64.const ${value})`;
/** An operator of two, over any number of operands. */
const chain =
  (operator) =>
  (first, ...rest) =>
    rest.reduce((left, right) => `(${operator} ${left} ${right})`, first);
const plus = chain('i32.add');
const [add, multiply] = [chain('i64.add'), chain('i64.mul')];
const low = (value) => `(i64.and ${value} ${i64(0xffffffff)})`;
const high = (value) => `(i64.shr_u ${value} ${i64(32)})`;

// ChaCha20, RFC 8439, sections 2.1 to 2.4.

const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];
const WORDS = range(16).map((i) => `w${i}`);

/** Two shifts: as shuffles of bytes, rotations by 16 and 8 were no faster. */
const rotated = (name, bits) =>
  `(v128.or (i32x4.shl ${get(name)} ${i32(bits)}) (i32x4.shr_u ${get(name)} ${i32(32 - bits)}))`;
/** sum += addend; mixed = (mixed ^ sum) <<< bits */
const step = (sum, addend, mixed, bits) => [
  set(sum, `(i32x4.add ${get(sum)} ${get(addend)})`),
  set(mixed, `(v128.xor ${get(mixed)} ${get(sum)})`),
  set(mixed, rotated(mixed, bits)),
];
const quarterRound = (...words) => {
  const [a, b, c, d] = words.map((i) => `w${i}`);
  return [step(a, b, d, 16), step(c, d, b, 12), step(a, b, d, 8), step(c, d, b, 7)];
};
const columnRound = range(4).map((i) => quarterRound(i, 4 + i, 8 + i, 12 + i));
const diagonalRound = range(4).map((i) =>
  quarterRound(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4)),
);

/** A word before the first round: of constants, key, counter (four numbers in a row) or nonce. */
const initialWord = (i) => {
  const loaded = (at) => `(v128.load32_splat ${i32(at)})`;
  if (i < 4) return `(i32x4.splat ${i32(CONSTANTS[i])})`;
  if (i < 12) return loaded(KEY_AT + (i - 4) * 4);
  if (i > 12) return loaded(NONCE_AT + (i - 13) * 4);
  return `(i32x4.add (i32x4.splat ${get('counter')}) (v128.const i32x4 0 1 2 3))`;
};

/** Four words of each of four blocks, which lie by word, are stored by block. */
const storeByBlock = (group) => {
  const [a, b, c, d] = range(4).map((i) => `w${group * 4 + i}`);
  const pick = (laneBytes, lanes, left, right) => {
    const bytes = lanes.flatMap((lane) => range(laneBytes).map((i) => lane * laneBytes + i));
    return `(i8x16.shuffle ${bytes.join(' ')} ${get(left)} ${get(right)})`;
  };
  const store = (block, halves) =>
    `(v128.store offset=${block * BLOCK_BYTES + group * 16} ${get('to')} ${pick(8, halves, 'ab', 'cd')})`;
  const twoBlocks = (first, lanes) => [
    set('ab', pick(4, lanes, a, b)),
    set('cd', pick(4, lanes, c, d)),
    store(first, [0, 2]),
    store(first + 1, [1, 3]),
  ];
  return [twoBlocks(0, [0, 4, 1, 5]), twoBlocks(2, [2, 6, 3, 7])];
};

/** Blocks counter to counter + 3 of the keystream, to $to. */
const keystream = [
  '(func $keystream (param $counter i32) (param $to i32)',
  locals('v128', [...WORDS, 'ab', 'cd']),
  locals('i32', ['rounds']),
  WORDS.map((word, i) => set(word, initialWord(i))),
  set('rounds', i32(20)),
  '(loop $twoRounds',
  columnRound,
  diagonalRound,
  `(br_if $twoRounds (local.tee $rounds (i32.sub ${get('rounds')} ${i32(2)}))))`,
  WORDS.map((word, i) => set(word, `(i32x4.add ${get(word)} ${initialWord(i)})`)),
  range(4).map(storeByBlock),
  ')',
];

/** XORs the keystream from block 1 on into the text, in whole vectors. Blocks 0 to 3 have been made. */
const encrypt = [
  '(func $encrypt (param $length i32)',
  locals('i32', ['at', 'end', 'stream', 'counter']),
  set('at', i32(TEXT_AT)),
  set('end', plus(i32(TEXT_AT), get('length'))),
  set('stream', i32(FIRST_AT + BLOCK_BYTES)),
  '(block $done (loop $vectors',
  `(br_if $done (i32.ge_u ${get('at')} ${get('end')}))`,
  `(if (i32.eqz (i32.and ${get('stream')} ${i32(STREAM_BYTES - 1)})) (then`,
  set('counter', plus(get('counter'), i32(4))),
  set('stream', i32(NEXT_AT)),
  `(call $keystream ${get('counter')} ${get('stream')})`,
  '))',
  `(v128.store ${get('at')} (v128.xor (v128.load ${get('at')}) (v128.load ${get('stream')})))`,
  set('at', plus(get('at'), i32(16))),
  set('stream', plus(get('stream'), i32(16))),
  '(br $vectors)))',
  ')',
];

// Poly1305, RFC 8439, section 2.5, modulo p = 2^130 - 5. The sum is four limbs of 32 bits, h0 to h3, and what is
// above, h4. Of r, four limbs, the standard keeps 28 bits of each, and without the lowest two but for r0. So
// 2^128 × r1 to r3 are, modulo p, exactly their quarters × 5: the q's, as 2^130 is 5. 2^128 × r0 is q0 likewise and,
// for its lowest two bits, as it is. A column of products stays below 2^64: a limb of the sum and a block's are less
// than 2^33, r's less than 2^28 and q's less than 1.25 × 2^28; three of a column are q's, and h4 is at most 5.

const LIMBS = range(4);
const columnSum = (...pairs) => add(...pairs.map(([a, b]) => multiply(get(a), get(b))));

/** h = (h + the block at $at + 2^128) × r, reduced until h0 to h3 are below 2^32 again and h4 at most 4. */
const takeBlock = [
  LIMBS.map((i) => set(`h${i}`, add(get(`h${i}`), `(i64.load32_u offset=${i * 4} ${get('at')})`))),
  set('h4', add(get('h4'), i64(1))),
  set('d0', columnSum(['h0', 'r0'], ['h1', 'q3'], ['h2', 'q2'], ['h3', 'q1'], ['h4', 'q0'])),
  set('d1', columnSum(['h0', 'r1'], ['h1', 'r0'], ['h2', 'q3'], ['h3', 'q2'], ['h4', 'q1'])),
  set('d2', columnSum(['h0', 'r2'], ['h1', 'r1'], ['h2', 'r0'], ['h3', 'q3'], ['h4', 'q2'])),
  set('d3', columnSum(['h0', 'r3'], ['h1', 'r2'], ['h2', 'r1'], ['h3', 'r0'], ['h4', 'q3'])),
  set('d4', add(multiply(get('h4'), get('r0Low')), high(get('d3')))),
  // From 2^130 on it comes back fivefold.
  set('carry', add(multiply(`(i64.shr_u ${get('d4')} ${i64(2)})`, i64(5)), low(get('d0')))),
  set('h0', low(get('carry'))),
  [1, 2, 3].map((i) => [
    set('carry', add(high(get('carry')), high(get(`d${i - 1}`)), low(get(`d${i}`)))),
    set(`h${i}`, low(get('carry'))),
  ]),
  set('h4', add(high(get('carry')), `(i64.and ${get('d4')} ${i64(3)})`)),
];

/** Takes p away if h reaches it, that is if h + 5 reaches 2^130. The tag is h + s modulo 2^128. */
const finish = [
  set('carry', add(get('h0'), i64(5))),
  [1, 2, 3, 4].map((i) => set('carry', add(get(`h${i}`), high(get('carry'))))),
  set('carry', multiply(`(i64.shr_u ${get('carry')} ${i64(2)})`, i64(5))),
  LIMBS.map((i) => [
    set(
      'carry',
      add(
        i === 0 ? get('carry') : high(get('carry')),
        get(`h${i}`),
        `(i64.load32_u ${i32(ONE_TIME_KEY_AT + 16 + i * 4)})`,
      ),
    ),
    `(i64.store32 ${i32(TAG_AT + i * 4)} ${get('carry')})`,
  ]),
];

/** The tag, by the one-time key, of the blocks from ASSOCIATED_AT to $associatedEnd and TEXT_AT to $end. */
const authenticate = [
  '(func $authenticate (export "authenticate") (param $associatedEnd i32) (param $end i32)',
  locals('i32', ['at']),
  locals('i64', ['h0', 'h1', 'h2', 'h3', 'h4', 'd0', 'd1', 'd2', 'd3', 'd4', 'carry']),
  locals('i64', ['r0', 'r1', 'r2', 'r3', 'r0Low', 'q0', 'q1', 'q2', 'q3']),
  LIMBS.map((i) => [
    set(
      `r${i}`,
      `(i64.and (i64.load32_u ${i32(ONE_TIME_KEY_AT + i * 4)}) ${i64(i === 0 ? 0x0fffffff : 0x0ffffffc)})`,
    ),
    set(`q${i}`, multiply(`(i64.shr_u ${get(`r${i}`)} ${i64(2)})`, i64(5))),
  ]),
  set('r0Low', `(i64.and ${get('r0')} ${i64(3)})`),
  set('at', i32(ASSOCIATED_AT)),
  '(loop $blocks',
  `(if (i32.eq ${get('at')} ${get('associatedEnd')}) (then ${set('at', i32(TEXT_AT))}))`,
  takeBlock,
  set('at', plus(get('at'), i32(16))),
  `(br_if $blocks (i32.ne ${get('at')} ${get('end')})))`,
  finish,
  ')',
];

// The construction, RFC 8439, section 2.8.

const padded = (length) => `(i32.and ${plus(get(length), i32(15))} ${i32(-16)})`;

/** The tag of associated data and ciphertext, each padded with zeros, and of their lengths. */
const authenticateAll = [
  '(func $authenticateAll (param $associated i32) (param $length i32)',
  locals('i32', ['lengthsAt']),
  `(v128.store offset=${ASSOCIATED_AT} ${get('associated')} (v128.const i64x2 0 0))`,
  `(v128.store offset=${TEXT_AT} ${get('length')} (v128.const i64x2 0 0))`,
  set('lengthsAt', plus(i32(TEXT_AT), padded('length'))),
  `(i64.store ${get('lengthsAt')} (i64.extend_i32_u ${get('associated')}))`,
  `(i64.store offset=8 ${get('lengthsAt')} (i64.extend_i32_u ${get('length')}))`,
  '(call $authenticate',
  plus(i32(ASSOCIATED_AT), padded('associated')),
  plus(get('lengthsAt'), i32(16)),
  '))',
];

const firstKeystream = `(call $keystream ${i32(0)} ${i32(FIRST_AT)})`;
const encryptText = `(call $encrypt ${get('length')})`;
const authenticateText = `(call $authenticateAll ${get('associated')} ${get('length')})`;
const tagHalf = (half) => `(i64.load ${i32(TAG_AT + half * 8)})`;
const behindText = (half) => `offset=${TEXT_AT + half * 8} ${get('length')}`;

/** Ciphertext and tag in place of the text. */
const seal = [
  '(func (export "seal") (param $associated i32) (param $length i32)',
  firstKeystream,
  encryptText,
  authenticateText,
  range(2).map((half) => `(i64.store ${behindText(half)} ${tagHalf(half)})`),
  ')',
];

/** 1, and the text in place of ciphertext and tag; or 0 if they are not authentic. */
const open = [
  '(func (export "open") (param $associated i32) (param $length i32) (result i32)',
  locals('i64', ['tag0', 'tag1']),
  range(2).map((half) => set(`tag${half}`, `(i64.load ${behindText(half)})`)),
  firstKeystream,
  authenticateText,
  '(if (i64.ne (i64.or',
  range(2).map((half) => `(i64.xor ${get(`tag${half}`)} ${tagHalf(half)})`),
  `) ${i64(0)}) (then (return ${i32(0)})))`,
  encryptText,
  i32(1),
  ')',
];

export const PACKET_CIPHER_TEXT = [
  '(module (memory (export "memory") 1 1)',
  [keystream, encrypt, authenticate, authenticateAll, seal, open],
  ')',
]
  .flat(Infinity)
  .join('\n');
