import { join } from 'node:path';
import { ROOT } from '../../../cli/root.ts';
import { nativeProgram } from '../clients/native-bots.ts';
import type { Command } from './line-process.ts';
import type { PeerPlan, PeerPrograms } from './measure-peer.ts';

const FOLDER = join(ROOT, 'infra/e2e/peers');

/** A server of somebody else's, on the arena workload. */
export interface Contender {
  /** Numbers of clients that are tried unless told. */
  readonly sizes: readonly number[];
  /**
   * Installs what is missing, on first use.
   * @returns its version
   * @throws AtlasError ATLAS_USAGE where that cannot be done
   */
  prepare(progress: (text: string) => void): string;
  readonly programs: PeerPrograms;
}

/** The servers beside AtlasNet, by name. */
export const CONTENDERS: Readonly<Record<string, Contender>> = {
  dgram: {
    sizes: [1600, 2400, 2800, 3200, 3600, 4000],
    prepare: () => `Node ${process.version}`,
    programs: {
      servers: (plan) => [node('dgram/server.mjs', plan)],
      clients: (plan) => [nativeClients('udp', plan, 0, plan.clients)],
    },
  },
};

function node(file: string, { port, clients, notes }: PeerPlan, ...more: string[]): Command {
  return [process.execPath, join(FOLDER, file), String(port), String(clients), notes, ...more];
}

/** Those that infra/e2e/native-bots plays: so many from the first number on. */
function nativeClients(way: string, plan: PeerPlan, first: number, count: number): Command {
  const { port, clients, warmSeconds, seconds, radiusM, notes } = plan;
  const numbers = [port, count, first, clients, warmSeconds, seconds, radiusM];
  return [nativeProgram('peer-load'), way, ...numbers.map(String), notes];
}
