import type { Bench } from './figure.ts';

/** Every benchmark by name; a module is loaded only when it is asked for. */
export const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  tick: () => import('./tick.ts'),
  encode: () => import('./encode.ts'),
  memory: () => import('./memory.ts'),
  checkpoint: () => import('./checkpoint.ts'),
  recovery: () => import('./recovery.ts'),
  wipe: () => import('./wipe.ts'),
  log: () => import('./log.ts'),
  clients: () => import('./clients.ts'),
  peers: () => import('./peers.ts'),
  handshake: () => import('./handshake.ts'),
  relay: () => import('./relay.ts'),
  junk: () => import('./junk.ts'),
  garbage: () => import('./garbage.ts'),
  crowd: () => import('./crowd.ts'),
  handoff: () => import('./handoff.ts'),
  balance: () => import('./balance.ts'),
  step: () => import('./step.ts'),
};
