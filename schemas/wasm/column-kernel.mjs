// Loops over everyone who moved, as WebAssembly text: who is outside of a box and what MoveNotes notes of each entity,
// four at a time, and a cell's notes packed into its two columns, eight at a time.
//
// `npm run generate` compiles it into ../src/codec/column-kernel-code.ts.

/** What lies where in the memory; the columns' places are parameters. */
export const LAYOUT = {
  /** By eight bits, of which each says whether a note's half has a second byte: sixteen bytes, which of theirs are written. */
  SHUFFLES_AT: 0,
  /** What there is beside a result: how far `note` saw anybody go, and how many `pack` has gathered. */
  RESULTS_AT: 4096,
  /** Five columns of a piece of the table lie here, and what callers lay out behind them. */
  COLUMNS_AT: 4112,
  /** As many entities. */
  PIECE: 4096,
  /** No note was made. No move is written like this: a varint of two bytes does not end in a zero, as its y would. */
  NO_NOTE: 0x0080_0000,
  /** A zigzag number of more bits is more than a note holds. */
  NOTE_BITS: 14,
};
const { SHUFFLES_AT, RESULTS_AT, NO_NOTE, NOTE_BITS } = LAYOUT;
const FARTHEST_AT = RESULTS_AT;
const COUNT_AT = RESULTS_AT + 4;

const range = (count) => Array.from({ length: count }, (_, i) => i);
const get = (name) => `(local.get $${name})`;
const set = (name, value) => `(local.set $${name} ${value})`;
const i32 = (value) => `(i32.const ${value})`;
const params = (names) => names.map((name) => `(param $${name} i32)`);
const locals = (type, names) => names.map((name) => `(local $${name} ${type})`);
const add = (a, b) => `(i32.add ${a} ${b})`;
const splat = (value) => `(i32x4.splat ${i32(value)})`;
const or = (a, b) => `(v128.or ${a} ${b})`;
const and = (a, b) => `(v128.and ${a} ${b})`;
const shift = (how, value, bits) => `(i32x4.${how} ${value} ${i32(bits)})`;
const load = (column) => `(v128.load ${add(get(column), get('at'))})`;
const store = (column, value) => `(v128.store ${add(get(column), get('at'))} ${value})`;

/** Of a column, how far from what was shown, as a zigzag number. */
const zigzag = (name, now, shown) => [
  set(name, `(i32x4.sub ${load(now)} ${load(shown)})`),
  set(name, `(v128.xor ${shift('shl', get(name), 1)} ${shift('shr_s', get(name), 31)})`),
];
/** Of each number seven bits as they are, seven one place higher, and between them whether those are needed. */
const noteOfBoth = [
  set('both', or(get('zigzagX'), shift('shl', get('zigzagY'), 16))),
  set(
    'note',
    or(
      or(
        and(get('both'), splat(0x007f_007f)),
        shift('shl', and(get('both'), splat(0x3f80_3f80)), 1),
      ),
      and(
        shift('shr_u', `(i32x4.add ${get('both')} ${splat(0x3f80_3f80)})`, 7),
        splat(0x0080_0080),
      ),
    ),
  ),
];

/** Appends to a list, by bits of $lanes, the entities of the vector at $at that they stand for; $from is the first one's. */
const listLanes = (list) => [
  `(block $listed (loop $each`,
  `(br_if $listed (i32.eqz ${get('lanes')}))`,
  `(i32.store ${get(list)} ${add(get('from'), add(`(i32.shr_u ${get('at')} ${i32(2)})`, `(i32.ctz ${get('lanes')})`))})`,
  set(list, add(get(list), i32(4))),
  set('lanes', `(i32.and ${get('lanes')} (i32.sub ${get('lanes')} ${i32(1)}))`),
  '(br $each)))',
];
const AXES = ['x', 'y', 'z'];
const beyond = (axis) =>
  or(
    `(i32x4.lt_s ${load(axis)} (i32x4.splat ${get(`low${axis}`)}))`,
    `(i32x4.gt_s ${load(axis)} (i32x4.splat ${get(`high${axis}`)}))`,
  );

