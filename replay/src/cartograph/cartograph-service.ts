import { AtlasError, followControl, sleep } from '@atlasnet/schemas';
import type { Clock, EventLog, Logger, RegionId, Service } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { oldestCheckpoint } from '../reader/find-checkpoint.ts';
import { frameBounds, openWorldLog } from '../reader/world-log.ts';
import type { WorldLog } from '../reader/world-log.ts';
import { CartographViewer } from './cartograph-viewer.ts';
import type { LivePush, ViewerSocket } from './cartograph-viewer.ts';
import type { PageTotals, RegionRow } from './page-messages.ts';
import { RegionFeed } from './region-feed.ts';

/** Between two pushes to every page, milliseconds. */
const PUSH_MS = 125;
/** Between two tries to open a world that is not there yet, milliseconds. */
const OPEN_RETRY_MS = 500;
/** Regions are read on for so long after the last page has gone: one that is reloaded need not wait. */
const UNWATCHED_MS = 10_000;

export interface CartographOptions {
  readonly log: EventLog;
  readonly world: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The live map: the replay tool at the end of the log. It reads the log and nothing else, and regions
 * only while somebody looks at them.
 */
export class CartographService implements Service {
  readonly #options: CartographOptions;
  readonly #abort = new AbortController();
  /** Of the regions that are read; empty while nobody looks. */
  readonly #feeds = new Map<RegionId, RegionFeed>();
  #looking = new AbortController();
  #watchedMs = -Infinity;
  readonly #reading = new Set<Promise<void>>();
  readonly #viewers = new Set<CartographViewer>();
  #firstTick = 0;
  #running: Promise<void> | null = null;

  constructor(options: CartographOptions) {
    this.#options = options;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#looking.abort();
    await this.#running;
  }

  /** Adds a page; null when there are too many. */
  connect(socket: ViewerSocket): { readonly viewer: CartographViewer; close(): void } | null {
    if (this.#viewers.size >= LIMITS.viewersMax) return null;
    const viewer = new CartographViewer(socket, () => this.#mayLookBack());
    this.#viewers.add(viewer);
    return { viewer, close: () => this.#viewers.delete(viewer) };
  }

  #mayLookBack(): boolean {
    let looking = 0;
    for (const { looksBack } of this.#viewers) if (looksBack) looking += 1;
    return looking < LIMITS.pastViewersMax;
  }

  async #run(): Promise<void> {
    const { clock, log, world, logger } = this.#options;
    const { signal } = this.#abort;
    const source = await this.#open(signal);
    if (!source) return;
    this.#firstTick = await firstTickOf(source);
    const follower = followControl(
      { log, world },
      source.control,
      () => undefined,
      (error) => logger.warn('the map topic is not read', { error }),
    );
    let lastMs = clock.monotonicMs();
    while (await sleep(clock, PUSH_MS, signal)) {
      const nowMs = clock.monotonicMs();
      this.#watch(source, nowMs);
      this.#push(source, nowMs - lastMs);
      lastMs = nowMs;
    }
    follower.stop();
    await Promise.all(this.#reading);
  }

  /** Waits until the world is there. */
  async #open(signal: AbortSignal): Promise<WorldLog | null> {
    const { clock, log, world, logger } = this.#options;
    let said = '';
    while (!signal.aborted) {
      try {
        return await openWorldLog(log, world);
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        if (said !== error.code) logger.debug('waiting for the world', { why: error.message });
        said = error.code;
        await sleep(clock, OPEN_RETRY_MS, signal);
      }
    }
    return null;
  }

  /** Begins to read all regions when the first page is there, and ends when none has been for a while. */
  #watch(source: WorldLog, nowMs: number): void {
    if (this.#viewers.size > 0) this.#watchedMs = nowMs;
    if (nowMs - this.#watchedMs > UNWATCHED_MS) {
      this.#looking.abort();
      this.#feeds.clear();
      return;
    }
    if (this.#feeds.size === 0 && !this.#abort.signal.aborted)
      this.#looking = new AbortController();
    for (const region of source.regions) this.#feed(source, region);
    for (const region of source.control.assignedRegions()) this.#feed(source, region);
  }

  #feed(source: WorldLog, region: RegionId): void {
    const { signal } = this.#looking;
    if (this.#feeds.has(region) || signal.aborted) return;
    const { clock, logger } = this.#options;
    const feed = new RegionFeed({ source, region, clock, logger, signal });
    this.#feeds.set(region, feed);
    const reading = feed.run().finally(() => this.#reading.delete(reading));
    this.#reading.add(reading);
  }

  #push(source: WorldLog, sinceLastMs: number): void {
    const flashes = Array.from(this.#feeds.values(), (feed) => feed.takeFlashes()).flat();
    if (this.#viewers.size === 0) return;
    const live = this.#live(source, flashes);
    for (const viewer of this.#viewers) {
      viewer.push(live, sinceLastMs).catch((error: unknown) => {
        this.#options.logger.error('a viewer cannot be served', { error });
        this.#viewers.delete(viewer);
      });
    }
  }

  #live(source: WorldLog, flashes: readonly number[]): LivePush {
    const feeds = Array.from(this.#feeds.values());
    const rows = feeds.map((feed) => feed.row()).sort((a, b) => a.region - b.region);
    const states: LivePush['states'] = new Map(
      feeds.flatMap((feed) => (feed.state ? [[feed.region, feed.state] as const] : [])),
    );
    const inForce = source.control.mapInForce;
    const schema = feeds.find((feed) => feed.state)?.state?.schema;
    const tick = Math.max(0, ...rows.map((row) => row.tick));
    const bytes = feeds.reduce((sum, feed) => sum + feed.bytesPerSecond(), 0);
    const world = { world: source.world, tickHz: source.incarnation.tickHz };
    const status = {
      ...{ type: 'status' as const, ...world, firstTick: this.#firstTick, lastTick: tick },
      ...{ mapVersion: inForce?.map.version ?? 0, mapReason: inForce?.reason ?? '' },
      bounds: schema ? { min: schema.boundsMin, max: schema.boundsMax } : null,
      regions: rows,
      totals: totalsOf(rows, bytes),
    };
    return { source, status, tick, states, flashes: flashes.slice(0, LIMITS.flashesPerPush * 2) };
  }
}

function totalsOf(rows: readonly RegionRow[], logBytesPerSecond: number): PageTotals {
  const sum = (value: (row: RegionRow) => number) =>
    rows.reduce((total, row) => total + value(row), 0);
  const mapped = rows.filter(({ min }) => min !== null);
  const mean = mapped.reduce((total, row) => total + row.entities, 0) / Math.max(1, mapped.length);
  return {
    entities: sum(({ entities }) => entities),
    handoffsPerSecond: sum(({ handoffsPerSecond }) => handoffsPerSecond),
    imbalance: mean === 0 ? 0 : Math.max(...mapped.map(({ entities }) => entities)) / mean,
    clients: sum(({ sessions }) => sessions),
    logBytesPerSecond,
    tickMsMax: Math.max(0, ...rows.map(({ tickMs }) => tickMs)),
  };
}

/** The first tick of which the log still has every region that it has from its start. */
async function firstTickOf(source: WorldLog): Promise<number> {
  let first = 1;
  for (const region of source.regions) {
    const { startOffset } = await frameBounds(source, region);
    if (startOffset === 0) continue;
    const oldest = await oldestCheckpoint(source, region);
    first = Math.max(first, oldest?.state.tick ?? 1);
  }
  return first;
}
