import {
  EntityTable,
  FrameGate,
  PartitionMap,
  GONE_DESTROYED,
  compileWorld,
  decodeEntity,
  decodeRecord,
  encodeEntity,
  epoch,
  gridRegions,
  incarnationId,
  logMessages,
  processId,
} from '@atlasnet/schemas';
import type {
  Frame,
  Job,
  OutboxMessage,
  RegionId,
  TaskResult,
  WorldSchema,
} from '@atlasnet/schemas';
import { migrateState } from '../core/migrate-state.ts';
import { RegionRuntime } from '../core/region-runtime.ts';
import type { ProducedFrame } from '../core/region-runtime.ts';
import { RegionState } from '../core/region-state.ts';
import type { AtlasNetServer } from '../game/game-api.ts';

const INCARNATION = incarnationId('00112233445566778899aabbccddeeff');
const PROCESS = processId('0011223344556677');
/** In the map topic: the incarnation, the proposal, the activation, then one assignment a region. */
export const FIRST_EPOCH = 3;

/** A region as a test drives it: its owner, and a reader that rebuilds it from its records. */
export interface BenchRegion {
  readonly runtime: RegionRuntime;
  readonly reader: RegionState;
  readonly records: Uint8Array[];
}

/**
 * Regions of one world without processes, links or a log: each tick's frame counts at once, is read
 * back by a reader (which checks the hash, I6), and its messages are delivered to the next tick.
 */
export class RegionBench {
  readonly schema: WorldSchema;
  readonly map: PartitionMap;
  readonly regions = new Map<number, BenchRegion>();
  readonly down = new Set<number>();
  tick = 0;
  /** Sees every frame, after it was applied to its region's reader. */
  onFrame: (frame: Frame) => void = () => undefined;
  /** What workers say of a job that counts, asked every tick until it is settled. */
  onJob: (job: Job) => TaskResult | null = () => null;
  readonly #ghosts = new Map<
    number,
    { readonly table: EntityTable; readonly owners: Map<number, number> }
  >();
  #gates = new Map<number, FrameGate>();
  #processorMicros = 0;

  constructor(server: AtlasNetServer, regionCount: number) {
    this.schema = compileWorld(server.world);
    const bounds = { min: this.schema.boundsMin, max: this.schema.boundsMax };
    this.map = new PartitionMap(1, gridRegions(regionCount, bounds));
    for (const region of this.map.regions) this.#add(server, region);
  }

  #add(server: AtlasNetServer, region: RegionId): void {
    const first = region === this.map.regions[0];
    const owned = FIRST_EPOCH + this.map.regions.indexOf(region);
    const ghosts = new EntityTable(this.schema);
    const owners = new Map<number, number>();
    this.#ghosts.set(region, { table: ghosts, owners });
    const runtime = new RegionRuntime({
      schema: this.schema,
      server,
      region,
      incarnation: INCARNATION,
      process: PROCESS,
      epoch: epoch(owned),
      seed: 7,
      state: RegionState.initial(this.schema, region, first, 7),
      map: this.map,
      homeCount: this.map.regions.length,
      lingerTicks: 10,
      jobLimitTicks: 40,
      sessionsMax: 100,
      stopwatch: () => 0,
      processorStopwatch: () => (this.#processorMicros += 300),
      neighbourhood: {
        ghosts,
        ownerOf: (entity) => owners.get(entity) ?? -1,
        isUp: (other) => !this.down.has(other),
        reads: () => [],
        hold: () => undefined,
        bury: () => undefined,
        confirmedBy: (other) => this.regions.get(other)?.reader.inbox.get(region) ?? 0,
      },
    });
    const reader = RegionState.initial(this.schema, region, first, 7);
    this.regions.set(region, { runtime, reader, records: [] });
    this.#gates.set(region, new FrameGate(region, { epoch: owned, n: 0 }));
  }

  region(region: number): BenchRegion {
    const found = this.regions.get(region);
    if (!found) throw new Error(`no region ${region}`);
    return found;
  }

  /** Runs ticks of all regions, then delivers what their frames sent. */
  run(ticks: number): void {
    for (let i = 0; i < ticks; i++) {
      this.tick++;
      for (const region of this.regions.keys()) this.#showGhosts(region as RegionId);
      const produced = Array.from(this.regions, ([id, { runtime }]) => {
        if (this.down.has(id)) return [];
        const frame = runtime.runTick(this.tick);
        this.#read(id, frame);
        return this.#unconfirmed(id);
      }).flat();
      for (const { from, entry } of produced) this.deliver(from, entry);
      this.#answerJobs();
    }
  }