/** Lists those of `count` entities (in whole vectors: and up to three more) who are outside of a box; returns the list's end. */
const outside = [
  '(func (export "outside")',
  params([
    'from',
    'count',
    ...AXES,
    ...AXES.map((axis) => `low${axis}`),
    ...AXES.map((axis) => `high${axis}`),
    'list',
  ]),
  '(result i32)',
  locals('i32', ['at', 'end', 'lanes']),
  set('end', `(i32.shl ${get('count')} ${i32(2)})`),
  '(block $done (loop $vectors',
  `(br_if $done (i32.ge_u ${get('at')} ${get('end')}))`,
  set('lanes', `(i32x4.bitmask ${AXES.map(beyond).reduce(or)})`),
  listLanes('list'),
  set('at', add(get('at'), i32(16))),
  '(br $vectors)))',
  get('list'),
  ')',
];

/**
 * Notes of `count` entities (read and written in whole vectors: up to three more), what is left of their room, and
 * the list of whose place must be looked at, whose end it returns.
 */
const note = [
  '(func (export "note")',
  params(['from', 'count', 'x', 'y', 'shownX', 'shownY', 'room', 'notes', 'unsure', 'all']),
  '(result i32)',
  locals('i32', ['at', 'end', 'lanes']),
  locals('v128', ['zigzagX', 'zigzagY', 'far', 'left', 'both', 'note', 'farthest', 'canStand']),
  set('end', `(i32.shl ${get('count')} ${i32(2)})`),
  set('canStand', `(i32x4.splat (i32.sub ${get('all')} ${i32(1)}))`),
  '(block $done (loop $vectors',
  `(br_if $done (i32.ge_u ${get('at')} ${get('end')}))`,
  zigzag('zigzagX', 'x', 'shownX'),
  zigzag('zigzagY', 'y', 'shownY'),
  // At least the larger of them; a negative move's number is one too low.
  set('far', or(get('zigzagX'), get('zigzagY'))),
  set('farthest', or(get('farthest'), get('far'))),
  set('left', `(i32x4.sub (i32x4.sub ${load('room')} ${get('far')}) ${splat(1)})`),
  store('room', get('left')),
  noteOfBoth,
  store(
    'notes',
    `(v128.bitselect ${splat(NO_NOTE)} ${get('note')} ${and(get('canStand'), `(i32x4.eq ${get('far')} ${splat(0)})`)})`,
  ),
  // Bit by bit, the sign of what is left or a distance that is more than a note holds.
  set(
    'lanes',
    `(i32x4.bitmask ${or(get('left'), `(i32x4.ne ${shift('shr_u', get('far'), NOTE_BITS)} ${splat(0)})`)})`,
  ),
  listLanes('unsure'),
  set('at', add(get('at'), i32(16))),
  '(br $vectors)))',
  `(i32.store ${i32(FARTHEST_AT)} (i32.or`,
  range(2).map(
    (half) =>
      `(i32.or (i32x4.extract_lane ${half} ${get('farthest')}) (i32x4.extract_lane ${half + 2} ${get('farthest')}))`,
  ),
  '))',
  get('unsure'),
  ')',
];

const noteAt = (place) =>
  add(get('notes'), `(i32.shl (i32.load offset=${place * 4} ${get('slots')}) ${i32(2)})`);
/** Appends a note, unless it is none. */
const gather = (value) => [
  `(i32.store ${get('to')} (local.tee $one ${value}))`,
  set('to', add(get('to'), `(i32.shl (i32.ne ${get('one')} ${i32(NO_NOTE)}) ${i32(2)})`)),
];

