import { afterEach, expect } from '@jest/globals';
import type { SimClusterOptions } from './sim-cluster.ts';
import { StrollStage } from './stroll-stage.ts';
import type { StrollClient } from './stroll-stage.ts';

/** Avatars stay as long as the configuration lets them, unless it says otherwise. */
export const LINGERING = { lingerMs: 30_000 };

type Opens = (seed: number, options?: Partial<SimClusterOptions>) => Promise<StrollStage>;

/**
 * Stages for the tests of one file, one each. After each test no process has failed, and no key has sealed
 * two packets with one number (S3), across every crash, resume and failover in it; a test has to make keys
 * and packets enough for that to say something.
 */
export function resumeStages(): { readonly open: Opens; readonly openWithOneProxy: Opens } {
  let stage: StrollStage | null = null;
  afterEach(() => {
    if (process.env.SIM_LOG) console.log(stage?.sim.lines.join('\n'));
    expect(stage?.sim.failures).toEqual([]);
    expect(stage?.cipher.sealed).toBeGreaterThan(60);
    expect(stage?.cipher.keys).toBeGreaterThan(4);
    expect(stage?.cipher.repeated).toEqual([]);
  });
  const openWithOneProxy: Opens = async (seed, options = {}) => {
    stage = await StrollStage.open(seed, options);
    return stage;
  };
  /** Two proxies that know each other. */
  const open: Opens = async (seed, options = {}) => {
    const own = await openWithOneProxy(seed, options);
    own.addProxy();
    await own.run(1000);
    return own;
  };
  return { open, openWithOneProxy };
}

/** What a client notices of its connection, and the world's time at which it does. */
export function follow(own: StrollStage, client: StrollClient) {
  const seen = { gone: [] as number[], resumedMs: [] as number[], closed: null as string | null };
  client.on('despawn', ({ id }) => void seen.gone.push(id));
  client.on('resumed', () => void seen.resumedMs.push(own.sim.world.nowMs));
  client.on('closed', (error) => (seen.closed = error?.code ?? 'closed'));
  return seen;
}
