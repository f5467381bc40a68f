import { RegionRuntime, RegionState, SnapshotCut, crc32 } from '@atlasnet/cluster';
import type { AtlasNetServer, ProducedFrame } from '@atlasnet/cluster';
import {
  ControlState,
  EntityTable,
  PartitionMap,
  compileWorld,
  encodeMapRecord,
  encodeRecord,
  epoch,
  gridRegions,
  incarnationBytes,
  incarnationId,
  logMessages,
  processBytes,
  processId,
  topicNames,
} from '@atlasnet/schemas';
import type {
  MapRecordBody,
  OutboxMessage,
  ProcessId,
  RegionBounds,
  RegionId,
  WorldSchema,
} from '@atlasnet/schemas';
import { MemoryEventLog } from './memory-event-log.ts';

const INCARNATION = incarnationId('00112233445566778899aabbccddeeff');
const SEED = 7;

/** A region's newest frame, by which a checkpoint is named. */
interface NewestFrame {
  epoch: number;
  lastOffset: number;
  lastN: number;
}

interface OwnedRegion extends NewestFrame {
  runtime: RegionRuntime;
  readonly inbox: Map<number, number>;
}

/** A log as a cluster would have written it: real regions, their claims, checkpoints and a map topic. */
export class LoggedWorld {
  readonly log = new MemoryEventLog();
  readonly schema: WorldSchema;
  readonly topics;
  readonly control = new ControlState();
  readonly regions = new Map<RegionId, OwnedRegion>();
  readonly processes: readonly ProcessId[];
  /** By how many ticks a region's own is behind the world's; it has to miss as many first. */
  readonly behind = new Map<RegionId, number>();
  readonly #server: AtlasNetServer;
  readonly #frameBytesMax: number | undefined;
  map: PartitionMap;
  tick = 0;

