import type { ControlVerdict, Frame, FrameVerdict, Handoff, WorldSchema } from '@atlasnet/schemas';
import type { FrameObserver, RegionReplica } from '../core/region-replica.ts';
import { AcknowledgedCommands } from './acknowledged-commands.ts';
import type { CommandFaults } from './acknowledged-commands.ts';
import { BoundedSettling } from './bounded-settling.ts';
import type { SettlingOptions, Unsettled } from './bounded-settling.ts';
import type { ClientJournal, LogPosition } from './client-journal.ts';
import { ClientViews } from './client-views.ts';
import { ConservedQuantity } from './conserved-quantity.ts';
import type { ConservedOptions, ConservedTotals } from './conserved-quantity.ts';
import { EntityLedger } from './entity-ledger.ts';
import { InvariantCheck } from './invariant-check.ts';
import type { InvariantReport, Violation } from './invariant-check.ts';
import { OneOwner } from './one-owner.ts';
import type { Publication, Publications } from './publications.ts';
import { RebuiltHash } from './rebuilt-hash.ts';
import { TaskLedger } from './task-ledger.ts';
import { TilingCheck } from './tiling-check.ts';
import type { MissedTicks } from './transfers.ts';

export interface WorldCheckerOptions {
  /** I5 is checked only for what is named here. */
  readonly conserved?: readonly ConservedOptions[];
  /** What clients kept: without it I10 is not checked, and I7 as far as the log alone shows it. */
  readonly journals?: readonly ClientJournal[];
  /** What owners showed their readers: without it I1 is checked as far as the log alone shows it. */
  readonly publications?: Publications;
  /** I9 is checked only where it is known when faults ended. */
  readonly settling?: SettlingOptions;
  /** Where a record is on the axis of the journals' positions; unknown by default. */
  readonly positionOf?: (region: number, offset: number) => LogPosition;
}

/** What a checker found over a whole log. */
export interface CheckReport {
  readonly invariants: readonly InvariantReport[];
  /** By tick, then region; null when everything held. */
  readonly first: Violation | null;
  readonly held: boolean;
  readonly spawned: number;
  readonly destroyed: number;
  readonly inFlight: number;
  readonly missedTicks: MissedTicks;
  readonly conserved: readonly ConservedTotals[];
  readonly commands: CommandFaults;
  /** Where the check ended; no failure by itself. */
  readonly unsettled: Unsettled;
}

/**
 * The invariants that a log can show (I1–I6, I8, and M4 where there are jobs), and with clients' journals I7 and I10, for the
 * simulator, for `replay verify` and for chaos; I9 where it is known when faults ended. Feed it the map topic's verdicts,
 * then every region's records in offset order through {@link record}; regions may come in any order, by tick keeps
 * least in memory.
 */
export class WorldChecker {
  readonly owners = new OneOwner();
  readonly ledger = new EntityLedger();
  readonly hashes = new RebuiltHash();
  readonly tiling = new TilingCheck();
  readonly commands = new AcknowledgedCommands();
  readonly tasks = new TaskLedger();
  readonly views: ClientViews;
  readonly settling: BoundedSettling;
  readonly #journals: readonly ClientJournal[];
  readonly #positionOf: (region: number, offset: number) => LogPosition;
  readonly #conservation = new InvariantCheck('I5', 'conserved quantities are constant');
  readonly #quantities: readonly ConservedQuantity[];
  readonly #publications: Publications | null;
  /** Of them, those whose place in the log was compared. */
  readonly #found = new Set<Publication>();
  #schema: WorldSchema | null = null;
  readonly #fromCut = new Set<number>();
  readonly #broken = new Set<number>();

  constructor(options: WorldCheckerOptions = {}) {
    const { conserved = [], journals = [], positionOf = () => null } = options;
    this.#journals = journals;
    this.#positionOf = positionOf;
    this.#publications = options.publications ?? null;
    this.views = new ClientViews(journals);
    this.settling = new BoundedSettling(options.settling ?? null);
    this.#quantities = conserved.map((each) => new ConservedQuantity(this.#conservation, each));
  }

  /** A verdict of the map topic, in log order. */
  control(verdict: ControlVerdict, offset: number): void {
    this.owners.control(verdict);
    this.tiling.control(verdict, offset);
    this.settling.control(verdict);
  }

