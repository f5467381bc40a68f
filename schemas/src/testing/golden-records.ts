import { ChangeEncoder } from '../codec/change-encoder.ts';
import { encodePayload } from '../codec/payload-codec.ts';
import { incarnationId } from '../ids.ts';
import { encodeTaskRecord, encodeTaskResultRecord } from '../records/task-records.ts';
import { encodeMessage, interlinkMessages, logMessages } from '../records/messages.ts';
import { encodeRecord } from '../records/record-envelope.ts';
import { EntityTable, GONE_DEPARTED, GONE_DESTROYED } from '../table/entity-table.ts';
import { defineWorld } from '../world/define-world.ts';
import { field } from '../world/field.ts';
import { compileWorld } from '../world/world-schema.ts';

const INCARNATION = incarnationId('000102030405060708090a0b0c0d0e0f');
const PROCESS = Uint8Array.of(0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7);

const schema = compileWorld(
  defineWorld({
    name: 'golden',
    dimensions: 2,
    bounds: { min: [0, 0], max: [256, 256] },
    tickHz: 20,
    components: {
      coins: field.integer(),
      heading: field.angle(),
      label: field.text({ lengthMax: 16 }),
    },
    commands: {
      say: {
        text: field.text({ lengthMax: 16 }),
        loud: field.flag(),
        at: field.vector2({ quantum: 0.5 }),
        volume: field.integer({ min: -10, max: 10 }),
      },
    },
  }),
);

const SESSION = {
  session: 4_294_967_299,
  account: 'ada',
  generation: 2,
  commandNumber: 7,
  inputSequence: 9,
  avatar: 1_099_511_627_777,
  home: 3,
  status: 2,
  sinceTick: 1200,
  game: Uint8Array.of(1),
};

const HANDOFF = {
  entity: 1_099_511_627_777,
  state: Uint8Array.of(0, 1, 1, 1, 2, 4, 0),
  session: SESSION,
  sinceTick: 1234,
  worldSchemaHash: 0xcafebabe,
};

const JOB = {
  ...{ region: 2, epoch: 17, n: 98, index: 1, name: 'path', entity: 77, tick: 1233 },
  arguments: Uint8Array.of(1, 4),
  // Records from before they said by what they are packed have no such field.
  worldSchemaHash: 0,
};

const RESULT = {
  ...{ job: '2.17.98.1', name: 'path', status: 1, entity: 77 },
  payload: Uint8Array.of(9),
};

const LETTER = { target: 9, sender: 8, kind: 1, payload: Uint8Array.of(5) };

/** The hash of a declaration. */
const PACKED_BY = 0x0badcafe;

const BOUNDS = { region: 2, min: [0, 0], max: [128.5, 256] };

/** Three frames' groups: whole entities, changes of some and of all, and goings of every kind. */
function groups(): Record<string, Uint8Array> {
  const table = new EntityTable(schema);
  const encoder = new ChangeEncoder(schema);
  const take = (): Uint8Array => {
    const [first] = encoder.encode(table).map(({ columns }) => columns.slice());
    table.commit();
    return first;
  };
  for (let i = 0; i < 4; i++) {
    const slot = table.add(1000 + i * 300);
    table.writeValue(slot, 0, { x: 10 + i, y: 20 });
    if (i === 1) {
      table.addComponent(slot, 1);
      table.writeValue(slot, 1, 2 ** 40 + 5);
      table.addComponent(slot, 3);
      table.writeValue(slot, 3, 'zoë');
    }
  }
  const whole = take();
  for (let slot = 0; slot < 4; slot++) table.writeValue(slot, 0, { x: 11 + slot, y: 19.5 });
  const everyone = take();
  table.writeValue(1, 1, 2 ** 40 + 4);
  table.writeValue(1, 3, 'z');
  table.writeValue(3, 0, { x: 0, y: 0 });
  const some = take();
  table.remove(0, GONE_DESTROYED);
  table.remove(1, GONE_DEPARTED);
  table.writeValue(2, 0, { x: 200, y: 200 });
  const gone = take();
  return {
    'cell group: whole': whole,
    'cell group: everyone': everyone,
    'cell group: some': some,
    'cell group: gone': gone,
  };
}