  constructor(
    server: AtlasNetServer,
    options: {
      readonly world: string;
      readonly regions: number;
      readonly shards?: number;
      /** L6: a frame above this goes in parts, bytes. */
      readonly frameBytesMax?: number;
    },
  ) {
    this.#frameBytesMax = options.frameBytesMax;
    this.#server = server;
    this.schema = compileWorld(server.world);
    this.topics = topicNames(options.world);
    this.processes = Array.from({ length: options.shards ?? 2 }, (_, index) =>
      processId((index + 1).toString(16).padStart(2, '0').repeat(8)),
    );
    const bounds = { min: this.schema.boundsMin, max: this.schema.boundsMax };
    const boxes = gridRegions(options.regions, bounds);
    this.map = new PartitionMap(1, boxes);
    this.#control({
      started: {
        ...{ world: options.world, id: incarnationBytes(INCARNATION), homeCount: 1 },
        ...{ regionsMax: 64, tickHz: this.schema.tickHz, seed: SEED },
        tickZeroMs: this.log.nowMs,
      },
    });
    this.#propose(boxes, 0);
    for (const region of this.map.regions) this.assign(region, region % this.processes.length);
  }

  /** Gives a region to a process: an assignment, then the claim. */
  assign(region: RegionId, shard: number): void {
    const process = this.processes[shard];
    const replaces = this.control.epochOf(region);
    const assignment = { region, process: processBytes(process), replaces, reason: 'test' };
    const offset = this.#control({ assignment });
    const claim = {
      ...{ region, epoch: offset, process: processBytes(process), mapVersion: this.map.version },
      ...{ engine: 'test', game: 'test', worldSchemaHash: this.schema.hash },
      worldSchema: new TextEncoder().encode(this.schema.json),
    };
    const record = encodeRecord(logMessages.FrameRecord, INCARNATION, { claim });
    this.log.write(this.topics.frames, region, [record]);
    const before = this.regions.get(region);
    const first = region === this.map.regions[0];
    const state = before?.runtime.state ?? RegionState.initial(this.schema, region, first, SEED);
    this.regions.set(region, {
      runtime: this.#runtime(region, process, offset, state),
      inbox: state.inbox,
      epoch: offset,
      lastOffset: -1,
      lastN: 0,
    });
  }

  /** Moves the borders; the map holds from the next tick on. */
  moveBorders(boxes: readonly RegionBounds[]): void {
    this.map = new PartitionMap(this.map.version + 1, boxes);
    this.#propose(boxes, this.tick + 1);
    for (const { runtime } of this.regions.values()) runtime.setMap(this.map);
  }

  /** Runs ticks of all regions; a region named in `late` runs none. */
  run(ticks: number, late: readonly number[] = []): void {
    for (let i = 0; i < ticks; i++) {
      this.tick += 1;
      this.log.nowMs += 1000 / this.schema.tickHz;
      const sent: { from: RegionId; entry: OutboxMessage }[] = [];
      for (const [region, owned] of this.regions) {
        if (late.includes(region)) continue;
        const { runtime } = owned;
        this.#write(region, owned, runtime.runTick(this.tick - (this.behind.get(region) ?? 0)));
        const waiting = Array.from(runtime.state.outbox.values()).flat();
        sent.push(...waiting.map((entry) => ({ from: region, entry })));
      }
      for (const { from, entry } of sent) {
        const { to, number, message } = entry;
        const target = this.regions.get(to as RegionId);
        target?.runtime.deliver({ from, to, number, message, senderOffset: 0 });
      }
    }
  }

  /** Every region's newest frame. */
  newestFrames(): ReadonlyMap<RegionId, NewestFrame> {
    return new Map(
      Array.from(this.regions, ([region, { epoch: under, lastOffset, lastN }]) => {
        return [region, { epoch: under, lastOffset, lastN }];
      }),
    );
  }

  /** Writes a checkpoint of every region; under the names of older frames it is a lie (C2). */
  checkpoint(names = this.newestFrames()): void {
    for (const [region, { runtime }] of this.regions) {
      const name = names.get(region);
      if (!name) continue;
      const { lastOffset, lastN } = name;
      const slice = lastN % this.schema.hashSlices;
      const bytes = new SnapshotCut(runtime.state, slice).encodeNow();
      const half = Math.ceil(bytes.length / 2);
      const slices = [bytes.subarray(0, half), bytes.subarray(half)];
      for (const [index, slice] of slices.entries()) {
        const chunk = encodeRecord(logMessages.CheckpointChunk, INCARNATION, {
          ...{ region, epoch: name.epoch, offset: lastOffset, n: lastN, index },
          ...{ count: slices.length, checksum: crc32(slice), bytes: slice },
        });
        this.log.write(this.topics.checkpoints, region, [chunk]);
      }
    }
  }

  #write(region: RegionId, owned: OwnedRegion, produced: ProducedFrame): void {
    const base = this.log.write(this.topics.frames, region, produced.records);
    owned.lastOffset = base + produced.records.length - 1;
    owned.lastN = produced.n;
  }

  #propose(boxes: readonly RegionBounds[], fromTick: number): void {
    const { version } = this.map;
    const regions = boxes.map((box) => ({ ...box, min: [...box.min], max: [...box.max] }));
    this.#control({
      proposal: { mapVersion: version, replaces: version - 1, regions, reason: 'test' },
    });
    this.#control({ activation: { mapVersion: version, fromTick } });
  }

  #control(body: MapRecordBody): number {
    const bytes = encodeMapRecord(INCARNATION, body);
    const offset = this.log.write(this.topics.map, 0, [bytes]);
    const verdict = this.control.applyBytes(bytes, offset);
    if (verdict.kind === 'void') throw new Error(`${verdict.reason}: ${verdict.detail}`);
    return offset;
  }

  #runtime(
    region: RegionId,
    process: ProcessId,
    offset: number,
    state: RegionState,
  ): RegionRuntime {
    return new RegionRuntime({
      ...{ schema: this.schema, server: this.#server, region, incarnation: INCARNATION, process },
      ...{ epoch: epoch(offset), seed: SEED, state, map: this.map, homeCount: 1 },
      ...{ lingerTicks: 10, sessionsMax: 100, stopwatch: () => 0 },
      frameBytesMax: this.#frameBytesMax,
      neighbourhood: {
        ghosts: new EntityTable(this.schema),
        ownerOf: () => -1,
        isUp: () => true,
        reads: () => [],
        hold: () => undefined,
        bury: () => undefined,
        confirmedBy: (other) =>
          this.regions.get(other as RegionId)?.runtime.state.inbox.get(region) ?? 0,
      },
    });
  }
}
