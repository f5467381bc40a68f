import {
  ControlState,
  decodeMessage,
  encodeMapRecord,
  encodeMessage,
  gridRegions,
  incarnationBytes,
  incarnationId,
  logMessages,
  processBytes,
  processId,
  regionId,
} from '@atlasnet/schemas';
import type { FrameRecord, MapRecordBody, ProcessId, RegionId } from '@atlasnet/schemas';
import type { RegisteredProcess } from '../../control/process-registry.ts';
import { WARM_ENTRY } from '../../control/standby-plan.ts';
import { decide } from '../decide.ts';
import { emptyMemory } from '../decision.ts';
import type { WatchdogAction, WatchdogMemory, WatchdogView } from '../decision.ts';
import { RegionWatch } from '../region-watch.ts';
import { WATCHDOG_DEFAULTS } from '../watchdog-options.ts';
import type { WatchdogOptions } from '../watchdog-options.ts';

const INCARNATION = incarnationId('00112233445566778899aabbccddeeff');
export const A = processId('aaaaaaaaaaaaaaaa');
export const B = processId('bbbbbbbbbbbbbbbb');
export const C = processId('cccccccccccccccc');
export const world = { min: [0, 0], max: [100, 100] };

/** A world whose logs, store and time a test writes by hand; looks every 250 ms. */
export class Scene {
  readonly control = new ControlState();
  readonly watches = new Map<RegionId, RegionWatch>();
  readonly dead = new Set<ProcessId>();
  readonly memory: WatchdogMemory = emptyMemory(0);
  readonly #offsets = new Map<RegionId, number>();
  readonly #epochs = new Map<RegionId, { epoch: number; n: number }>();
  options: WatchdogOptions = { ...WATCHDOG_DEFAULTS, shardCount: 0 };
  shards: RegisteredProcess[] = [];
  storeAnswers = true;
  judges = true;
  nowMs = 0;
  /** Regions whose owners go on. */
  alive = new Set<number>();
  /** Regions whose ticks take longer than a millisecond: so long, microseconds. */
  readonly heavy = new Map<number, number>();

  constructor(regions = 4) {
    const started = { world: 'city', id: incarnationBytes(INCARNATION), tickZeroMs: 1_000_000 };
    this.map({ started: { ...started, homeCount: 1, regionsMax: 16, tickHz: 20, seed: 1 } });
    this.map({ proposal: { mapVersion: 1, replaces: 0, regions: gridRegions(regions, world) } });
    this.map({ activation: { mapVersion: 1, fromTick: 0 } });
    this.watchAll();
  }

  map(body: MapRecordBody): string {
    const offset = this.control.nextOffset;
    const verdict = this.control.applyBytes(encodeMapRecord(INCARNATION, body), offset);
    if (verdict.kind === 'assigned') {
      this.watches.get(verdict.region)?.assigned(verdict.assignment.epoch, this.nowMs);
    }
    return verdict.kind;
  }

  watchAll(): void {
    const wanted = [...this.control.wantedRegions(), ...this.control.releasedRegions()];
    for (const region of wanted) {
      if (this.watches.has(region)) continue;
      const watch = new RegionWatch(region, this.nowMs, this.options.emptyFramesLimitMs);
      this.watches.set(region, watch);
      watch.atEnd(this.nowMs);
    }
  }

  live(...ids: ProcessId[]): void {
    this.shards = ids.map((id) => ({ id, role: 'shard', address: '', draining: false, extra: {} }));
  }

  /** These leave. */
  drain(...ids: ProcessId[]): void {
    this.shards = this.shards.map((shard) => ({ ...shard, draining: ids.includes(shard.id) }));
  }

  /** Says what a shard keeps warm. */
  warm(id: ProcessId, ...regions: number[]): void {
    const extra = { [WARM_ENTRY]: regions.join(',') };
    this.shards = this.shards.map((shard) => (shard.id === id ? { ...shard, extra } : shard));
  }

