import { join } from 'node:path';
import { nativeProgram } from '../clients/native-bots.ts';
import { installColyseus, PEERS_FOLDER } from './install.ts';
import { channeldClients, channeldServers, installChanneld } from './install-channeld.ts';
import type { Command } from './line-process.ts';
import type { PeerPlan, PeerPrograms } from './measure-peer.ts';

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

/** So many clients decode what Colyseus' encoder sends, with its own SDK; the others only count it. */
const DECODING = 32;

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
  'colyseus-packed': {
    sizes: [800, 1200, 1600, 2000, 2400],
    prepare: installColyseus,
    programs: {
      servers: (plan) => [node('colyseus/server.mjs', plan, 'packed')],
      clients: (plan) => [nativeClients('room', plan, 0, plan.clients)],
    },
  },
  'colyseus-view': {
    sizes: [200, 400, 600, 800, 1000],
    prepare: installColyseus,
    programs: {
      servers: (plan) => [node('colyseus/server.mjs', plan, 'view')],
      clients: sdkClients,
    },
  },
  'colyseus-broadcast': {
    sizes: [400, 800, 1200, 1600],
    prepare: installColyseus,
    programs: {
      servers: (plan) => [node('colyseus/server.mjs', plan, 'broadcast')],
      clients: sdkClients,
    },
  },
  channeld: {
    sizes: [100, 200, 280, 400],
    prepare: installChanneld,
    programs: { servers: channeldServers, clients: channeldClients },
  },
};

function sdkClients(plan: PeerPlan): Command[] {
  const { port, clients, warmSeconds, seconds, radiusM, notes } = plan;
  const decoding = Math.min(clients, DECODING);
  const numbers = [port, decoding, clients, warmSeconds, seconds, radiusM].map(String);
  const sdk: Command = [
    process.execPath,
    join(PEERS_FOLDER, 'colyseus/clients.mjs'),
    ...numbers,
    notes,
  ];
  const counting = clients - decoding;
  return counting > 0 ? [sdk, nativeClients('blind', plan, decoding, counting)] : [sdk];
}

function node(file: string, { port, clients, notes }: PeerPlan, ...more: string[]): Command {
  return [
    process.execPath,
    join(PEERS_FOLDER, file),
    String(port),
    String(clients),
    notes,
    ...more,
  ];
}

/** Those that infra/e2e/native-bots plays: so many from the first number on. */
function nativeClients(way: string, plan: PeerPlan, first: number, count: number): Command {
  const { port, clients, warmSeconds, seconds, radiusM, notes } = plan;
  const numbers = [port, count, first, clients, warmSeconds, seconds, radiusM];
  return [nativeProgram('peer-load'), way, ...numbers.map(String), notes];
}