/** @param worldSchemaHash by which payloads are packed; 0: as it was before records said so */
function frame(worldSchemaHash: number): Uint8Array {
  const message = { hops: 1, mapVersion: 5, tick: 1234, origin: 2 };
  return encodeRecord(logMessages.FrameRecord, INCARNATION, {
    frame: {
      ...{ region: 2, epoch: 17, n: 99, process: PROCESS, tick: 1234, skipped: 3, mapVersion: 5 },
      inputs: {
        neighbours: [{ region: 1, offset: 888, tick: 1233 }],
        messages: [
          { from: 1, number: 4, message: { ...message, start: { seed: 7 } } },
          { from: 3, number: 1, arrived: 1_099_511_627_777, stateHash: 0x01020304 },
        ],
        commands: [
          { session: 4_294_967_299, number: 7, kind: 1, payload: Uint8Array.of(1, 2), result: 3 },
          {
            ...{ session: 4_294_967_299, inputSequence: 9, kind: 2, payload: Uint8Array.of() },
            worldSchemaHash,
          },
        ],
        dtMicros: 50_000,
        shown: [{ region: 1, number: 3 }],
        targets: [{ entity: 5, region: 1 }],
        results: [{ ...RESULT, worldSchemaHash }],
      },
      groups: [{ x: 1, y: 2, z: 0, columns: Uint8Array.of(0, 0, 0) }],
      outbox: [
        { to: 1, number: 12, message: { ...message, handoff: HANDOFF } },
        {
          ...{ to: 3, number: 2 },
          message: {
            ...message,
            entityMessage: { ...LETTER, worldSchemaHash },
          },
        },
        { to: 3, number: 3, message: { ...message, sessionHome: { session: SESSION } } },
        {
          ...{ to: 3, number: 4 },
          message: {
            ...message,
            returned: { refusedBy: 1, reason: 2, original: { ...message, start: { seed: 1 } } },
          },
        },
        {
          ...{ to: 3, number: 5 },
          message: { ...message, sessionWord: { session: 1, generation: 2, kind: 1, entity: 4 } },
        },
        {
          ...{ to: 3, number: 6 },
          message: {
            ...message,
            taskResult: { ...RESULT, text: 'no', arguments: JOB.arguments, worldSchemaHash },
          },
        },
      ],
      confirmed: [{ region: 1, number: 11 }],
      departures: [{ entity: 77, to: 1, number: 12, cellX: 1, cellY: 2, cellZ: 3 }],
      sessions: [
        { state: SESSION, answers: [{ number: 7, result: 3, text: 'too far' }] },
        { removed: true, session: 6 },
      ],
      ...{ hashLow: 0x11223344, hashHigh: 0x55667788, hashSlices: 20 },
      timings: {
        ...{ tickMicros: 900, gameMicros: 500, encodeMicros: 200 },
        ...{ appendMicros: 2000, queuedFrames: 1, processorMicros: 800 },
      },
      nextEntity: 43,
      refusals: [{ from: 1, number: 3, reason: 2, undeliverable: true }],
      ...{ holdsNothing: true, closed: true },
      faults: [{ hook: 'tick', entity: 3, text: 'Error: no' }],
      entities: 41,
      applied: [{ region: 3, number: 1 }],
      parked: [{ from: 3, number: 2, handoff: HANDOFF }],
      unparked: [78],
      jobs: [{ ...JOB, worldSchemaHash }],
    },
  });
}

