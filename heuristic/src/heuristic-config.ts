/**
 * How much each measure counts in a region's cost; they are shares of the world's total, so unit-
 * free.
 */
export interface CostWeights {
  /** Of measured tick time. */
  readonly tickTime: number;
  /** Of living entities. */
  readonly entities: number;
  /** Of frame bytes. */
  readonly bytes: number;
}

/** Every knob of the heuristic. All of them can be changed while it runs (`updateConfig`). */
export interface HeuristicConfig {
  /** `kd-tree`: kept, refitted when it pays. `grid`: equal boxes, never moved. */
  readonly kind: 'kd-tree' | 'grid';
  /** Between two looks at the load, ms. */
  readonly intervalMs: number;
  /** What is balanced: `cost` by `weights`, or `entities` alone. */
  readonly balance: 'cost' | 'entities';
  readonly weights: CostWeights;
  /** Time constant of a region's measured cost per entity, ticks; 0 takes every report as it is. */
  readonly costSmoothingTicks: number;
  /** Refit when the costliest region is over so many times the mean, for `holdTicks`. */
  readonly imbalanceThreshold: number;
  /**
   * What few entities add to both thresholds: this / √(mean entities a region). So many cost
   * nothing to
   * count: below it, borders would follow chance.
   */
  readonly noiseAllowance: number;
  /** How long the imbalance must last before borders move, ticks. */
  readonly holdTicks: number;
  /** Above this the migration budget and the hold time do not apply. */
  readonly urgentImbalance: number;
  /** Of the living, moved by border changes a minute, at most. */
  readonly migrationBudgetPerMinute: number;
  /**
   * Entities that may always be moved a minute: in a small world a few percent are too few to even
   * out anything, and so few handoffs cost nothing.
   */
  readonly migrationFloorPerMinute: number;
  /** Unused budget is kept for so many minutes. */
  readonly migrationBurstMinutes: number;
  /**
   * What a border change costs beside whom it moves, as a part of the living. Refits are compared
   * by gain / (moved / living + this).
   */
  readonly changePrice: number;
  /** A refit must lower max/mean by at least this. */
  readonly gainMin: number;
  /** A refit must take so many entities' load off the costliest region: fewer need no border. */
  readonly reliefMin: number;
  /** The world's handoff margin, metres: entities nearer to a moved border stay where they are. */
  readonly handoffMarginM: number;
  /** No region is narrower, metres; above a handoff margin and well above a step of an entity. */
  readonly regionEdgeMinM: number;
  /** Fewest regions; never below the incarnation's home count. */
  readonly regionsMin: number;
  /** Most regions; never above the incarnation's. */
  readonly regionsMax: number;
  /** One more region when the mean fullness is above this for `splitHoldTicks`. */
  readonly splitAboveFullness: number;
  /** One region less when the mean fullness without it stays below this for `mergeHoldTicks`. */
  readonly mergeBelowFullness: number;
  readonly splitHoldTicks: number;
  readonly mergeHoldTicks: number;
  /** A region with so many entities is full (1.0); 0: entities do not count for fullness. */
  readonly entitiesFull: number;
  /** A region whose frames have so many bytes is full (1.0); 0: bytes do not count for fullness. */
  readonly frameBytesFull: number;
  /**
   * Nothing is decided while a region's newest load is older than the newest of all by this,
   * ticks.
   */
  readonly loadAgeMaxTicks: number;
}

/** Measured on recorded and made-up crowds (docs/tuning.md); ticks are of 20 Hz. */
export const HEURISTIC_DEFAULTS: HeuristicConfig = {
  kind: 'kd-tree',
  intervalMs: 1000,
  balance: 'cost',
  weights: { tickTime: 1, entities: 1, bytes: 0.5 },
  costSmoothingTicks: 200,
  imbalanceThreshold: 1.08,
  noiseAllowance: 0,
  holdTicks: 20,
  urgentImbalance: 1.3,
  migrationBudgetPerMinute: 0.05,
  migrationFloorPerMinute: 80,
  migrationBurstMinutes: 5,
  changePrice: 0.03,
  gainMin: 0.01,
  reliefMin: 4,
  handoffMarginM: 2,
  regionEdgeMinM: 10,
  regionsMin: 1,
  regionsMax: 64,
  splitAboveFullness: 0.5,
  mergeBelowFullness: 0.15,
  splitHoldTicks: 200,
  mergeHoldTicks: 1200,
  entitiesFull: 0,
  frameBytesFull: 0,
  loadAgeMaxTicks: 100,
};
