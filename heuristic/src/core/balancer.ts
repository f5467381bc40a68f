import { gridRegions } from '@atlasnet/schemas';
import type { Bounds, RegionBounds, RegionId } from '@atlasnet/schemas';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { chooseRefit } from './choose-refit.ts';
import { CostModel } from './cost-model.ts';
import type { BoundsOf, LoadReading } from './cost-model.ts';
import { freshTree } from './fresh-tree.ts';
import { HoldTimer } from './hold-timer.ts';
import { measureTree } from './measure-tree.ts';
import type { TreeMeasure } from './measure-tree.ts';
import { MigrationBudget } from './migration-budget.ts';
import { splitPieces, sum } from './pieces.ts';
import type { Pieces } from './pieces.ts';
import { meanFullness, mergeCheapest, splitCostliest } from './region-count.ts';
import { leafCount, regionsOfTree, sameRegions, treeOfRegions } from './split-tree.ts';
import type { SplitTree } from './split-tree.ts';

/** What is known when a decision is due. */
export interface BalanceInput {
  /** The newest load of each region. */
  readonly loads: readonly LoadReading[];
  /** The regions of the map in force; ascending. */
  readonly regions: readonly RegionBounds[];
  readonly world: Bounds;
  readonly boundsOf: BoundsOf;
  readonly tickHz: number;
  /** Regions 0 … homeCount − 1 are never released (S1). */
  readonly homeCount: number;
  /** Ids that no map uses and that nobody owns any more (P3); ascending. */
  readonly freeIds: readonly RegionId[];
}

/** A map that would be better, and why. */
export interface MapChange {
  /** Ascending; they tile the world (I8). */
  readonly regions: readonly RegionBounds[];
  readonly reason: string;
  readonly expectedImbalance: number;
  /** Entities that change region by it. */
  readonly expectedMoved: number;
}

/** One look at the load. */
export interface BalanceDecision {
  /** max/mean of the map in force, as far as the reports show; null when they do not. */
  readonly imbalance: number | null;
  readonly change: MapChange | null;
  /** Why there is no change, or the change's reason. */
  readonly reason: string;
}

interface Look extends BalanceInput {
  readonly tick: number;
  readonly tree: SplitTree;
  readonly pieces: Pieces;
  readonly before: ReadonlyMap<RegionId, Bounds>;
  readonly measure: TreeMeasure;
}

/**
 * Decides when and how borders move. Synchronous and deterministic: the same inputs in the same
 * order
 * give the same decisions, so a log of load can be replayed against another config.
 */
export class Balancer {
  #config: HeuristicConfig;
  #tree: SplitTree | null = null;
  readonly #costs = new CostModel();
  readonly #budget = new MigrationBudget();
  readonly #uneven = new HoldTimer();
  readonly #full = new HoldTimer();
  readonly #idle = new HoldTimer();

  constructor(config: HeuristicConfig) {
    this.#config = config;
  }

  updateConfig(config: HeuristicConfig): void {
    this.#config = config;
  }

  /** Takes in every report as it comes; the cost per entity is smoothed over them. */
  observe(load: LoadReading): void {
    this.#costs.observe(load, this.#config);
  }

  /** Decides; a change counts against the budget as soon as it is returned. */
  decide(input: BalanceInput): BalanceDecision {
    const look = this.#look(input);
    if (typeof look === 'string') return { imbalance: null, change: null, reason: look };
    const config = this.#config;
    const left = this.#budget.refill(look.tick, look.tickHz, sum(look.pieces.entities), config);
    const { imbalance } = look.measure;
    const change =
      config.kind === 'grid'
        ? this.#toGrid(look)
        : (this.#changeCount(look) ?? this.#refit(look, left));
    if (typeof change === 'string') return { imbalance, change: null, reason: change };
    this.#budget.spend(change.expectedMoved);
    this.#uneven.reset();
    return { imbalance, change, reason: change.reason };
  }

  #look(input: BalanceInput): Look | string {
    const known = new Map(input.loads.map((load) => [load.region, load]));
    const tick = input.loads.reduce((newest, load) => Math.max(newest, load.tick), 0);
    for (const { region } of input.regions) {
      const load = known.get(region);
      if (!load) return `no load of region ${region} yet`;
      const age = tick - load.tick;
      if (age > this.#config.loadAgeMaxTicks) return `load of region ${region} is ${age} ticks old`;
    }
    const { world, regions, boundsOf } = input;
    // A region that closes still reports what it has left.
    const loads = input.loads.filter((load) => tick - load.tick <= this.#config.loadAgeMaxTicks);
    const pieces = this.#costs.pieces(loads, world, boundsOf, this.#config);
    const before = new Map(regions.map((each) => [each.region as RegionId, each as Bounds]));
    const tree = this.#treeInForce(regions, world) ?? freshTree(pieces, world, before);
    const measure = measureTree(tree, pieces, world, null);
    return { ...input, loads, tick, tree, pieces, before, measure };
  }

  /**
   * The kept tree as long as it makes the map in force; after another's map, or a restart, that
   * map's.
   */
  #treeInForce(regions: readonly RegionBounds[], world: Bounds): SplitTree | null {
    if (!this.#tree || !sameRegions(regionsOfTree(this.#tree, world), regions)) {
      this.#tree = treeOfRegions(regions);
    }
    return this.#tree;
  }

  #refit(look: Look, left: number): MapChange | string {
    const config = this.#config;
    const { imbalance } = look.measure;
    const regions = leafCount(look.tree);
    const noise =
      config.noiseAllowance / Math.sqrt(Math.max(1, sum(look.pieces.entities) / regions));
    const urgent = imbalance > config.urgentImbalance + noise;
    const uneven = imbalance > config.imbalanceThreshold + noise;
    const held = this.#uneven.heldTicks(uneven, look.tick);
    if (!uneven) return `max/mean ${imbalance.toFixed(3)} is within the threshold`;
    if (!urgent && held < config.holdTicks) {
      return `max/mean ${imbalance.toFixed(3)} for ${held} ticks: not long enough`;
    }
    const budget = urgent ? Infinity : left;
    const refit = chooseRefit({ ...look, imbalance, budget }, config);
    if (!refit) {
      return `max/mean ${imbalance.toFixed(3)}: no refit gains enough for ${Math.floor(left)} moves`;
    }
    const verb = urgent ? 'urgent refit' : 'refit';
    return change(look, refit.tree, refit.measure, verb);
  }