  /** Begins a region at a cut instead of its first record. */
  begin(replica: RegionReplica, offset: number): void {
    const { region, state } = replica;
    if (!state) return;
    this.#fromCut.add(region);
    this.commands.begin();
    this.ledger.begin(region, state, { region, offset });
    for (const quantity of this.#quantities) quantity.begin(region, state);
    this.tasks.begin(state);
    this.settling.begin(replica);
  }

  /** Applies a record to the replica of its region and checks what it does. */
  record(
    replica: RegionReplica,
    record: Parameters<RegionReplica['apply']>[0],
    offset: number,
  ): FrameVerdict | null {
    const { region } = replica;
    if (this.#broken.has(region)) return null;
    if (record.frame && this.settling.isDue(record.frame.tick) && replica.gate.wouldCount(record)) {
      this.settling.judge(this.tasks.pending);
    }
    let verdict: FrameVerdict;
    try {
      verdict = replica.apply(record, offset, this.#observer(region, offset));
    } catch (error) {
      this.#broken.add(region);
      this.hashes.unreadable(
        region,
        offset,
        error instanceof Error ? error.message : String(error),
      );
      return null;
    }
    this.owners.record(region, offset, verdict, !this.#fromCut.has(region));
    if (verdict.kind === 'counts') this.#counted(replica, verdict.frame, offset);
    return verdict;
  }

  /**
   * Regions that sent what was taken behind the last of their frames given here. Handoffs wait for the tick in which
   * they left, so up to a common tick they are whole; a message is taken at once, also by a region that is ticks behind.
   */
  unexplainedSenders(): Set<number> {
    return new Set(this.#quantities.flatMap((each) => each.unexplainedSenders()));
  }

  /** A further frame of such a region, for what it sent alone. */
  sent(region: number, frame: Frame): void {
    if (!this.#schema) return;
    for (const quantity of this.#quantities) quantity.sent(region, frame, this.#schema);
  }

  /** Ends the check. */
  finish(): CheckReport {
    this.ledger.finish();
    this.commands.finish(this.#journals);
    this.views.finish();
    this.settling.judge(this.tasks.pending);
    this.#neverCounted();
    const flying: Handoff[] = Array.from(
      this.ledger.transfers.inFlight(),
      ({ handoff }) => handoff,
    );
    const parked = Array.from(this.ledger.parked());
    const schema = this.#schema;
    if (schema) {
      for (const quantity of this.#quantities) quantity.finish(schema, flying, parked);
      this.tiling.finish({ min: schema.boundsMin, max: schema.boundsMax });
    }
    const { lives, once, ticks } = this.ledger;
    const checks: InvariantCheck[] = [this.owners, lives, once, ticks];
    if (this.#quantities.length > 0) checks.push(this.#conservation);
    checks.push(this.hashes, this.tiling);
    if (this.#journals.length > 0) checks.push(this.commands, this.views);
    else if (this.commands.any) checks.push(this.commands);
    if (this.tasks.any) checks.push(this.tasks);
    if (this.settling.wanted) checks.push(this.settling);
    const invariants = checks.map((check) => check.report());
    const all = invariants.flatMap(({ violations }) => violations);
    return {
      invariants,
      first: all.sort(byTick)[0] ?? null,
      held: invariants.every(({ held }) => held),
      spawned: this.ledger.spawned,
      destroyed: this.ledger.destroyed,
      inFlight: flying.length,
      missedTicks: this.ledger.transfers.missed,
      conserved: this.#quantities.map(({ totals }) => totals),
      commands: this.commands.faults,
      unsettled: this.settling.unsettled(this.tasks.pending),
    };
  }

  #observer(region: number, offset: number): FrameObserver {
    return (table, frame) => {
      const place = { region, offset, tick: frame.tick };
      const movements = this.ledger.frame(region, frame, table, place);
      for (const each of this.#quantities) each.frame(region, frame, table, movements, place);
      this.views.frame(table, place, this.#positionOf(region, offset));
    };
  }

  #counted(replica: RegionReplica, frame: Frame, offset: number): void {
    const { region, state } = replica;
    if (!state) return;
    this.#schema = state.schema;
    const place = { region, offset, tick: frame.tick };
    this.commands.frame(frame, place, this.#positionOf(region, offset));
    if (frame.empty) this.ledger.emptyFrame(region, frame, place);
    this.hashes.frame(region, offset, frame, state);
    this.tiling.frame(region, offset, frame);
    this.tasks.frame(region, frame, place);
    this.settling.frame(replica, frame);
    this.#published(frame, place);
  }

  /** I1: what was published as the frame at an offset is the one that counts there, and was there by then. */
  #published(frame: Frame, place: { readonly region: number; readonly offset: number }): void {
    const { region, offset } = place;
    const position = this.#positionOf(region, offset);
    for (const publication of this.#publications?.at(region, offset) ?? []) {
      const { epoch, n, at } = publication;
      if (epoch !== frame.epoch || n !== frame.n) continue;
      this.#found.add(publication);
      this.owners.expect(position === null || at === null || position < at, place, () => {
        return `frame ${n} of epoch ${epoch} was published before the log held it`;
      });
    }
  }

  #neverCounted(): void {
    for (const publication of this.#publications ?? []) {
      const { region, offset, epoch, n } = publication;
      // Read from a cut, what was published before it is not to be seen.
      if (this.#found.has(publication) || this.#fromCut.has(region)) continue;
      this.owners.expect(false, { region, offset }, () => {
        return `frame ${n} of epoch ${epoch} was published and does not count`;
      });
    }
  }
}

function byTick(a: Violation, b: Violation): number {
  return (a.tick ?? Infinity) - (b.tick ?? Infinity) || (a.region ?? 0) - (b.region ?? 0);
}