function frameRecords(): Record<string, Uint8Array> {
  const { frames } = { frames: logMessages.FrameRecord };
  return {
    frame: frame(0),
    'frame: packed by': frame(PACKED_BY),
    'empty frame': encodeRecord(frames, INCARNATION, {
      frame: { region: 2, epoch: 17, n: 100, process: PROCESS, tick: 1234, empty: true },
    }),
    claim: encodeRecord(frames, INCARNATION, {
      claim: {
        ...{ region: 2, epoch: 17, process: PROCESS, mapVersion: 5, engine: 'v8 11.3' },
        ...{ game: 'golden', worldSchema: Uint8Array.of(123, 125), worldSchemaHash: 0xdeadbeef },
      },
    }),
    part: encodeRecord(frames, INCARNATION, {
      part: {
        ...{ region: 2, epoch: 17, n: 101, process: PROCESS, index: 1, count: 3 },
        bytes: Uint8Array.of(9, 8, 7),
      },
    }),
    'checkpoint chunk': encodeRecord(logMessages.CheckpointChunk, INCARNATION, {
      ...{ region: 2, epoch: 17, offset: 4711, n: 99, index: 1, count: 2, checksum: 0x89abcdef },
      bytes: Uint8Array.of(1, 2, 3),
    }),
    'snapshot: declaration before': encodeMessage(logMessages.RegionSnapshot, {
      ...{ region: 2, tick: 1234, worldSchema: Uint8Array.of(123, 125) },
      worldSchemaBefore: Uint8Array.of(123, 32, 125),
    }),
    snapshot: encodeMessage(logMessages.RegionSnapshot, {
      ...{ region: 2, tick: 1234, mapVersion: 5, nextEntity: 43, closed: true },
      groups: [{ x: 1, columns: Uint8Array.of(0, 0, 0) }],
      sessions: [SESSION],
      inbox: [{ region: 1, number: 4 }],
      outboxNumbers: [{ region: 1, number: 12 }],
      outbox: [{ to: 1, number: 12, message: { handoff: HANDOFF } }],
      parked: [{ from: 3, number: 2, handoff: HANDOFF }],
      sentAway: [{ entity: 77, to: 1, tick: 1234 }],
      arrivals: [{ entity: 78, tick: 1233 }],
      jobs: [JOB],
      ...{ hashLow: 1, hashHigh: 2, sliceHashLow: 3, sliceHashHigh: 4 },
      worldSchema: Uint8Array.of(123, 125),
    }),
  };
}

function mapRecords(): Record<string, Uint8Array> {
  const type = logMessages.MapRecord;
  return {
    'map: incarnation': encodeRecord(type, INCARNATION, {
      started: {
        ...{ world: 'golden', id: Uint8Array.from({ length: 16 }, (_, i) => i), homeCount: 8 },
        ...{ tickZeroMs: 1_700_000_000_000, regionsMax: 64, tickHz: 20, seed: 7 },
      },
    }),
    'map: proposal': encodeRecord(type, INCARNATION, {
      proposal: {
        ...{ mapVersion: 6, replaces: 5, regions: [BOUNDS], reason: 'imbalance 1.3' },
        ...{ expectedImbalance: 1.05, expectedMoved: 120, process: PROCESS },
      },
    }),
    'map: activation': encodeRecord(type, INCARNATION, {
      activation: { mapVersion: 6, fromTick: 1300, process: PROCESS },
    }),
    'map: withdrawal': encodeRecord(type, INCARNATION, {
      withdrawal: { mapVersion: 6, reason: 'no claims', process: PROCESS },
    }),
    'map: assignment': encodeRecord(type, INCARNATION, {
      assignment: { region: 2, process: PROCESS, replaces: 17 },
    }),
    'map: time resumed': encodeRecord(type, INCARNATION, {
      timeResumed: { tick: 1300, atMs: 1_700_000_100_000, replaces: 0 },
    }),
    'map: retired': encodeRecord(type, INCARNATION, { retired: { region: 2, mapVersion: 7 } }),
  };
}

/** Bytes by name, made anew: published ones never change (a new version gets new names). */
export function goldenRecords(): Record<string, Uint8Array> {
  const [say] = schema.kinds;
  return {
    ...frameRecords(),
    ...mapRecords(),
    task: encodeTaskRecord(INCARNATION, { job: JOB, waitMs: 5000 }),
    'task: packed by': encodeTaskRecord(INCARNATION, {
      job: { ...JOB, worldSchemaHash: PACKED_BY },
      waitMs: 5000,
    }),
    'task result': encodeTaskResultRecord(INCARNATION, {
      ...{ region: 2, result: RESULT, process: PROCESS },
    }),
    ...groups(),
    payload: encodePayload(say, { text: 'hé', loud: true, at: { x: -1.5, y: 300 } }),
    slice: encodeMessage(interlinkMessages.LinkMessage, {
      slice: { region: 2, offset: 4711, epoch: 17, n: 99, tick: 1234, mapVersion: 5, parts: 1 },
    }),
  };
}
