import { isAway } from '@atlasnet/cluster';
import type { Frame, RegionId, SessionState } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import type { WalkStep, WorldWalk } from './world-walk.ts';

/** A region as its log tells it. */
export interface RegionSummary {
  readonly region: RegionId;
  records: number;
  bytes: number;
  claims: number;
  frames: number;
  emptyFrames: number;
  voidRecords: number;
  unreadable: number;
  firstTick: number;
  lastTick: number;
  skippedTicks: number;
  departures: number;
  arrivals: number;
  commands: number;
  messages: number;
  faults: number;
  refusals: number;
  spawnedUpTo: number;
  entities: number;
  sessions: number;
  closed: boolean;
}

/** A session's life, over all regions. */
export interface SessionSummary {
  readonly session: number;
  account: string;
  home: number;
  firstTick: number;
  lastTick: number;
  commandNumber: number;
  avatar: number;
  /** Where its avatar, or the session itself, was last. */
  region: number;
  live: boolean;
}

/** Counts what a walk reads. */
export class SummaryCollector {
  readonly regions = new Map<RegionId, RegionSummary>();
  readonly sessions = new Map<number, SessionSummary>();
  sessionsDropped = 0;
  firstMs = 0;
  lastMs = 0;

  step({ region, bytes, timestampMs, verdict }: WalkStep): void {
    const summary = this.#region(region);
    summary.records += 1;
    summary.bytes += bytes;
    if (this.firstMs === 0 || timestampMs < this.firstMs) this.firstMs = timestampMs;
    if (timestampMs > this.lastMs) this.lastMs = timestampMs;
    if (verdict === null) summary.unreadable += 1;
    else if (verdict.kind === 'claim') summary.claims += 1;
    else if (verdict.kind === 'void') summary.voidRecords += 1;
    else if (verdict.kind === 'counts') this.#frame(summary, verdict.frame);
  }

  /** Takes the regions' states where the walk ended. */
  finish(walk: WorldWalk): void {
    for (const { region, replica } of walk.cursors) {
      const summary = this.#region(region);
      const { state } = replica;
      if (!state) continue;
      summary.entities = state.table.count;
      summary.sessions = Array.from(state.sessions.values()).filter((each) => !isAway(each)).length;
      summary.spawnedUpTo = state.counter.nextEntity - 1;
      summary.closed = state.closed;
      for (const session of state.sessions.values()) this.#living(session, region);
    }
  }

  #living(session: SessionState, region: RegionId): void {
    const known = this.#session(session, session.sinceTick);
    if (!known) return;
    known.live = true;
    known.commandNumber = Math.max(known.commandNumber, session.commandNumber);
    if (isAway(session)) return;
    known.region = region;
    known.avatar = session.avatar;
  }

  #frame(summary: RegionSummary, frame: Frame): void {
    const { tick } = frame;
    if (frame.empty) summary.emptyFrames += 1;
    else summary.frames += 1;
    if (summary.firstTick < 0) summary.firstTick = tick;
    summary.lastTick = tick;
    summary.skippedTicks += frame.skipped;
    summary.departures += frame.departures.length;
    summary.faults += frame.faults.length;
    summary.refusals += frame.refusals.length;
    for (const { message } of frame.inputs?.messages ?? []) {
      if (message) summary.messages += 1;
      else summary.arrivals += 1;
    }
    for (const { session, number } of frame.inputs?.commands ?? []) {
      summary.commands += 1;
      const known = this.sessions.get(session);
      if (!known) continue;
      known.commandNumber = Math.max(known.commandNumber, number);
      known.lastTick = Math.max(known.lastTick, tick);
    }
    for (const { state } of frame.sessions) {
      if (!state) continue;
      const known = this.#session(state, tick);
      if (!known) continue;
      known.lastTick = Math.max(known.lastTick, tick);
      if (isAway(state)) continue;
      known.region = summary.region;
      if (state.avatar !== 0) known.avatar = state.avatar;
    }
  }

  #session(state: SessionState, tick: number): SessionSummary | null {
    const { session, account, home, commandNumber, avatar } = state;
    let known = this.sessions.get(session);
    if (!known) {
      if (this.sessions.size >= LIMITS.sessionsListed) {
        this.sessionsDropped += 1;
        return null;
      }
      const place = { region: home, live: false };
      const ticks = { firstTick: tick, lastTick: tick };
      known = { session, account, home, commandNumber, avatar, ...ticks, ...place };
      this.sessions.set(session, known);
    }
    return known;
  }

  #region(region: RegionId): RegionSummary {
    let summary = this.regions.get(region);
    if (!summary) {
      summary = emptySummary(region);
      this.regions.set(region, summary);
    }
    return summary;
  }
}

function emptySummary(region: RegionId): RegionSummary {
  return {
    region,
    ...{ records: 0, bytes: 0, claims: 0, frames: 0, emptyFrames: 0, voidRecords: 0 },
    ...{ unreadable: 0, firstTick: -1, lastTick: -1, skippedTicks: 0, departures: 0 },
    ...{ arrivals: 0, commands: 0, messages: 0, faults: 0, refusals: 0, spawnedUpTo: 0 },
    ...{ entities: 0, sessions: 0, closed: false },
  };
}
