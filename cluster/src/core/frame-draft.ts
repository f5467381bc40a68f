import { COMMAND_RESULT_APPLIED } from './command-results.ts';
import type {
  AppliedCommand,
  AppliedMessage,
  CommandAnswer,
  Confirmation,
  Departure,
  Job,
  NeighbourRead,
  OutboxMessage,
  ParkedHandoff,
  Refusal,
  ReportedFault,
  SessionUpdate,
  TaskResult,
} from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import type { RegionState } from './region-state.ts';
import { copySession } from './session-state.ts';

/** What one tick did, as it is being collected; becomes the frame. */
export class FrameDraft {
  readonly neighbours: NeighbourRead[] = [];
  readonly confirmed: Confirmation[] = [];
  readonly messages: AppliedMessage[] = [];
  readonly commands: AppliedCommand[] = [];
  readonly outbox: OutboxMessage[] = [];
  jobs: Job[] = [];
  readonly results: TaskResult[] = [];
  readonly departures: Departure[] = [];
  readonly refusals: Refusal[] = [];
  readonly parked: ParkedHandoff[] = [];
  readonly unparked: number[] = [];
  readonly faults: ReportedFault[] = [];
  /** Sessions whose state the frame must carry, and those that are gone from the region. */
  readonly sessionsTouched = new Set<number>();
  readonly sessionsRemoved = new Set<number>();
  /** Why those among the removed that asked to come in may not. */
  readonly sessionsRefused = new Map<number, number>();
  readonly answers = new Map<number, CommandAnswer[]>();
  outboxBytes = 0;
  faultsDropped = 0;

  fault(hook: string, entity: number, error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (this.faults.length >= LIMITS.faultsPerFrame) this.faultsDropped++;
    else this.faults.push({ hook, entity, text: text.slice(0, 512) });
  }

  command(applied: AppliedCommand, text: string): void {
    this.commands.push(applied);
    if (applied.result === COMMAND_RESULT_APPLIED && text === '') return;
    const answer = { number: applied.number, result: applied.result, text };
    const answers = this.answers.get(applied.session);
    if (answers) answers.push(answer);
    else this.answers.set(applied.session, [answer]);
  }

  touchSession(session: number): void {
    this.sessionsRemoved.delete(session);
    this.sessionsTouched.add(session);
  }

  dropSession(session: number): void {
    this.sessionsTouched.delete(session);
    this.sessionsRemoved.add(session);
  }

  /** Whoever asked is told as of any session that is not here, with the reason. */
  refuseSession(session: number, reason: number): void {
    this.dropSession(session);
    this.sessionsRefused.set(session, reason);
  }
}

/** The inbox numbers that a frame moved, highest per sender. */
export function appliedNumbers(draft: FrameDraft): { region: number; number: number }[] {
  const highest = new Map<number, number>();
  for (const { from, number } of draft.messages) highest.set(from, number);
  return Array.from(highest, ([region, number]) => ({ region, number }));
}

/** What a frame says of sessions that came, changed, went, or gave commands. */
export function sessionUpdates(draft: FrameDraft, state: RegionState): SessionUpdate[] {
  const updates: SessionUpdate[] = [];
  const base = { answers: [], commandNumber: 0, answeredAfter: 0, refusal: 0 };
  for (const session of draft.sessionsRemoved) {
    const refusal = draft.sessionsRefused.get(session) ?? 0;
    updates.push({ ...base, state: null, removed: true, session, refusal });
  }
  for (const session of draft.sessionsTouched) {
    const known = state.sessions.get(session);
    if (!known) continue;
    updates.push({ ...base, state: copySession(known), removed: false, session });
  }
  for (const [session, answers] of draft.answers) {
    updates.push({ ...base, state: null, removed: false, session, answers });
  }
  return updates;
}
