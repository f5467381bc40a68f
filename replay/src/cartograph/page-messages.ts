/** How a region does. `unread`: its log cannot be read from here. */
export type RegionCondition = 'running' | 'dilated' | 'paused' | 'closed' | 'waiting' | 'unread';

/** One line of the page's table, and one box of its map. */
export interface RegionRow {
  readonly region: number;
  /** Null: nobody. */
  readonly owner: string | null;
  readonly epoch: number;
  readonly tick: number;
  readonly entities: number;
  readonly sessions: number;
  /** Of the newest frame. */
  readonly tickMs: number;
  readonly appendMs: number;
  readonly queuedFrames: number;
  readonly handoffsPerSecond: number;
  /** Ticks left out of a hundred. */
  readonly skippedPercent: number;
  readonly condition: RegionCondition;
  /** Null: the map in force does not have it. */
  readonly min: readonly number[] | null;
  readonly max: readonly number[] | null;
}

export interface PageTotals {
  readonly entities: number;
  readonly handoffsPerSecond: number;
  /** The fullest region's entities over the mean. */
  readonly imbalance: number;
  readonly clients: number;
  readonly logBytesPerSecond: number;
  readonly tickMsMax: number;
}

/** The followed entity. */
export interface FollowedEntity {
  readonly entity: string;
  /** Null: it is nowhere (any more). */
  readonly region: number | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What the page is told beside each picture, as JSON. */
export interface PageStatus {
  readonly type: 'status';
  readonly world: string;
  readonly tickHz: number;
  readonly mapVersion: number;
  readonly mapReason: string;
  readonly bounds: { readonly min: readonly number[]; readonly max: readonly number[] } | null;
  /** The past can be looked at from here on. */
  readonly firstTick: number;
  readonly lastTick: number;
  readonly tick: number;
  readonly live: boolean;
  readonly playing: boolean;
  readonly regions: readonly RegionRow[];
  readonly totals: PageTotals;
  readonly followed: FollowedEntity | null;
}

/** What went wrong with a wish of the page's, as a sentence. */
export interface PageNotice {
  readonly type: 'notice';
  readonly text: string;
}

/** What a page may ask for. */
export type PageWish =
  | { readonly type: 'live' }
  | { readonly type: 'seek'; readonly tick: number }
  | { readonly type: 'play'; readonly speed: number }
  | { readonly type: 'pause' }
  | { readonly type: 'follow'; readonly entity: string }
  /** Whoever is nearest to a place, metres; nobody when nobody is within the radius. */
  | {
      readonly type: 'followAt';
      readonly x: number;
      readonly y: number;
      readonly radiusM: number;
    };

const WISH_LENGTH_MAX = 256;

/** Reads a page's wish; null for anything else (rule: untrusted bytes are parsed at the edge). */
export function parseWish(text: string): PageWish | null {
  if (text.length > WISH_LENGTH_MAX) return null;
  let wish: Readonly<Record<string, unknown>>;
  try {
    wish = Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
  const { type, tick, speed, entity, x, y, radiusM } = wish;
  if (type === 'live' || type === 'pause') return { type };
  if (type === 'seek' && Number.isSafeInteger(tick) && Number(tick) >= 0) {
    return { type, tick: Number(tick) };
  }
  if (type === 'play' && typeof speed === 'number' && speed > 0 && speed <= 16) {
    return { type, speed };
  }
  if (type === 'follow' && typeof entity === 'string' && entity.length <= 32) {
    return { type, entity };
  }
  if (type === 'followAt' && isNumber(x) && isNumber(y) && isNumber(radiusM) && radiusM >= 0) {
    return { type, x, y, radiusM };
  }
  return null;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