  #answerJobs(): void {
    for (const { runtime, reader } of this.regions.values()) {
      for (const job of reader.jobs.values()) {
        const result = this.onJob(job);
        if (result) runtime.taskResult(result);
      }
    }
  }

  /** What the neighbours' readers hold near the region, as of the tick before. */
  #showGhosts(region: RegionId): void {
    const ghosts = this.#ghosts.get(region);
    if (!ghosts) return;
    const { table, owners } = ghosts;
    const reach = this.schema.ghostDistanceM;
    const before = table.slotsById();
    for (let i = 0; i < before.length; i++) table.remove(before.slots[i], GONE_DESTROYED);
    table.commit();
    owners.clear();
    for (const other of this.map.neighbours(region, reach)) {
      const from = this.region(other).reader.table;
      // Ghosts of another declaration are the mirrors' affair, which a bench has none of.
      if (from.schema.hash !== table.schema.hash) continue;
      const { slots, length } = from.slotsById();
      for (let i = 0; i < length; i++) {
        const [x, y, z] = this.schema.boundsMin.map(
          (_, axis) => from.lanes[axis][slots[i]] * this.schema.positionQuantumM,
        );
        if (this.map.distanceToBorder(region, x, y, z) < -reach) continue;
        if (this.region(region).runtime.state.table.slotOf(from.ids[slots[i]]) >= 0) continue;
        decodeEntity(table, encodeEntity(from, slots[i]));
        owners.set(from.ids[slots[i]], other);
      }
    }
    table.commit();
  }

  /** M2: until it is confirmed, everything is sent again. */
  #unconfirmed(from: number): { from: number; entry: OutboxMessage }[] {
    const { state } = this.region(from).runtime;
    return Array.from(state.outbox.values())
      .flat()
      .map((entry) => ({ from, entry }));
  }

  deliver(from: number, entry: OutboxMessage): void {
    const { to, number, message } = entry;
    this.region(to).runtime.deliver({ from, to, number, message, senderOffset: 0 });
  }

  #read(id: number, produced: ProducedFrame): void {
    const { reader, records } = this.region(id);
    for (const record of produced.records) {
      records.push(record);
      const decoded = decodeRecord(logMessages.FrameRecord, record, INCARNATION, 'frame');
      const verdict = this.#gates.get(id)?.apply(decoded, records.length);
      if (verdict?.kind === 'part') continue;
      if (verdict?.kind !== 'counts') throw new Error(`region ${id}: ${JSON.stringify(verdict)}`);
      reader.applyFrame(verdict.frame);
      const hash = reader.hash(verdict.frame.n % verdict.frame.hashSlices);
      const wanted = [verdict.frame.hashLow, verdict.frame.hashHigh];
      if (hash.low >>> 0 !== wanted[0] || hash.high >>> 0 !== wanted[1]) {
        throw new Error(`[I6] region ${id}, tick ${produced.tick}: the reader has another hash`);
      }
      this.onFrame(verdict.frame);
    }
  }

  /** A new owner goes on from the region's state: its code may have changed, and its declaration grown. */
  restart(id: number, server: AtlasNetServer = this.region(id).runtime.options.server): void {
    const { runtime, reader, records } = this.region(id);
    const n = this.#gates.get(id)?.countedN ?? 0;
    const { options } = runtime;
    const schema = compileWorld(server.world);
    const grew = schema.hash !== options.schema.hash;
    const ghosts = grew ? new EntityTable(schema) : options.neighbourhood.ghosts;
    const owners = this.#ghosts.get(id)?.owners ?? new Map<number, number>();
    if (grew) this.#ghosts.set(id, { table: ghosts, owners });
    this.regions.set(id, {
      runtime: new RegionRuntime({
        ...{ ...options, server, schema, n, state: migrateState(runtime.state, schema) },
        neighbourhood: { ...options.neighbourhood, ghosts },
      }),
      reader: migrateState(reader, schema),
      records,
    });
  }

  /** Every living entity's id, with the region that has it; throws on one that is in two (I3). */
  living(): Map<number, number> {
    const living = new Map<number, number>();
    for (const [id, { reader }] of this.regions) {
      const { slots, length } = reader.table.slotsById();
      for (let i = 0; i < length; i++) {
        const entity = reader.table.ids[slots[i]];
        if (living.has(entity)) throw new Error(`[I3] entity ${entity} lives twice`);
        living.set(entity, id);
      }
    }
    return living;
  }

  /** Entities in flight: handed off by a frame, not in the target's state yet. */
  inFlight(): number[] {
    const flying: number[] = [];
    for (const [id, { reader }] of this.regions) {
      for (const entry of Array.from(reader.outbox.values()).flat()) {
        const reached = this.region(entry.to).reader.inbox.get(id) ?? 0;
        if (entry.message?.handoff && entry.number > reached) {
          flying.push(entry.message.handoff.entity);
        }
      }
    }
    return flying;
  }
}
