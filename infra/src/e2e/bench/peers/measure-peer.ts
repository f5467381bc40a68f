import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../dev-services/launch.ts';
import { ARENA_PLAN } from '../clients/arena-plan.ts';
import { coresBetween, machineBusyMs, readUsage } from '../clients/process-usage.ts';
import { LineProcess } from './line-process.ts';
import type { Command } from './line-process.ts';
import { faultyRun, peerRunOf } from './peer-run.ts';
import type { CoresTaken, LoadReport, PeerRun } from './peer-run.ts';

/** What the programs of one run are told. */
export interface PeerPlan {
  /** The next one is free too. */
  readonly port: number;
  readonly clients: number;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly radiusM: number;
  /** The file in which the server notes where everybody is in each tick. */
  readonly notes: string;
}

/** A server and its clients, as programs. */
export interface PeerPrograms {
  /** All start at once; the last says READY. */
  readonly servers: (plan: PeerPlan) => readonly Command[];
  /** Groups of clients: the first decodes all that it gets. Each says JOINED before the next starts. */
  readonly clients: (plan: PeerPlan) => readonly Command[];
}

const START_LIMIT_MS = 30_000;
const JOIN_LIMIT_MS = 60_000;
/** From the last join to the window's start, without the time that the clients warm up. */
const FIRST_UPDATE_LIMIT_MS = 65_000;
const END_LIMIT_MS = 10_000;

/** One run, from nothing. It fails by its figures, or with the reason why it came to no end. */
export async function measurePeer(
  programs: PeerPrograms,
  clients: number,
  seconds: number,
  warmSeconds: number = ARENA_PLAN.warmSeconds,
): Promise<PeerRun> {
  const directory = mkdtempSync(join(tmpdir(), 'atlasnet-peers-'));
  const { radiusM } = ARENA_PLAN;
  const [port] = await freePorts(1);
  const notes = join(directory, 'notes');
  const run = new Run({ port, clients, warmSeconds, seconds, radiusM, notes });
  try {
    return await run.toTheEnd(programs);
  } finally {
    await run.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

class Run {
  readonly #plan: PeerPlan;
  readonly #servers: LineProcess[] = [];
  readonly #groups: LineProcess[] = [];

  constructor(plan: PeerPlan) {
    this.#plan = plan;
  }

  async toTheEnd(programs: PeerPrograms): Promise<PeerRun> {
    const { warmSeconds, seconds } = this.#plan;
    for (const command of programs.servers(this.#plan)) {
      this.#servers.push(LineProcess.start(command));
    }
    if (!(await this.#servers.at(-1)?.reached('READY', START_LIMIT_MS))) {
      return this.#fault('the server did not start');
    }
    for (const command of programs.clients(this.#plan)) {
      const group = LineProcess.start(command);
      this.#groups.push(group);
      if (!(await group.reached('JOINED', JOIN_LIMIT_MS))) return this.#fault('not all joined');
    }
    const [first] = this.#groups;
    if (!(await first.reached('W0', FIRST_UPDATE_LIMIT_MS + warmSeconds * 1000))) {
      return this.#fault('no updates came');
    }
    const before = this.#usage();
    if (!(await first.reached('W1', seconds * 1000 + END_LIMIT_MS))) {
      return this.#fault('the clients did not finish');
    }
    const cores = taken(before, this.#usage());
    const reports: LoadReport[] = [];
    for (const group of this.#groups) {
      await group.reached('R', END_LIMIT_MS);
      const report = group.last<LoadReport>('R');
      if (!report) return this.#fault('clients did not report');
      reports.push(report);
    }
    return peerRunOf(reports, cores);
  }

  async stop(): Promise<void> {
    for (const each of [...this.#groups, ...this.#servers.reverse()]) await each.stop();
  }

  #fault(what: string): PeerRun {
    const said = [...this.#servers, ...this.#groups].map(({ errors }) => errors);
    const fault = [what, ...said.filter((text) => text !== '')].join(': ');
    return faultyRun(this.#plan.clients, this.#plan.seconds, fault);
  }

  #usage(): Usage {
    return {
      atMs: performance.now(),
      busyMs: machineBusyMs(),
      servers: this.#servers.flatMap(({ pid }) => readUsage(pid)),
      groups: this.#groups.flatMap(({ pid }) => readUsage(pid)),
    };
  }
}

interface Usage {
  readonly atMs: number;
  readonly busyMs: number;
  readonly servers: ReturnType<typeof readUsage>;
  readonly groups: ReturnType<typeof readUsage>;
}

function taken(before: Usage, after: Usage): CoresTaken {
  const elapsedMs = after.atMs - before.atMs;
  const sum = (side: 'servers' | 'groups'): number =>
    [...coresBetween(before[side], after[side], elapsedMs).values()].reduce((a, b) => a + b, 0);
  const serverCores = sum('servers');
  const generatorCores = sum('groups');
  const all = (after.busyMs - before.busyMs) / elapsedMs;
  return { serverCores, generatorCores, otherCores: all - serverCores - generatorCores };
}
