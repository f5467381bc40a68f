import { AtlasError, placedError } from '../errors.ts';
import type { Epoch, IncarnationId, ProcessId, RegionId } from '../ids.ts';
import { incarnationIdOf, processIdOf } from '../records/id-bytes.ts';
import type {
  Assignment,
  Incarnation,
  MapActivation,
  MapProposal,
  MapRecord,
  MapWithdrawal,
  RegionRetired,
  TimeResumed,
} from '../records/messages.ts';
import { decodeMapRecord } from './control-records.ts';
import { PartitionMap } from './partition-map.ts';
import { listRegions } from './region-lists.ts';
import type { RegionLists } from './region-lists.ts';
import { TimeAxis } from './time-axis.ts';
import type { Bounds } from './tiling.ts';

/**
 * Why a record of the map topic does not count.
 * - `foreign`: another incarnation's (L2). `malformed`: it does not decode or describes no map.
 * - `no-incarnation`: the record at offset 0 is not an incarnation, or one comes later.
 * - `proposal-open`, `map-version`, `not-proposed`: P1. `home-missing`: S1, homes are never released.
 * - `bounds`: a map that does not cover what the one in force covers (I8); a world's bounds never change.
 * - `epoch`: an assignment that does not replace the region's current one (O1).
 * - `region-unknown`: at or above the incarnation's regions_max. `region-retired`: until a map names
 *   its id again (P3). `region-in-use`: retired although a map in force or proposed has it.
 * - `time`: a TimeResumed that does not replace the newest, or goes back (T1).
 */
export type ControlVoidReason =
  | 'foreign'
  | 'malformed'
  | 'no-incarnation'
  | 'proposal-open'
  | 'map-version'
  | 'not-proposed'
  | 'home-missing'
  | 'bounds'
  | 'epoch'
  | 'region-unknown'
  | 'region-retired'
  | 'region-in-use'
  | 'time';

/** What a record of the map topic means to every reader alike. */
export type ControlVerdict =
  | { readonly kind: 'incarnation'; readonly incarnation: Incarnation }
  | { readonly kind: 'proposed'; readonly open: OpenProposal }
  | { readonly kind: 'activated'; readonly active: ActiveMap }
  | { readonly kind: 'withdrawn'; readonly mapVersion: number }
  | {
      readonly kind: 'assigned';
      readonly region: RegionId;
      readonly assignment: RegionAssignment;
      readonly previous: RegionAssignment | null;
    }
  | { readonly kind: 'time-resumed'; readonly axis: TimeAxis }
  | { readonly kind: 'retired'; readonly region: RegionId }
  | { readonly kind: 'void'; readonly reason: ControlVoidReason; readonly detail: string };

/** The one proposal that is neither active nor withdrawn. */
export interface OpenProposal {
  readonly map: PartitionMap;
  readonly reason: string;
  readonly expectedImbalance: number;
  readonly expectedMoved: number;
  /** In the map topic. */
  readonly offset: number;
}

/** A map that counts, from its tick on until the next one's. */
export interface ActiveMap {
  readonly map: PartitionMap;
  readonly fromTick: number;
  readonly reason: string;
  /** Entities that its proposal was to move. */
  readonly expectedMoved: number;
  /** Of the activation, in the map topic. */
  readonly offset: number;
}

/** Who owns a region. */
export interface RegionAssignment {
  /** Null: nobody. */
  readonly process: ProcessId | null;
  readonly epoch: Epoch;
  readonly reason: string;
}

/** What the control plane knows of one region id; it outlives the region's place in a map. */
interface RegionEntry {
  assignment: RegionAssignment | null;
  /** Offset of the newest proposal that named it while the map in force did not (P3); −1: none. */
  namedAt: number;
  /** Whether a map with it was active since `namedAt`: only then can it hold anything. */
  everActive: boolean;
  retired: boolean;
}

