import {
  ControlState,
  decodeRecord,
  encodeMapRecord,
  encodeRecord,
  hexToBytes,
  incarnationId,
  logMessages,
} from '@atlasnet/schemas';
import type { Frame, FrameRecord, MapRecordBody } from '@atlasnet/schemas';
import { WorldChecker } from '../checker/world-checker.ts';
import type { CheckReport, WorldCheckerOptions } from '../checker/world-checker.ts';
import { RegionReplica } from '../core/region-replica.ts';
import { FIRST_EPOCH } from './region-bench.ts';
import type { RegionBench } from './region-bench.ts';

const INCARNATION = incarnationId('00112233445566778899aabbccddeeff');
const PROCESS = hexToBytes('0011223344556677');

/** What a test does to a history before it is checked. */
export interface Tampering {
  /** Changes a frame in place; false leaves it out of the log. */
  frame?(frame: Frame, region: number): boolean | void;
  record?(record: FrameRecord, region: number): void;
  /** The order in which regions are read: `by-tick`, or each from its first record to its last. */
  readonly order?: 'by-tick' | 'by-region' | 'by-region-backwards';
  control?(body: MapRecordBody, offset: number): void;
}

/** The history that a bench made, with the claims and the map topic that a cluster would have. */
export function checkHistory(
  bench: RegionBench,
  tampering: Tampering = {},
  options: WorldCheckerOptions = {},
): CheckReport {
  const checker = new WorldChecker(options);
  const control = new ControlState();
  for (const [offset, body] of mapTopic(bench).entries()) {
    tampering.control?.(body, offset);
    const bytes = encodeMapRecord(INCARNATION, body);
    checker.control(control.applyBytes(bytes, offset), offset);
  }
  const regions = Array.from(bench.regions, ([region, { records }], index) => {
    const first = index === 0;
    const replica = new RegionReplica({ region: region as never, first, seed: 7 });
    const claim = claimOf(bench, region, FIRST_EPOCH + index);
    const frames = records.map((bytes) => decode(bytes));
    return { replica, records: [claim, ...frames] };
  });
  const longest = Math.max(...regions.map(({ records }) => records.length));
  const kept: { replica: RegionReplica; record: FrameRecord; offset: number }[] = [];
  const offsets = new Map<number, number>();
  for (let at = 0; at < longest; at++) {
    for (const { replica, records } of regions) {
      const record = records[at];
      if (record === undefined) continue;
      const { region } = replica;
      if (record.frame && tampering.frame?.(record.frame, region) === false) continue;
      tampering.record?.(record, region);
      const offset = offsets.get(region) ?? 0;
      offsets.set(region, offset + 1);
      kept.push({ replica, record, offset });
    }
  }
  const way = tampering.order === 'by-region-backwards' ? -1 : 1;
  if ((tampering.order ?? 'by-tick') !== 'by-tick') {
    kept.sort((a, b) => (a.replica.region - b.replica.region) * way || a.offset - b.offset);
  }
  for (const { replica, record, offset } of kept) checker.record(replica, record, offset);
  return checker.finish();
}

function decode(bytes: Uint8Array): FrameRecord {
  return decodeRecord(logMessages.FrameRecord, bytes, INCARNATION, 'a frame record');
}

function claimOf(bench: RegionBench, region: number, epoch: number): FrameRecord {
  const worldSchema = new TextEncoder().encode(bench.schema.json);
  const claim = { region, epoch, process: PROCESS, mapVersion: 1, engine: 'test', worldSchema };
  return decode(encodeRecord(logMessages.FrameRecord, INCARNATION, { claim }));
}

function mapTopic(bench: RegionBench): MapRecordBody[] {
  const id = hexToBytes(INCARNATION);
  const boxes = bench.map.toRecords();
  const regions = boxes.map(({ region, min, max }) => ({ region, min: [...min], max: [...max] }));
  const started = { world: 'w', id, homeCount: 1, regionsMax: 64, tickHz: 10, seed: 7 };
  return [
    { started },
    { proposal: { mapVersion: 1, replaces: 0, regions, reason: 'first' } },
    { activation: { mapVersion: 1, fromTick: 0 } },
    ...bench.map.regions.map((region) => ({
      assignment: { region, process: PROCESS, replaces: 0, reason: 'first' },
    })),
  ];
}
