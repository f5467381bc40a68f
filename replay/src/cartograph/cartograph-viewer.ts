import { SESSION_HERE } from '@atlasnet/cluster';
import type { RegionState } from '@atlasnet/cluster';
import { AtlasError, formatEntityId, parseEntityId } from '@atlasnet/schemas';
import type { EntityId, RegionId } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { valuesOf } from '../reader/entity-values.ts';
import type { WorldLog } from '../reader/world-log.ts';
import { openWorldLog } from '../reader/world-log.ts';
import { parseWish } from './page-messages.ts';
import type { FollowedEntity, PageStatus, PageWish } from './page-messages.ts';
import { PastView } from './past-view.ts';
import { encodePicture, entityNear, pictureOf } from './picture.ts';

/** One page's connection. */
export interface ViewerSocket {
  send(message: string | Uint8Array): void;
  /** Bytes that wait to be sent. */
  queuedBytes(): number;
}

/** What is live, made once for all viewers. */
export interface LivePush {
  readonly source: WorldLog;
  readonly status: Omit<PageStatus, 'followed' | 'live' | 'playing' | 'tick'>;
  readonly tick: number;
  readonly states: ReadonlyMap<RegionId, RegionState>;
  readonly flashes: readonly number[];
}

/** A page that looks at the world: live, or at a place of its own in the past. */
export class CartographViewer {
  readonly #socket: ViewerSocket;
  readonly #mayLookBack: () => boolean;
  #past: PastView | null = null;
  #wished: PageWish | null = null;
  #follow = 0;
  /** Whoever is there at the next picture is followed. */
  #followAt: Extract<PageWish, { type: 'followAt' }> | null = null;
  #busy = false;
  #source: WorldLog | null = null;

  constructor(socket: ViewerSocket, mayLookBack: () => boolean) {
    this.#socket = socket;
    this.#mayLookBack = mayLookBack;
  }

  get looksBack(): boolean {
    return this.#past !== null;
  }

  /** A message of the page; what it cannot mean is dropped. */
  message(text: string): void {
    const wish = parseWish(text);
    if (!wish) return;
    if (wish.type === 'follow') this.#follow = parseEntityId(wish.entity.trim()) ?? 0;
    else if (wish.type === 'followAt') this.#followAt = wish;
    else if (wish.type === 'play') this.#play(wish.speed);
    else this.#wished = wish;
  }

  /** Sends what the viewer looks at; skipped while the one before is under way or waits to be sent. */
  async push(live: LivePush, sinceLastMs: number): Promise<void> {
    this.#source = live.source;
    if (this.#busy || this.#socket.queuedBytes() > LIMITS.viewerQueueBytes) return;
    this.#busy = true;
    try {
      await this.#grant();
      await this.#past?.advance((sinceLastMs * live.status.tickHz) / 1000);
      if (this.#past) this.#send(live, this.#past.moment(), this.#past);
      else this.#send(live, { tick: live.tick, regions: live.states }, null);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      this.#past = null;
      this.#notice(error.message);
    } finally {
      this.#busy = false;
    }
  }

  #play(speed: number): void {
    if (this.#past) this.#past.speed = speed;
  }

  async #grant(): Promise<void> {
    const wish = this.#wished;
    this.#wished = null;
    if (!wish || !this.#source) return;
    if (wish.type === 'live') this.#past = null;
    if (wish.type === 'pause' && this.#past) this.#past.speed = 0;
    if (wish.type !== 'seek') return;
    if (!this.#past && !this.#mayLookBack()) {
      this.#notice(`at most ${LIMITS.pastViewersMax} viewers can look at the past at a time`);
      return;
    }
    const { log, world } = this.#source;
    const speed = this.#past?.speed ?? 0;
    this.#past = await PastView.open(await openWorldLog(log, world), wish.tick);
    this.#past.speed = speed;
  }

  #send(
    live: LivePush,
    moment: { readonly tick: number; readonly regions: ReadonlyMap<RegionId, RegionState> },
    past: PastView | null,
  ): void {
    const { tick, regions } = moment;
    if (this.#followAt) this.#follow = entityNear(regions.values(), this.#followAt);
    this.#followAt = null;
    const followed = this.#followed(regions);
    const status: PageStatus = {
      ...live.status,
      ...(past ? pastFigures(past) : {}),
      ...{ tick, live: past === null, playing: past === null || past.speed > 0, followed },
    };
    const flashes = past ? [] : live.flashes;
    const picture = pictureOf(regions.values(), {
      ...{ live: past === null, tick, flashes, follow: this.#follow },
    });
    this.#socket.send(JSON.stringify(status));
    this.#socket.send(encodePicture(picture));
  }

  #followed(regions: ReadonlyMap<RegionId, RegionState>): FollowedEntity | null {
    if (this.#follow === 0) return null;
    const entity = formatEntityId(this.#follow as EntityId);
    for (const [region, { table }] of regions) {
      const slot = table.slotOf(this.#follow);
      if (slot >= 0) return { entity, region, values: valuesOf(table, slot) };
    }
    return { entity, region: null, values: {} };
  }

  #notice(text: string): void {
    this.#socket.send(JSON.stringify({ type: 'notice', text }));
  }
}

/** The rows and totals of a moment in the past: what states, frames and the map topic say of it; no rates. */
function pastFigures(past: PastView): Pick<PageStatus, 'regions' | 'totals' | 'mapVersion'> {
  const { map, regions, newest } = past.moment();
  const rows = Array.from(regions, ([region, state]) => {
    const bounds = map?.boundsOf(region) ?? null;
    const { epoch = 0, frame = null } = newest.get(region) ?? {};
    const timings = frame?.timings;
    const sessions = Array.from(state.sessions.values());
    return {
      ...{ region, owner: past.ownerUnder(region, epoch), epoch, tick: state.tick },
      entities: state.table.count,
      sessions: sessions.filter(({ status }) => status === SESSION_HERE).length,
      tickMs: (timings?.tickMicros ?? 0) / 1000,
      appendMs: (timings?.appendMicros ?? 0) / 1000,
      queuedFrames: timings?.queuedFrames ?? 0,
      ...{ handoffsPerSecond: 0, skippedPercent: 0 },
      condition: state.closed ? ('closed' as const) : ('running' as const),
      ...{ min: bounds?.min ?? null, max: bounds?.max ?? null },
    };
  });
  const counts = rows.filter(({ min }) => min !== null).map(({ entities }) => entities);
  const entities = counts.reduce((sum, count) => sum + count, 0);
  const mean = entities / Math.max(1, counts.length);
  const clients = rows.reduce((sum, row) => sum + row.sessions, 0);
  const tickMsMax = Math.max(0, ...rows.map(({ tickMs }) => tickMs));
  const rates = { handoffsPerSecond: 0, logBytesPerSecond: 0, tickMsMax };
  const imbalance = mean === 0 ? 0 : Math.max(...counts) / mean;
  return {
    mapVersion: map?.version ?? 0,
    regions: rows,
    totals: { entities, imbalance, clients, ...rates },
  };
}
