import { afterEach, describe, expect, test } from '@jest/globals';
import type { RegionState } from '@atlasnet/cluster';
import { EntityTable, decodeEntity, regionId } from '@atlasnet/schemas';
import type { Frame } from '@atlasnet/schemas';
import { SimCluster } from './sim-cluster.ts';
import { jumpersServer } from './jumpers-world.ts';
import { COINS_EACH, WALKERS, walkersServer } from './walkers-world.ts';

/** How many miss a tick differs much with the seed: of these three it is one in eleven. */
const SEEDS_OF_SUM = [6, 7, 9];

let cluster: SimCluster | null = null;

function open(seed: number, options: Partial<SimCluster['options']> = {}): SimCluster {
  cluster = new SimCluster({ seed, server: walkersServer, regions: 6, shards: 3, ...options });
  return cluster;
}

afterEach(() => {
  if (process.env.SIM_LOG) console.log(cluster?.lines.join('\n'));
  expect(cluster?.failures).toEqual([]);
});

/** What a shard logs of a region that it took over. */
interface TakeoverLine {
  readonly from: string;
  readonly tailFrames: number;
}

/** Sets of ids and sums over living entities, those in flight and messages on their way. */
function census(states: readonly RegionState[]): { ids: number[]; coins: number } {
  const ids: number[] = [];
  let coins = 0;
  const inbox = (to: number, from: number): number =>
    states.find(({ region }) => region === to)?.inbox.get(from) ?? 0;
  for (const state of states) {
    const { table, schema } = state;
    const column = schema.components.find(({ name }) => name === 'coins');
    const lane = table.lanes[(column?.firstLane ?? 0) + 1];
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      ids.push(table.ids[slots[i]]);
      coins += lane[slots[i]];
    }
    for (const { to, number, message } of Array.from(state.outbox.values()).flat()) {
      if (number <= inbox(to, state.region) || !message) continue;
      if (message.entityMessage || message.returned?.original?.entityMessage) coins += 1;
      if (!message.handoff) continue;
      ids.push(message.handoff.entity);
      const flying = new EntityTable(schema, 1);
      const slot = decodeEntity(flying, message.handoff.state);
      coins += flying.lanes[(column?.firstLane ?? 0) + 1][slot];
    }
  }
  return { ids: ids.sort((a, b) => a - b), coins };
}

/** Of some seeds together, from the sixth second on: handoffs, and how many missed a tick while appends are slow. */
async function sumOfMissed(
  seeds: readonly number[],
  options: Partial<SimCluster['options']>,
  { slow, untilMs }: { readonly slow: number; readonly untilMs: number },
): Promise<{ readonly handoffs: number; readonly missed: number }> {
  const sums = { handoffs: 0, missed: 0 };
  for (const seed of seeds) {
    const sim = open(seed, options);
    await sim.run(6000);
    const [calm] = missedTicks(sim);
    sim.world.log.faultRates = { slow, delayMsMax: 250 };
    await sim.run(untilMs);
    const [handoffs, missed] = missedTicks(sim);
    expect(sim.failures).toEqual([]);
    sums.handoffs += handoffs - calm;
    sums.missed += missed;
  }
  return sums;
}

/** Handoffs, and those after which the target ran a tick without the entity. */
function missedTicks(sim: SimCluster): [number, number] {
  const left = new Map<string, number>();
  const came = new Map<string, { region: number; tick: number }>();
  const ran = new Map<number, number[]>();
  sim.rebuild(({ region, tick, empty, departures, inputs }) => {
    if (empty) return;
    ran.set(region, [...(ran.get(region) ?? []), tick]);
    for (const { to, number } of departures) left.set(`${region}>${to}#${number}`, tick);
    for (const { from, number, arrived } of inputs?.messages ?? []) {
      if (arrived > 0) came.set(`${from}>${region}#${number}`, { region, tick });
    }
  });
  let missed = 0;
  for (const [key, { region, tick }] of came) {
    const leftAt = left.get(key) ?? tick;
    if (ran.get(region)?.some((each) => each > leftAt && each < tick)) missed++;
  }
  return [came.size, missed];
}

