import {
  AtlasError,
  FrameGate,
  RegionMirror,
  compileWorld,
  decodeLoadRecord,
  decodeMapRecord,
  decodeRecord,
  decodeSessionRecord,
  logMessages,
  regionId,
} from '@atlasnet/schemas';
import type { FrameRecord, FrameSlice } from '@atlasnet/schemas';
import { decodeGroup, encodeGroup } from '../../adapters/embedded/segment-format.ts';
import { strollWorld } from '../../e2e/stroll-stage.ts';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader } from '../fuzz-reader.ts';
import { refusalOf } from './refusal-of.ts';
import { recording } from './recording.ts';
import type { Recording } from './recording.ts';

const REGION = regionId(0);

type RecordTopic = 'map' | 'load' | 'sessions' | 'checkpoints';

export const mapRecords = records('map', (bytes, { incarnation }) =>
  decodeMapRecord(bytes, incarnation),
);
export const loadRecords = records('load', (bytes, { incarnation }) =>
  decodeLoadRecord(bytes, incarnation),
);
export const sessionRecords = records('sessions', (bytes, { incarnation }) =>
  decodeSessionRecord(bytes, incarnation),
);
export const checkpointRecords = records('checkpoints', (bytes, { incarnation }) =>
  decodeRecord(logMessages.CheckpointChunk, bytes, incarnation, 'a checkpoint'),
);

function records(
  topic: RecordTopic,
  read: (bytes: Uint8Array, recorded: Recording) => unknown,
): FuzzReader {
  return {
    ...{ name: `log-${topic}`, doc: `records of the ${topic} topic`, authentic: false, costs: 1 },
    open: async () => {
      const recorded = await recording();
      const corpus = recorded[topic];
      return { corpus, feed: (input) => refusalOf(() => read(input, recorded)) };
    },
  };
}

/** Frames as every reader takes them: the record, whether it counts, its changes. */
export const frames: FuzzReader = {
  name: 'log-frames',
  doc: 'records of the frames topic, and the changes in them',
  authentic: false,
  costs: 1,
  open: async () => {
    const { frames: corpus, incarnation } = await recording();
    const schema = compileWorld(strollWorld);
    const gate = new FrameGate(REGION);
    let offset = 0;
    return {
      corpus,
      feed: (input) =>
        refusalOf(() => {
          const type = logMessages.FrameRecord;
          const record: FrameRecord = decodeRecord(type, input, incarnation, 'a frame record');
          gate.apply(record, offset++);
          const groups = record.frame?.groups ?? [];
          if (groups.length === 0) return;
          const mirror = new RegionMirror(schema, REGION);
          mirror.want(null);
          mirror.applyStart({ ...EMPTY_START, groups });
          const verdict = mirror.applySlice({ ...EMPTY_SLICE, groups });
          if (verdict === 'resubscribe') throw new AtlasError('ATLAS_FRAME_MALFORMED', verdict);
        }),
    };
  },
};

/** Groups of the embedded log's files: a torn or changed one is none. */
export const logFiles: FuzzReader = {
  name: 'log-files',
  doc: 'groups of the embedded log’s files, under their checksum',
  authentic: false,
  costs: 1,
  open: async () => {
    const { frames: values } = await recording();
    const corpus = Array.from({ length: 20 }, (_, i) =>
      encodeGroup(i, i * 50, values.slice(i, i + 1 + (i % 4))),
    );
    return {
      corpus,
      feed: (input, original) => {
        const group = decodeGroup(input, 0);
        if (group === null) return 'no-group';
        // What follows a whole group is the next one's business.
        const own = corpus[original];
        const isOwn = corpus.some(
          (honest) =>
            group.bytes === honest.length &&
            Buffer.compare(honest, input.subarray(0, honest.length)) === 0,
        );
        if (!isOwn) throw new Error(`a changed group of ${own.length} bytes was taken`);
        return ACCEPTED;
      },
    };
  },
};

const EMPTY_START = {
  ...{ region: REGION, offset: 1, tick: 1, epoch: 1, n: 1, mapVersion: 1 },
  ...{ groups: [], worldSchema: new Uint8Array(), cells: [], whole: true, inbox: [], reader: 0 },
};
const EMPTY_SLICE: FrameSlice = {
  ...{ region: REGION, offset: 2, tick: 2, epoch: 1, n: 2, mapVersion: 1 },
  ...{ empty: false, groups: [], departures: [], applied: [], sessions: [], holdsNothing: false },
  ...{ outboxLeft: [], parts: 1, reader: 0, readerOffset: 0, dueMicros: 0 },
  worldSchemaHash: 0,
};
