import { expect, test } from '@jest/globals';
import { regionId } from '../ids.ts';
import { decodeMessage, encodeMessage, logMessages } from '../records/messages.ts';
import type { FrameRecord } from '../records/messages.ts';
import { FrameGate } from './frame-gate.ts';

/**
 * A bounded exhaustive model of one region's partition: two processes, assignments, claims, frames,
 * lost acknowledgements, records sent again that land late, and zombies. Writers follow O4, readers
 * are the real gate; every reachable history is visited.
 */
interface Written {
  readonly claim: boolean;
  readonly epoch: number;
  readonly n: number;
  /** What the writer took for the newest counted frame: `epoch.n`. */
  readonly parent: string;
  readonly writer: number;
}
interface Owner {
  readonly state: 'idle' | 'claiming' | 'active' | 'stopped';
  readonly epoch: number;
  readonly n: number;
  readonly parent: string;
  readonly out: Written | null;
  readonly next: number;
  readonly acks: readonly { readonly record: Written; readonly offset: number }[];
  readonly resent: number;
}
interface State {
  readonly log: readonly Written[];
  readonly assigned: readonly number[];
  readonly owners: readonly Owner[];
  readonly flying: readonly Written[];
}
interface Rules {
  /** O4: start only if the own claim is the current one. */
  readonly checksClaim: boolean;
  /** O4: after a gap read what lies between, and go on only if the own frame counts and is last. */
  readonly readsGap: boolean;
}
interface Limits {
  readonly epochs: number;
  readonly frames: number;
  readonly log: number;
  readonly resends: number;
}

const REGION = regionId(0);
const IDLE: Owner = {
  state: 'idle',
  epoch: 0,
  n: 0,
  parent: '0.0',
  out: null,
  next: 0,
  acks: [],
  resent: 0,
};
const decoded = new Map<string, FrameRecord>();

function recordOf({ claim, epoch, n }: Written): FrameRecord {
  const key = `${claim} ${epoch}.${n}`;
  const known = decoded.get(key);
  if (known) return known;
  const body = claim ? { claim: { region: 0, epoch } } : { frame: { region: 0, epoch, n } };
  const bytes = encodeMessage(logMessages.FrameRecord, { version: 1, ...body });
  const record: FrameRecord = decodeMessage(logMessages.FrameRecord, bytes, 'record');
  decoded.set(key, record);
  return record;
}

/** What a reader makes of the log: the counted records and where the gate stands. */
function read(log: readonly Written[], upTo: number): { gate: FrameGate; counted: Written[] } {
  const gate = new FrameGate(REGION);
  const counted: Written[] = [];
  for (let offset = 0; offset < upTo; offset++) {
    const kind = gate.apply(recordOf(log[offset]), offset).kind;
    if (kind === 'counts') counted.push(log[offset]);
  }
  return { gate, counted };
}

const nameOf = (record: Written | undefined): string =>
  record ? `${record.epoch}.${record.n}` : '0.0';

function explore(rules: Rules, limits: Limits): { states: number; broken: Set<string> } {
  const first: State = { log: [], assigned: [], owners: [IDLE, IDLE], flying: [] };
  const seen = new Set([JSON.stringify(first)]);
  const queue: State[] = [first];
  const broken = new Set<string>();
  for (let state = queue.pop(); state && broken.size === 0; state = queue.pop()) {
    for (const next of successors(state, rules, limits, broken)) {
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
      if (next.log.length > state.log.length) checkReaders(next.log, broken);
    }
  }
  return { states: seen.size, broken };
}

/** Readers apply each frame to the state that its writer had, and count none twice. */
function checkReaders(log: readonly Written[], broken: Set<string>): void {
  let last = '0.0';
  for (const record of read(log, log.length).counted) {
    if (record.parent !== last) broken.add('applied to another state than its writer had');
    last = nameOf(record);
  }
}