/** One column of the gathered notes: of each the half that begins at byte `half` of it, one or two bytes. */
const column = (half) => {
  const picked = range(8).flatMap((i) => [i * 4 + half, i * 4 + half + 1]);
  return [
    set('at', get('gathered')),
    `(block $written${half} (loop $eights${half}`,
    `(br_if $written${half} (i32.ge_u ${get('at')} ${get('to')}))`,
    set(
      'halves',
      `(i8x16.shuffle ${picked.join(' ')} (v128.load ${get('at')}) (v128.load offset=16 ${get('at')}))`,
    ),
    set('seconds', `(i16x8.bitmask (i16x8.shl ${get('halves')} ${i32(8)}))`),
    `(v128.store ${get('out')} (i8x16.swizzle ${get('halves')}`,
    `(v128.load offset=${SHUFFLES_AT} (i32.shl ${get('seconds')} ${i32(4)}))))`,
    set('rest', `(i32.shr_u (i32.sub ${get('to')} ${get('at')}) ${i32(2)})`),
    `(if (i32.lt_u ${get('rest')} ${i32(8)}) (then`,
    set(
      'seconds',
      `(i32.and ${get('seconds')} (i32.sub (i32.shl ${i32(1)} ${get('rest')}) ${i32(1)}))`,
    ),
    `) (else ${set('rest', i32(8))}))`,
    set('out', add(add(get('out'), get('rest')), `(i32.popcnt ${get('seconds')})`)),
    set('at', add(get('at'), i32(32))),
    `(br $eights${half})))`,
  ];
};

/** Gathers the notes of `length` slots; leaves at COUNT_AT how many have one. 28 bytes behind these are read later. */
const gatherNotes = [
  '(func $gather',
  params(['slots', 'length', 'notes', 'gathered']),
  locals('i32', ['end', 'to', 'one']),
  locals('v128', ['four']),
  set('to', get('gathered')),
  set('end', add(get('slots'), `(i32.shl (i32.and ${get('length')} ${i32(-4)}) ${i32(2)})`)),
  '(block $foursDone (loop $fours',
  `(br_if $foursDone (i32.ge_u ${get('slots')} ${get('end')}))`,
  set('four', `(v128.load32_zero ${noteAt(0)})`),
  [1, 2, 3].map((i) => set('four', `(v128.load32_lane ${i} ${noteAt(i)} ${get('four')})`)),
  `(if (v128.any_true (i32x4.eq ${get('four')} ${splat(NO_NOTE)})) (then`,
  range(4).map((i) => gather(`(i32x4.extract_lane ${i} ${get('four')})`)),
  `) (else (v128.store ${get('to')} ${get('four')}) ${set('to', add(get('to'), i32(16)))}))`,
  set('slots', add(get('slots'), i32(16))),
  '(br $fours)))',
  set('end', add(get('end'), `(i32.shl (i32.and ${get('length')} ${i32(3)}) ${i32(2)})`)),
  '(block $onesDone (loop $ones',
  `(br_if $onesDone (i32.ge_u ${get('slots')} ${get('end')}))`,
  gather(`(i32.load ${noteAt(0)})`),
  set('slots', add(get('slots'), i32(4))),
  '(br $ones)))',
  `(i32.store ${i32(COUNT_AT)} (i32.shr_u (i32.sub ${get('to')} ${get('gathered')}) ${i32(2)}))`,
  ')',
];

/**
 * Writes the columns of what was gathered, x and then y, to `out`; returns where they end. 15 bytes behind them are
 * written over.
 */
const columns = [
  '(func $columns (export "columns")',
  params(['gathered', 'out']),
  '(result i32)',
  locals('i32', ['to', 'at', 'seconds', 'rest']),
  locals('v128', ['halves']),
  set('to', add(get('gathered'), `(i32.shl (i32.load ${i32(COUNT_AT)}) ${i32(2)})`)),
  column(0),
  column(2),
  get('out'),
  ')',
];

/** Gathers, and writes the columns. */
const pack = [
  '(func (export "pack")',
  params(['slots', 'length', 'notes', 'gathered', 'out']),
  '(result i32)',
  `(call $gather ${['slots', 'length', 'notes', 'gathered'].map(get).join(' ')})`,
  `(call $columns ${get('gathered')} ${get('out')})`,
  ')',
];

export const COLUMN_KERNEL_TEXT = [
  '(module (memory (export "memory") 1)',
  [outside, note, gatherNotes, columns, pack],
  ')',
]
  .flat(Infinity)
  .join('\n');
