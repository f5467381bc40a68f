import type { atlasnet } from '../../generated/protocol.js';
import type { IncarnationId } from '../ids.ts';
import { INCARNATION_ID_BYTES, PROCESS_ID_BYTES } from '../records/id-bytes.ts';
import { logMessages } from '../records/messages.ts';
import type {
  LoadRecord,
  MapProposal,
  MapRecord,
  RegionLoad,
  SessionRecord,
} from '../records/messages.ts';
import {
  checkInteger,
  checkOneBody,
  decodeRecord,
  encodeRecord,
  malformed,
} from '../records/record-envelope.ts';

type Body<P> = Omit<P, 'version' | 'incarnation'>;
/** One of the bodies of a map record. */
export type MapRecordBody = Body<atlasnet.log.MapRecord.$Properties>;
/** One of the bodies of a load record. */
export type LoadRecordBody = Body<atlasnet.log.LoadRecord.$Properties>;
/** One of the bodies of a sessions record. */
export type SessionRecordBody = Body<atlasnet.log.SessionRecord.$Properties>;

export function encodeMapRecord(incarnation: IncarnationId, body: MapRecordBody): Uint8Array {
  return encodeRecord(logMessages.MapRecord, incarnation, body);
}

export function encodeLoadRecord(incarnation: IncarnationId, body: LoadRecordBody): Uint8Array {
  return encodeRecord(logMessages.LoadRecord, incarnation, body);
}

export function encodeSessionRecord(
  incarnation: IncarnationId,
  body: SessionRecordBody,
): Uint8Array {
  return encodeRecord(logMessages.SessionRecord, incarnation, body);
}

/**
 * Decodes a record of the map topic. `incarnation` is null for the record at offset 0 only.
 * @throws AtlasError ATLAS_RECORD_MALFORMED, ATLAS_RECORD_VERSION, ATLAS_RECORD_FOREIGN
 */
export function decodeMapRecord(bytes: Uint8Array, incarnation: IncarnationId | null): MapRecord {
  const what = 'a map record';
  const record: MapRecord = decodeRecord(logMessages.MapRecord, bytes, incarnation, what);
  const { started, proposal, activation, withdrawal, assignment } = record;
  const { timeResumed, retired } = record;
  checkOneBody(what, [started, proposal, activation, withdrawal, assignment, timeResumed, retired]);
  if (started) {
    if (started.id.length !== INCARNATION_ID_BYTES) throw malformed(what, 'the id is not 16 bytes');
    checkInteger(what, 'tick_zero_ms', started.tickZeroMs);
    checkInteger(what, 'seed', started.seed);
    if (!(started.tickHz > 0)) throw malformed(what, `tick_hz is ${started.tickHz}`);
    if (started.homeCount < 1) throw malformed(what, 'home_count is 0');
  }
  if (proposal) checkProposal(what, proposal);
  if (activation) {
    checkInteger(what, 'map_version', activation.mapVersion);
    checkInteger(what, 'from_tick', activation.fromTick);
  }
  if (withdrawal) checkInteger(what, 'map_version', withdrawal.mapVersion);
  if (assignment) {
    checkInteger(what, 'replaces', assignment.replaces);
    checkProcess(what, assignment.process, true);
  }
  if (timeResumed) {
    checkInteger(what, 'tick', timeResumed.tick);
    checkInteger(what, 'at_ms', timeResumed.atMs);
    checkInteger(what, 'replaces', timeResumed.replaces);
  }
  if (retired) checkInteger(what, 'map_version', retired.mapVersion);
  return record;
}

/** @throws AtlasError ATLAS_RECORD_MALFORMED, ATLAS_RECORD_VERSION, ATLAS_RECORD_FOREIGN */
export function decodeLoadRecord(bytes: Uint8Array, incarnation: IncarnationId | null): LoadRecord {
  const what = 'a load record';
  const record: LoadRecord = decodeRecord(logMessages.LoadRecord, bytes, incarnation, what);
  checkOneBody(what, [record.load, record.beacon]);
  if (record.beacon) {
    checkProcess(what, record.beacon.process, false);
    if (!Number.isFinite(record.beacon.worldMs)) throw malformed(what, 'world_ms is not finite');
  }
  if (record.load) checkLoad(what, record.load);
  return record;
}

/** @throws AtlasError ATLAS_RECORD_MALFORMED, ATLAS_RECORD_VERSION, ATLAS_RECORD_FOREIGN */
export function decodeSessionRecord(
  bytes: Uint8Array,
  incarnation: IncarnationId | null,
): SessionRecord {
  const what = 'a sessions record';
  const record: SessionRecord = decodeRecord(logMessages.SessionRecord, bytes, incarnation, what);
  checkOneBody(what, [record.consumed, record.ban, record.match]);
  if (record.consumed) checkInteger(what, 'expires_ms', record.consumed.expiresMs);
  if (record.ban) checkInteger(what, 'until_ms', record.ban.untilMs);
  if (record.match) {
    checkInteger(what, 'session', record.match.session);
    checkInteger(what, 'at_ms', record.match.atMs);
  }
  return record;
}

function checkProcess(what: string, process: Uint8Array, emptyAllowed: boolean): void {
  if (process.length === PROCESS_ID_BYTES || (emptyAllowed && process.length === 0)) return;
  throw malformed(what, `a process id of ${process.length} bytes`);
}

function checkProposal(what: string, proposal: MapProposal): void {
  checkInteger(what, 'map_version', proposal.mapVersion);
  checkInteger(what, 'replaces', proposal.replaces);
  for (const { region, min, max } of proposal.regions) {
    const finite = [...min, ...max].every((edge) => Number.isFinite(edge));
    if (!finite) throw malformed(what, `region ${region} has an edge that is not finite`);
  }
}

function checkLoad(what: string, load: RegionLoad): void {
  checkInteger(what, 'epoch', load.epoch);
  checkInteger(what, 'n', load.n);
  checkInteger(what, 'tick', load.tick);
  checkInteger(what, 'map_version', load.mapVersion);
  const measures = [load.costMicros, load.frameBytes, load.cellSizeM];
  for (const cell of load.cells) measures.push(cell.costMicros);
  for (const measure of measures) {
    if (!(Number.isFinite(measure) && measure >= 0)) throw malformed(what, `a cost of ${measure}`);
  }
}
