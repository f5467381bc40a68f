import { InvariantCheck } from '@atlasnet/cluster';
import type { ClientJournal, CommandFaults, InvariantReport } from '@atlasnet/cluster';
import { verifyLog } from '@atlasnet/replay';
import type { VerifyReport } from '@atlasnet/replay';
import type { EventLog } from '@atlasnet/schemas';
import type { StruckFault } from './fault-plan.ts';
import type { UnexpectedEnd } from './kept-process.ts';
import type { SessionEvent } from './read-journals.ts';
import type { SecondOfRun } from './run-figures.ts';

/** At the end, so many seconds in a row have to be calm. */
const CALM_SECONDS = 5;
/** I9's bounds for processes that share two processors with their clients: what is calm is waited for before. */
const SETTLING = { behind: 5000, message: 10_000, moving: 30_000 };

export interface ChaosEvidence {
  readonly journals: readonly ClientJournal[];
  readonly figures: readonly SecondOfRun[];
  readonly events: readonly SessionEvent[];
  readonly faults: readonly StruckFault[];
  readonly unexpected: readonly UnexpectedEnd[];
  readonly beganMs: number;
  /** When the clients were asked to stop. */
  readonly endMs: number;
  readonly clients: number;
}

/** What became of the clients' commands, in Jepsen's words; all are counted. */
export interface CommandFates extends CommandFaults {
  readonly attempts: number;
  /** The client was told how it ended. */
  readonly acknowledged: number;
  /** A client saw a state that was older than one it had seen, or that never was. */
  readonly stale: number;
}

export interface ChaosVerdict {
  readonly held: boolean;
  readonly report: VerifyReport;
  readonly invariants: readonly InvariantReport[];
  readonly fates: CommandFates;
  readonly figures: readonly SecondOfRun[];
  readonly sessions: number;
  /** What to print. */
  readonly lines: readonly string[];
}

/** Reads the whole log and says whether every promise was kept. */
export async function judge(
  log: EventLog,
  world: string,
  evidence: ChaosEvidence,
): Promise<ChaosVerdict> {
  const { journals, figures } = evidence;
  const conserved = [{ component: 'coins', carriedBy: { coins: 'amount' } }];
  const calm = { faultsEndMs: endOfFaults(evidence), endMs: evidence.endMs, boundsMs: SETTLING };
  const report = await verifyLog(log, world, { conserved, journals, calm });
  const again = ticksAgain(evidence);
  const kept = sessionsKept(evidence);
  const invariants = [...report.invariants, again.report(), kept.report()];
  const held = invariants.every((each) => each.held);
  const fates = commandFates(journals, report);
  const lines = [
    ...invariants.map(invariantLine),
    `${report.frames} frames, ${report.records} records, ${evidence.faults.length} faults`,
    Object.entries(fates)
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
    held ? 'everything held' : 'FAILED',
  ];
  const sessions = journals.length;
  return { held, report, invariants, fates, figures, sessions, lines };
}

/** When the last fault was over. */
function endOfFaults({ faults, beganMs }: ChaosEvidence): number {
  return beganMs + Math.max(0, ...faults.map(({ toMs }) => toMs));
}

/** I9 as clients see it: once the faults are over, everybody's world moves again, and answers. */
export function ticksAgain({ figures, clients, endMs }: ChaosEvidence): InvariantCheck {
  const check = new InvariantCheck('I9', 'after the faults every client sees the world go on');
  const before = figures.filter(({ atMs }) => atMs <= endMs);
  for (const second of before.slice(-CALM_SECONDS)) {
    check.expect(second.connected >= clients, {}, () => {
      return `${clients - second.connected} clients were not connected at the end`;
    });
    check.expect(second.stalled === 0, {}, () => {
      return `${second.stalled} clients' views stood still at the end`;
    });
    check.expect(second.acknowledged > 0, {}, () => 'no command was answered at the end');
  }
  return check;
}

/** Whether everybody's world moved, and answered, in the last seconds after `fromMs`. */
export function isCalm(figures: readonly SecondOfRun[], fromMs: number, clients: number): boolean {
  const last = figures.filter(({ atMs }) => atMs > fromMs).slice(-CALM_SECONDS);
  const moves = ({ connected, stalled, acknowledged }: SecondOfRun): boolean =>
    connected >= clients && stalled === 0 && acknowledged > 0;
  return last.length === CALM_SECONDS && last.every(moves);
}

/**
 * Every client goes on with the session and the avatar that it had before the first fault, and no
 * process ended by itself. (What the avatar holds is what the log says it holds: I5, I10.) How many
 * sessions it took to get in says nothing of faults: on a busy machine a world is late to take them.
 */
export function sessionsKept(evidence: ChaosEvidence): InvariantCheck {
  const { journals, events, unexpected, beganMs } = evidence;
  const check = new InvariantCheck(
    'clients',
    'every client keeps its session, every process its life',
  );
  const early = events.filter(({ what, atMs }) => what === 'closed' && atMs < beganMs);
  const over = new Set(early.map(({ session }) => session));
  const sessions = new Map<string, number>();
  for (const { account, session } of journals) {
    if (!over.has(session)) sessions.set(account, (sessions.get(account) ?? 0) + 1);
  }
  for (const [account, count] of sessions) {
    check.expect(count === 1, {}, () => `${account} needed ${count} sessions`);
    const own = events.filter((event) => event.account === account && !over.has(event.session));
    for (const { why, atMs } of own) {
      const atSeconds = ((atMs - beganMs) / 1000).toFixed(1);
      if (why !== '') check.violated(`${account} was ended after ${atSeconds} s: ${why}`, {});
    }
    const avatars = new Set(own.map(({ avatar }) => avatar).filter((avatar) => avatar !== 0));
    check.expect(avatars.size === 1, {}, () => `${account} had ${avatars.size} avatars`);
  }
  for (const { name, code, signal } of unexpected) {
    check.violated(`${name} ended by itself with code ${code}, signal ${signal}`, {});
  }
  return check;
}

export function commandFates(
  journals: readonly ClientJournal[],
  { commands: faults, invariants }: Pick<VerifyReport, 'commands' | 'invariants'>,
): CommandFates {
  const commands = journals.flatMap((journal) => journal.commands);
  const acknowledged = commands.filter(({ result }) => result !== null).length;
  const views = invariants.find(({ invariant }) => invariant === 'I10');
  const stale = views ? views.violations.length + views.more : 0;
  return { attempts: commands.length, acknowledged, ...faults, stale };
}

function invariantLine({
  invariant,
  title,
  facts,
  violations,
  more,
  held,
}: InvariantReport): string {
  const first = violations[0] ? `: ${violations[0].problem}` : '';
  const broken = `${violations.length + more} broken of ${facts}${first}`;
  return `${held ? '✓' : '✗'} ${invariant} ${title}: ${held ? `${facts} facts` : broken}`;
}