describe('a cluster on simulated ports', () => {
  test('[I2, I3, I6] walkers cross borders of six regions on three shards; none is lost or doubled', async () => {
    const sim = open(1);
    await sim.run(20_000);
    let handoffs = 0;
    let ticks = 0;
    const states = sim.rebuild((frame) => {
      handoffs += frame.departures.length;
      ticks += frame.empty ? 0 : 1;
    });
    const { ids } = census(states);
    expect(states).toHaveLength(6);
    expect(ids).toHaveLength(WALKERS);
    expect(new Set(ids).size).toBe(WALKERS);
    expect(handoffs).toBeGreaterThan(200);
    expect(ticks).toBeGreaterThan(6 * 150);
    expect(states.every(({ table }) => table.count > 0)).toBe(true);
    const map = sim.control?.mapInForce?.map;
    const strays = states.flatMap(({ region, table, schema }) => {
      const { slots, length } = table.slotsById();
      return Array.from(slots.subarray(0, length), (slot) => {
        const [x, y] = table.lanes.map((lane) => lane[slot] * schema.positionQuantumM);
        return map?.distanceToBorder(region, x, y) ?? -Infinity;
      });
    });
    // A walker goes 6 m a tick at most and stays half a second; nobody is left far from its region.
    expect(Math.min(...strays)).toBeGreaterThan(-60);
  });

  test('[T2] an append that takes longer than a tick makes nobody who crosses a border miss one', async () => {
    const sim = open(5);
    await sim.run(6000);
    const [calm] = missedTicks(sim);
    // Ticks last 100 ms here; neighbours wait for three of them at most.
    sim.world.log.faultRates = { slow: 0.1, delayMsMax: 250 };
    await sim.run(24_000);
    const [handoffs, missed] = missedTicks(sim);
    expect(handoffs - calm).toBeGreaterThan(200);
    expect(missed).toBeLessThanOrEqual((handoffs - calm) / 100);
  });

  test('[T2] where most appends are slow, neighbours wait for who crosses and for nothing else', async () => {
    // Waiting for every frame made everybody late already when somebody crossed: a third missed a tick.
    const { handoffs, missed } = await sumOfMissed(
      SEEDS_OF_SUM,
      {},
      { slow: 0.6, untilMs: 11_000 },
    );
    expect(handoffs).toBeGreaterThan(200);
    expect(missed).toBeLessThanOrEqual(handoffs / 6);
  });

  test('[T2] who leaves for regions that are not next to its own misses as few ticks as who crosses', async () => {
    const jumpers = { server: jumpersServer };
    const { handoffs, missed } = await sumOfMissed([8, 9], jumpers, { slow: 0.3, untilMs: 16_000 });
    expect(handoffs).toBeGreaterThan(600);
    // Over seven seeds one in 47 misses a tick; without word of ticks in which nobody left, one in twenty.
    expect(missed).toBeLessThanOrEqual(handoffs / 30);
  }, 60_000);

  test('[O4, C3] a shard that crashes loses nothing: its regions go on elsewhere', async () => {
    const sim = open(2);
    await sim.run(8000);
    sim.crashOwner(3);
    await sim.run(20_000);
    const newest: Frame[] = [];
    const states = sim.rebuild((frame) => (newest[frame.region] = frame));
    const { ids } = census(states);
    expect(new Set(ids).size).toBe(WALKERS);
    expect(ids).toHaveLength(WALKERS);
    const ticks = newest.map(({ tick }) => tick);
    expect(Math.max(...ticks) - Math.min(...ticks)).toBeLessThan(10);
  });

  test('[C1] a region whose owners die before they save it leaves no ever longer tail', async () => {
    const sim = open(3, { regions: 1, checkpointIntervalMs: 10_000, watchdog: { standbys: 0 } });
    for (let at = 6000; at <= 50_000; at += 4000) {
      await sim.run(at);
      sim.crashOwner(0);
    }
    await sim.run(54_000);
    const taken = sim.lines
      .filter((line) => line.includes('region taken over'))
      .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as TakeoverLine)
      .slice(4);
    expect(taken.length).toBeGreaterThan(6);
    for (const { from, tailFrames } of taken) {
      expect(from).not.toBe('start');
      expect(tailFrames).toBeLessThan(12 * walkersServer.world.tickHz);
    }
  });

  test('[C1] what has to be read after a checkpoint is bounded by bytes, however rare checkpoints are', async () => {
    const bounds = { checkpointIntervalMs: 3_600_000, checkpointTailBytes: 100_000 };
    const sim = open(3, { regions: 1, ...bounds, watchdog: { standbys: 0 } });
    for (let at = 20_000; at <= 40_000; at += 10_000) {
      await sim.run(at);
      sim.crashOwner(0);
    }
    await sim.run(44_000);
    const taken = sim.lines
      .filter((line) => line.includes('region taken over'))
      .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as TakeoverLine)
      .slice(-3);
    for (const { from, tailFrames } of taken) {
      expect(from).not.toBe('start');
      expect(tailFrames).toBeGreaterThan(0);
      expect(tailFrames).toBeLessThan(5 * walkersServer.world.tickHz);
    }
    expect(taken).toHaveLength(3);
  });

  test('[P1, P2, P3, I8] the map shrinks and grows again: regions close themselves, ids go on', async () => {
    const sim = open(3);
    await sim.run(6000);
    void sim.propose(3);
    await sim.run(20_000);
    expect(sim.control?.mapInForce?.map.regions).toEqual([0, 1, 2]);
    expect([3, 4, 5].map((region) => sim.control?.isRetired(regionId(region)))).toEqual([
      true,
      true,
      true,
    ]);
    void sim.propose(6);
    await sim.run(34_000);
    expect(sim.control?.mapInForce?.map.regions).toEqual([0, 1, 2, 3, 4, 5]);
    const closed = new Set<number>();
    const states = sim.rebuild((frame) => {
      if (frame.closed) closed.add(frame.region);
    });
    const { ids } = census(states);
    expect(closed).toEqual(new Set([3, 4, 5]));
    expect(new Set(ids).size).toBe(WALKERS);
    expect(ids).toHaveLength(WALKERS);
    expect(states.every(({ table }) => table.count > 0)).toBe(true);
  });

  test('[M1, M2, I5] coins that cross borders while shards crash are never lost or doubled', async () => {
    const sim = open(4, { checkpointIntervalMs: 1500 });
    await sim.run(8000);
    sim.crashOwner(1);
    await sim.run(14_000);
    sim.crashOwner(5);
    await sim.run(24_000);
    const { ids, coins } = census(sim.rebuild());
    expect(ids).toHaveLength(WALKERS);
    expect(coins).toBe(WALKERS * COINS_EACH);
  });
});
