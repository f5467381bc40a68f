import { AtlasError } from '@atlasnet/schemas';

/** What a drill holds its figures against, milliseconds; null: the drill's own limit. */
export interface DrillLimits {
  /** From the fault until the regions that it hit tick again. */
  readonly tickMs: number | null;
  /** From the wipe until the store is as the log says. */
  readonly wholeMs: number;
  /** A client's longest gap while processes are restarted. */
  readonly gapMs: number;
}

/** Who sees that a shard is gone: the process that started it at once, the others when its lease ends. */
export type SeenBy = 'parent' | 'lease';

/** Until the regions of a lost shard tick again: from a checkpoint, or from a standby. */
export const TAKEOVER_MS = {
  parent: { cold: 1000, warm: 300 },
  lease: { cold: 3000, warm: 2000 },
} as const satisfies Record<SeenBy, unknown>;

/** Until every region ticks again once the log has a leader again. */
export const LOG_BACK_MS = 1000;
/** The same from the death of the embedded log's process on: the one that waits serves it first. */
export const EMBEDDED_LOG_BACK_MS = 3000;

const DEFAULTS: DrillLimits = { tickMs: null, wholeMs: 3000, gapMs: 250 };
/** Above this a limit says nothing any more, milliseconds: a drill gives up after a minute. */
const LIMIT_MAX_MS = 60_000;

/** The options that widen limits, and what they say. */
export const LIMIT_OPTIONS = [
  {
    flags: '--tick-limit <ms>',
    doc: 'until the regions that were hit tick again (by parent 1000, warm 300; by lease 3000, 2000)',
  },
  {
    flags: '--whole-limit <ms>',
    doc: `wipe-store: until the store is whole again (${DEFAULTS.wholeMs})`,
  },
  {
    flags: '--gap-limit <ms>',
    doc: `rolling-restart: the client's longest gap (${DEFAULTS.gapMs})`,
  },
] as const;

/** @throws AtlasError ATLAS_USAGE */
export function drillLimits(
  options: Readonly<Record<string, string | boolean | undefined>>,
): DrillLimits {
  return {
    tickMs: limitOf('tick-limit', options['tickLimit']) ?? DEFAULTS.tickMs,
    wholeMs: limitOf('whole-limit', options['wholeLimit']) ?? DEFAULTS.wholeMs,
    gapMs: limitOf('gap-limit', options['gapLimit']) ?? DEFAULTS.gapMs,
  };
}

function limitOf(flag: string, given: string | boolean | undefined): number | null {
  if (given === undefined) return null;
  const value = Number(given);
  if (Number.isInteger(value) && value >= 1 && value <= LIMIT_MAX_MS) return value;
  throw new AtlasError('ATLAS_USAGE', `--${flag} ${String(given)} is out of its range`, {
    hint: `Give milliseconds from 1 to ${LIMIT_MAX_MS}.`,
  });
}