  #changeCount(look: Look): MapChange | null {
    const config = this.#config;
    const regions = leafCount(look.tree);
    const fullness = (count: number): number =>
      meanFullness(look.loads, count, this.#costs, look.tickHz, config);
    const now = fullness(regions);
    const wantsMore = now > config.splitAboveFullness || regions < config.regionsMin;
    const full = this.#full.heldTicks(wantsMore && regions < config.regionsMax, look.tick);
    const least = Math.max(1, config.regionsMin, look.homeCount);
    const after = regions > least ? fullness(regions - 1) : Infinity;
    const wantsLess = after < config.mergeBelowFullness || regions > config.regionsMax;
    const idle = this.#idle.heldTicks(wantsLess && regions > least, look.tick);
    if (full >= config.splitHoldTicks && look.freeIds.length > 0) {
      this.#full.reset();
      const inside = (box: Bounds): Pieces => cropPieces(look.pieces, box);
      const fresh = look.freeIds[0];
      const tree = splitCostliest(
        look.tree,
        look.measure.leaves,
        inside,
        fresh,
        config.regionEdgeMinM,
      );
      return tree && this.#counted(look, tree, `split into region ${fresh}, fullness ${pct(now)}`);
    }
    if (idle >= config.mergeHoldTicks) {
      this.#idle.reset();
      const merged = mergeCheapest(look.tree, look.measure.leaves, look.homeCount);
      if (!merged) return null;
      return this.#counted(
        look,
        merged.tree,
        `region ${merged.freed} merged, fullness ${pct(now)}`,
      );
    }
    return null;
  }

  #counted(look: Look, tree: SplitTree, verb: string): MapChange {
    const { handoffMarginM } = this.#config;
    const reference = { before: look.before, handoffMarginM };
    return change(look, tree, measureTree(tree, look.pieces, look.world, reference), verb);
  }

  #toGrid(look: Look): MapChange | string {
    const grid = gridRegions(look.regions.length, look.world);
    const ids = look.regions.map((each) => each.region);
    const regions = grid.map((each, i) => ({ ...each, region: ids[i] }));
    if (sameRegions(regions, look.regions)) return 'the grid is in force';
    const tree = treeOfRegions(regions);
    if (!tree) return 'no grid for so many regions';
    return this.#counted(look, tree, 'to the static grid');
  }
}

function change(look: Look, tree: SplitTree, measure: TreeMeasure, verb: string): MapChange {
  const from = look.measure.imbalance.toFixed(3);
  const to = measure.imbalance.toFixed(3);
  const moved = Math.round(measure.moved);
  return {
    regions: regionsOfTree(tree, look.world),
    reason: `${verb}: max/mean ${from} to ${to}, moves ${moved}`,
    expectedImbalance: measure.imbalance,
    expectedMoved: measure.moved,
  };
}

function cropPieces(pieces: Pieces, box: Bounds): Pieces {
  let inside = pieces;
  for (let a = 0; a < box.min.length; a++) {
    inside = splitPieces(inside, a, box.min[a])[1];
    inside = splitPieces(inside, a, box.max[a])[0];
  }
  return inside;
}

function pct(share: number): string {
  return `${Math.round(share * 100)} %`;
}
