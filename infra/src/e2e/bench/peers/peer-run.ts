import { passes } from '../clients/arena-figures.ts';
import type { ArenaRun } from '../clients/measure-arena.ts';

/** One number of clients of one server, measured. */
export interface PeerRun {
  readonly clients: number;
  readonly seconds: number;
  /** Share of the updates that came and held every changed entity in range. */
  readonly updatesShare: number;
  readonly ticksShare: number;
  /** Of those that were judged. */
  readonly completeShare: number;
  readonly judged: number;
  readonly ageMsP50: number;
  readonly ageMsP99: number;
  readonly roundTripMsP50: number;
  readonly roundTripMsP99: number;
  /** Everything above UDP or TCP, of all entities that the updates told of. */
  readonly bytesPerUpdate: number;
  readonly bytesPerClientAndSecond: number;
  /** Connections that ended in the run. */
  readonly ended: number;
  /** Cores that the server's processes took together, the clients', and everything else. */
  readonly serverCores: number;
  readonly generatorCores: number;
  readonly otherCores: number;
  /** Why the run came to no end; null when it did. */
  readonly fault: string | null;
}

/** What a group of clients of one process prints at its end, see infra/e2e/peers. */
export interface LoadReport {
  readonly bots: number;
  readonly seconds: number;
  readonly tickHz: number;
  readonly ticks: number;
  readonly judged: number;
  readonly complete: number;
  readonly ageMsP50: number;
  readonly ageMsP99: number;
  readonly roundTripMsP50: number;
  readonly roundTripMsP99: number;
  readonly updates: number;
  readonly bytesIn: number;
}

export interface CoresTaken {
  readonly serverCores: number;
  readonly generatorCores: number;
  readonly otherCores: number;
}

/** @param groups the first decodes what it gets: ages, round trips and wholeness are its own */
export function peerRunOf(groups: readonly LoadReport[], cores: CoresTaken): PeerRun {
  const [decoding] = groups;
  const sum = (of: (group: LoadReport) => number): number =>
    groups.reduce((total, group) => total + of(group), 0);
  const ticksShare =
    sum(({ ticks }) => ticks) / sum(({ bots, seconds, tickHz }) => bots * seconds * tickHz);
  const completeShare = share(decoding.complete, decoding.judged);
  return {
    clients: sum(({ bots }) => bots),
    seconds: decoding.seconds,
    updatesShare: ticksShare * completeShare,
    ticksShare,
    completeShare,
    judged: decoding.judged,
    ageMsP50: decoding.ageMsP50,
    ageMsP99: decoding.ageMsP99,
    roundTripMsP50: decoding.roundTripMsP50,
    roundTripMsP99: decoding.roundTripMsP99,
    bytesPerUpdate: share(decoding.bytesIn, decoding.updates),
    bytesPerClientAndSecond:
      sum(({ bytesIn, seconds }) => bytesIn / seconds) / sum(({ bots }) => bots),
    ended: 0,
    ...cores,
    fault: null,
  };
}

/** AtlasNet's own measurement in the same words. */
export function peerRunOfArena(run: ArenaRun): PeerRun {
  const generatorCores = run.cores.get('native-bots') ?? 0;
  const all = [...run.cores.values()].reduce((sum, cores) => sum + cores, 0);
  return {
    clients: run.bots,
    seconds: run.seconds,
    updatesShare: run.updatesShare,
    ticksShare: run.ticksShare,
    completeShare: run.completeShare,
    judged: run.judged,
    ageMsP50: run.ageMsP50,
    ageMsP99: run.ageMsP99,
    roundTripMsP50: run.roundTripMsP50,
    roundTripMsP99: run.roundTripMsP99,
    bytesPerUpdate: share(run.bytesIn, run.updates),
    bytesPerClientAndSecond: run.bytesIn / run.bots / run.seconds,
    ended: run.ended,
    serverCores: all - generatorCores,
    generatorCores,
    otherCores: run.otherCores,
    fault: null,
  };
}

/** A run that came to no end: a server that fell, clients that did not get in. */
export function faultyRun(clients: number, seconds: number, fault: string): PeerRun {
  return {
    ...{ clients, seconds, updatesShare: 0, ticksShare: 0, completeShare: 0, judged: 0 },
    ...{ ageMsP50: -1, ageMsP99: -1, roundTripMsP50: -1, roundTripMsP99: -1 },
    ...{ bytesPerUpdate: 0, bytesPerClientAndSecond: 0, ended: 0 },
    ...{ serverCores: 0, generatorCores: 0, otherCores: 0, fault },
  };
}

/** The limits are the same for all, those of `bench -- clients`. A quantile of nothing is −1. */
export function runPasses(run: PeerRun): boolean {
  return run.fault === null && run.ageMsP99 >= 0 && run.roundTripMsP99 >= 0 && passes(run);
}

function share(part: number, of: number): number {
  return of === 0 ? 0 : part / of;
}