function* successors(
  state: State,
  rules: Rules,
  limits: Limits,
  broken: Set<string>,
): Generator<State> {
  const { log, assigned, owners, flying } = state;
  const withOwner = (index: number, owner: Owner, sent: readonly Written[] = []): State => ({
    ...state,
    owners: owners.with(index, owner),
    flying: [...flying, ...sent].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
  });
  for (let index = 0; assigned.length < limits.epochs && index < owners.length; index++) {
    yield { ...state, assigned: [...assigned, index] };
  }
  for (const [index, owner] of owners.entries()) {
    for (const [at, process] of assigned.entries()) {
      if (process !== index || at + 1 <= owner.epoch) continue;
      const epoch = at + 1;
      const claim = { claim: true, epoch, n: 0, parent: '', writer: index };
      yield withOwner(index, { ...IDLE, state: 'claiming', epoch, out: claim }, [claim]);
    }
    const room = log.length + flying.length < limits.log;
    if (owner.state === 'active' && !owner.out && owner.n < limits.frames && room) {
      const { epoch, parent } = owner;
      const n = owner.n + 1;
      const frame = { claim: false, epoch, n, parent, writer: index };
      yield withOwner(index, { ...owner, n, parent: nameOf(frame), out: frame }, [frame]);
    }
    if (owner.out && owner.resent < limits.resends) {
      yield withOwner(index, { ...owner, resent: owner.resent + 1 }, [owner.out]);
    }
    if (owner.acks.length > 0) yield withOwner(index, acknowledged(state, index, rules, broken));
  }
  for (const [at, record] of flying.entries()) {
    const landed = { ...state, log: [...log, record], flying: flying.toSpliced(at, 1) };
    // The acknowledgement is lost.
    yield landed;
    const owner = owners[record.writer];
    const acks = [...owner.acks, { record, offset: log.length }];
    yield { ...landed, owners: owners.with(record.writer, { ...owner, acks }) };
  }
}

/** O4, as far as the rules under test go. */
function acknowledged(state: State, index: number, rules: Rules, broken: Set<string>): Owner {
  const owner = state.owners[index];
  const [{ record, offset }, ...acks] = owner.acks;
  if (!owner.out || JSON.stringify(owner.out) !== JSON.stringify(record)) return { ...owner, acks };
  const { gate, counted } = read(state.log, offset + 1);
  if (record.claim) {
    if (rules.checksClaim && gate.epoch !== owner.epoch)
      return { ...IDLE, epoch: owner.epoch, acks };
    const n = gate.epoch === owner.epoch ? gate.countedN : 0;
    const parent = nameOf(counted.at(-1));
    return { ...owner, state: 'active', n, parent, out: null, next: offset + 1, acks };
  }
  const last = counted.at(-1);
  const goesOn =
    offset === owner.next ||
    !rules.readsGap ||
    (gate.epoch === owner.epoch && last?.writer === index && nameOf(last) === nameOf(record));
  if (!goesOn) return { ...IDLE, state: 'stopped', epoch: owner.epoch, acks };
  // The frame is published now: it must count, once, for every reader.
  const all = read(state.log, state.log.length).counted;
  const times = all.filter((each) => JSON.stringify(each) === JSON.stringify(record)).length;
  if (times !== 1) broken.add('published a frame that does not count once');
  return { ...owner, out: null, next: offset + 1, acks };
}

const SMALL: Limits = { epochs: 2, frames: 2, log: 5, resends: 1 };

test('[O3] [O4] in every small history readers and publishers agree', () => {
  const { states, broken } = explore({ checksClaim: true, readsGap: true }, SMALL);
  expect([...broken]).toEqual([]);
  expect(states).toBeGreaterThan(10_000);
});

test('[O4] an owner that starts on a claim that is not current is caught by the model', () => {
  const { broken } = explore({ checksClaim: false, readsGap: true }, SMALL);
  expect([...broken]).toContain('published a frame that does not count once');
});

test('[O4] an owner that does not read a gap is caught by the model', () => {
  const { broken } = explore({ checksClaim: true, readsGap: false }, SMALL);
  expect([...broken]).toContain('published a frame that does not count once');
});