/**
 * The fold of the map topic: apply every record from offset 0, in order and without a gap (L5), and
 * every process sees the same control plane. Rules L2, O1, P1, P3 and T1 decide what counts.
 *
 * Map versions are never used twice: a proposal counts only with the number after the newest proposed
 * one, withdrawn ones included, so that a late copy of an activation cannot activate another map.
 */
export class ControlState {
  #incarnation: Incarnation | null = null;
  #incarnationId: IncarnationId | null = null;
  #axis: TimeAxis | null = null;
  #timeOffset = 0;
  #open: OpenProposal | null = null;
  #proposedVersion = 0;
  #nextOffset = 0;
  readonly #history: ActiveMap[] = [];
  readonly #regions = new Map<RegionId, RegionEntry>();
  #lists: RegionLists | null = null;

  /** The offset of the record that {@link apply} wants next. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** The world's incarnation (L2), or null before offset 0 was read. */
  get incarnation(): Incarnation | null {
    return this.#incarnation;
  }

  get incarnationId(): IncarnationId | null {
    return this.#incarnationId;
  }

  /** The line between ticks and world time (T1), or null without an incarnation. */
  get timeAxis(): TimeAxis | null {
    return this.#axis;
  }

  /** What a TimeResumed must name as replaced. */
  get timeOffset(): number {
    return this.#timeOffset;
  }

  /** The newest active map, although its tick may still be to come; what a proposal replaces. */
  get mapInForce(): ActiveMap | null {
    return this.#history.at(-1) ?? null;
  }

  get openProposal(): OpenProposal | null {
    return this.#open;
  }

  /** The version that the next proposal must have. */
  get nextMapVersion(): number {
    return this.#proposedVersion + 1;
  }

  /** Every map that was ever active, oldest first. */
  get mapHistory(): readonly ActiveMap[] {
    return this.#history;
  }