  /** Assigns, claims and keeps alive. */
  own(region: number, process: ProcessId): void {
    const replaces = this.control.epochOf(regionId(region));
    this.map({ assignment: { region, process: processBytes(process), replaces } });
    this.claim(region);
    this.frame(region);
    this.alive.add(region);
  }

  claim(region: number, epoch: number = this.control.epochOf(regionId(region))): void {
    this.#epochs.set(regionId(region), { epoch, n: 0 });
    this.record(region, { claim: { region, epoch } });
  }

  frame(region: number, fields: object = {}): void {
    const place = this.#epochs.get(regionId(region)) ?? { epoch: 0, n: 0 };
    place.n += 1;
    const tick = Math.floor(this.nowMs / 50);
    const { epoch, n } = place;
    const timings = { tickMicros: this.heavy.get(region) ?? 1000 };
    this.record(region, { frame: { region, epoch, n, tick, timings, ...fields } });
  }

  record(region: number, body: object): void {
    const bytes = encodeMessage(logMessages.FrameRecord, { version: 1, ...body });
    const record: FrameRecord = decodeMessage(logMessages.FrameRecord, bytes, 'record');
    const offset = this.#offsets.get(regionId(region)) ?? 0;
    this.#offsets.set(regionId(region), offset + 1);
    this.watches.get(regionId(region))?.take(record, offset, this.nowMs);
  }

  view(): WatchdogView {
    const { nowMs, options, control, watches, shards, storeAnswers, dead, judges, memory } = this;
    const worldMs = 1_000_000 + nowMs;
    return {
      nowMs,
      options,
      control,
      watches,
      shards,
      storeAnswers,
      dead,
      judges,
      worldMs,
      memory,
    };
  }

  /** Looks every 250 ms for a while, without applying; what was decided, in short. */
  watch(forMs: number, logAnswers = true): string[] {
    const said: string[] = [];
    for (const until = this.nowMs + forMs; this.nowMs < until;) {
      this.nowMs += 250;
      for (const region of this.alive) this.frame(region);
      if (logAnswers) for (const watch of this.watches.values()) watch.atEnd(this.nowMs);
      said.push(...decide(this.view()).map(spell));
    }
    return said;
  }

  /** The same, and what was decided is appended. */
  run(forMs: number): string[] {
    const said: string[] = [];
    for (const until = this.nowMs + forMs; this.nowMs < until;) {
      this.nowMs += 250;
      for (const region of this.alive) this.frame(region);
      for (const watch of this.watches.values()) watch.atEnd(this.nowMs);
      for (const action of decide(this.view())) {
        said.push(spell(action));
        this.append(action);
      }
    }
    return said;
  }

  append(action: WatchdogAction): string {
    switch (action.kind) {
      case 'assign': {
        const { region, replaces } = action;
        return this.map({
          assignment: { region, process: processBytes(action.process), replaces },
        });
      }
      case 'activate':
        return this.map({ activation: action });
      case 'withdraw':
        return this.map({ withdrawal: action });
      case 'retire':
        return this.map({ retired: action });
      case 'resume-time':
        return this.map({ timeResumed: action });
    }
  }
}

export function spell(action: WatchdogAction): string {
  switch (action.kind) {
    case 'assign':
      return `${action.region}→${action.process[0]} ${action.reason}`;
    case 'activate':
      return `activate ${action.mapVersion} from ${action.fromTick}`;
    case 'withdraw':
      return `withdraw ${action.mapVersion}`;
    case 'retire':
      return `retire ${action.region}`;
    case 'resume-time':
      return `time from ${action.tick}`;
  }
}

/** Four regions on two shards, all well. */
export function settled(): Scene {
  const scene = new Scene();
  scene.live(A, B);
  scene.own(0, A);
  scene.own(1, A);
  scene.own(2, B);
  scene.own(3, B);
  return scene;
}