  /** The map that holds at a tick: the newest whose tick has come; null before the first one's. */
  mapAt(tick: number): PartitionMap | null {
    for (let i = this.#history.length - 1; i >= 0; i--) {
      if (this.#history[i].fromTick <= tick) return this.#history[i].map;
    }
    return null;
  }

  assignmentOf(region: RegionId): RegionAssignment | null {
    return this.#regions.get(region)?.assignment ?? null;
  }

  /** What an assignment must name as replaced: 0 for a region's first. */
  epochOf(region: RegionId): number {
    return this.#regions.get(region)?.assignment?.epoch ?? 0;
  }

  /** The regions assigned to a process; ascending. */
  regionsOf(process: ProcessId): readonly RegionId[] {
    const { byProcess } = (this.#lists ??= this.#list());
    return byProcess.get(process) ?? [];
  }

  /** Every region that is somebody's; ascending. */
  assignedRegions(): readonly RegionId[] {
    return (this.#lists ??= this.#list()).assigned;
  }

  /** The regions that need an owner: of the map in force and of the open proposal; ascending. */
  wantedRegions(): readonly RegionId[] {
    return (this.#lists ??= this.#list()).wanted;
  }

  /** Regions with an owner that no map wants any more: they close themselves (P3); ascending. */
  releasedRegions(): readonly RegionId[] {
    return (this.#lists ??= this.#list()).released;
  }

  #list(): RegionLists {
    const wanted = new Set(this.mapInForce?.map.regions ?? []);
    for (const region of this.#open?.map.regions ?? []) wanted.add(region);
    return listRegions(this.#regions, wanted);
  }

  /** A region's box in the map in force. */
  boundsOf(region: RegionId): Bounds | null {
    return this.mapInForce?.map.boundsOf(region) ?? null;
  }

  isRetired(region: RegionId): boolean {
    return this.#regions.get(region)?.retired ?? false;
  }

  /** P3: the offset of the map record that named the id newest; it is ticked only above; −1: none. */
  namedAt(region: RegionId): number {
    return this.#regions.get(region)?.namedAt ?? -1;
  }

  /** Whether a map with the region was active since it was named: if not, it holds nothing. */
  everActive(region: RegionId): boolean {
    return this.#regions.get(region)?.everActive ?? false;
  }

  /**
   * Decodes and applies the record at `offset`. A foreign or malformed one is void, for everybody.
   * @throws AtlasError ATLAS_RECORD_VERSION: nobody may go on past a record that he cannot read.
   */
  applyBytes(bytes: Uint8Array, offset: number): ControlVerdict {
    try {
      return this.apply(decodeMapRecord(bytes, this.#incarnationId), offset);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      if (error.code === 'ATLAS_RECORD_VERSION') {
        throw placedError(error, `offset ${offset} of the map topic`, { offset });
      }
      this.#nextOffset = offset + 1;
      const reason = error.code === 'ATLAS_RECORD_FOREIGN' ? 'foreign' : 'malformed';
      return voided(reason, error.message);
    }
  }

  /** Applies a decoded record whose envelope was checked. */
  apply(record: MapRecord, offset: number): ControlVerdict {
    this.#nextOffset = offset + 1;
    this.#lists = null;
    if (record.started) return this.#applyIncarnation(record.started, record, offset);
    if (!this.#incarnation) return voided('no-incarnation', 'the topic begins with another record');
    if (record.proposal) return this.#applyProposal(record.proposal, offset);
    if (record.activation) return this.#applyActivation(record.activation, offset);
    if (record.withdrawal) return this.#applyWithdrawal(record.withdrawal);
    if (record.assignment) return this.#applyAssignment(record.assignment, offset);
    if (record.timeResumed) return this.#applyTime(record.timeResumed, offset);
    if (record.retired) return this.#applyRetired(record.retired);
    return voided('malformed', 'it has no body');
  }

  #applyIncarnation(started: Incarnation, record: MapRecord, offset: number): ControlVerdict {
    if (offset !== 0) return voided('no-incarnation', 'only the record at offset 0 makes one');
    const id = incarnationIdOf(started.id);
    if (incarnationIdOf(record.incarnation) !== id) {
      return voided('malformed', 'the envelope names another incarnation');
    }
    this.#incarnation = started;
    this.#incarnationId = id;
    this.#axis = new TimeAxis(started.tickHz, 0, started.tickZeroMs);
    return { kind: 'incarnation', incarnation: started };
  }

  #applyProposal(proposal: MapProposal, offset: number): ControlVerdict {
    const inForce = this.mapInForce?.map.version ?? 0;
    if (this.#open) return voided('proposal-open', `version ${this.#open.map.version} is open`);
    if (proposal.replaces !== inForce || proposal.mapVersion !== this.nextMapVersion) {
      const wanted = `${this.nextMapVersion} in place of ${inForce}`;
      return voided(
        'map-version',
        `${proposal.mapVersion} in place of ${proposal.replaces}, not ${wanted}`,
      );
    }
    const map = this.#validMap(proposal);
    if ('kind' in map) return map;
    this.#open = {
      map,
      reason: proposal.reason,
      expectedImbalance: proposal.expectedImbalance,
      expectedMoved: proposal.expectedMoved,
      offset,
    };
    this.#proposedVersion = map.version;
    for (const region of map.regions) {
      if (this.mapInForce?.map.has(region)) continue;
      const entry = this.#entry(region);
      entry.namedAt = offset;
      if (entry.retired) entry.everActive = false;
      entry.retired = false;
    }
    return { kind: 'proposed', open: this.#open };
  }

  #validMap(proposal: MapProposal): PartitionMap | ControlVerdict {
    let map: PartitionMap;
    try {
      map = new PartitionMap(proposal.mapVersion, proposal.regions);
    } catch (error) {
      if (error instanceof AtlasError) return voided('malformed', error.message);
      throw error;
    }
    const { homeCount = 0, regionsMax = 0 } = this.#incarnation ?? {};
    const highest = map.regions.at(-1) ?? 0;
    if (highest >= regionsMax)
      return voided('region-unknown', `region ${highest} of ${regionsMax}`);
    for (let home = 0; home < homeCount; home++) {
      if (!map.has(home as RegionId)) return voided('home-missing', `home region ${home}`);
    }
    const inForce = this.mapInForce?.map;
    const problem = inForce ? map.validateTiling(inForce.bounds) : null;
    return problem === null ? map : voided('bounds', problem);
  }

  #applyActivation(activation: MapActivation, offset: number): ControlVerdict {
    const open = this.#open;
    if (open?.map.version !== activation.mapVersion) {
      return voided('not-proposed', `version ${activation.mapVersion} is not open`);
    }
    const { map, reason, expectedMoved } = open;
    const active = { map, fromTick: activation.fromTick, reason, expectedMoved, offset };
    this.#open = null;
    this.#history.push(active);
    for (const region of map.regions) this.#entry(region).everActive = true;
    return { kind: 'activated', active };
  }

  #applyWithdrawal(withdrawal: MapWithdrawal): ControlVerdict {
    if (this.#open?.map.version !== withdrawal.mapVersion) {
      return voided('not-proposed', `version ${withdrawal.mapVersion} is not open`);
    }
    this.#open = null;
    return { kind: 'withdrawn', mapVersion: withdrawal.mapVersion };
  }

  #applyAssignment(record: Assignment, offset: number): ControlVerdict {
    const region = record.region as RegionId;
    if (region >= (this.#incarnation?.regionsMax ?? 0)) {
      return voided('region-unknown', `region ${region}`);
    }
    if (this.isRetired(region)) return voided('region-retired', `region ${region}`);
    const current = this.epochOf(region);
    if (record.replaces !== current) {
      return voided('epoch', `region ${region}: replaces ${record.replaces}, not ${current}`);
    }
    const entry = this.#entry(region);
    const previous = entry.assignment;
    const process = record.process.length > 0 ? processIdOf(record.process) : null;
    const assignment = { process, epoch: offset as Epoch, reason: record.reason };
    entry.assignment = assignment;
    return { kind: 'assigned', region, assignment, previous };
  }

  #applyTime(resumed: TimeResumed, offset: number): ControlVerdict {
    const axis = this.#axis;
    if (!axis || resumed.replaces !== this.#timeOffset) {
      return voided('time', `it replaces ${resumed.replaces}, not ${this.#timeOffset}`);
    }
    if (resumed.tick < axis.originTick) return voided('time', `tick ${resumed.tick} goes back`);
    this.#axis = new TimeAxis(axis.tickHz, resumed.tick, resumed.atMs);
    this.#timeOffset = offset;
    return { kind: 'time-resumed', axis: this.#axis };
  }

  #applyRetired(record: RegionRetired): ControlVerdict {
    const region = record.region as RegionId;
    const inForce = this.mapInForce?.map;
    if (record.mapVersion !== (inForce?.version ?? 0)) {
      return voided('map-version', `${record.mapVersion} is not in force`);
    }
    if (inForce?.has(region) || this.#open?.map.has(region)) {
      return voided('region-in-use', `region ${region}`);
    }
    if (this.isRetired(region)) return voided('region-retired', `region ${region}`);
    const entry = this.#entry(region);
    entry.retired = true;
    if (entry.assignment) entry.assignment = { ...entry.assignment, process: null };
    return { kind: 'retired', region };
  }

  #entry(region: RegionId): RegionEntry {
    let entry = this.#regions.get(region);
    if (!entry) {
      entry = { assignment: null, namedAt: -1, everActive: false, retired: false };
      this.#regions.set(region, entry);
    }
    return entry;
  }
}

function voided(reason: ControlVoidReason, detail: string): ControlVerdict {
  return { kind: 'void', reason, detail };
}
