import { afterEach, expect, test } from '@jest/globals';
import { CartographService, decodePicture } from '@atlasnet/replay';
import type { PageStatus, ViewerSocket } from '@atlasnet/replay';
import { topicNames } from '@atlasnet/schemas';
import type { EventLog } from '@atlasnet/schemas';
import { SimCluster } from './sim-cluster.ts';
import { WALKERS, walkersServer } from './walkers-world.ts';

const { frames } = topicNames('walkers');

/** Fewer than so many walkers are between two regions at one moment. */
const ON_THEIR_WAY = 10;

let sim: SimCluster | null = null;
afterEach(() => expect(sim?.failures).toEqual([]));

/** How many partitions of frames are followed through a log. */
function watched(log: EventLog): { readonly log: EventLog; readonly open: () => number } {
  let open = 0;
  const follow: EventLog['follow'] = (request) => {
    const following = log.follow(request);
    if (request.topic !== frames) return following;
    open += 1;
    let stopped = false;
    return {
      stop() {
        if (!stopped) open -= 1;
        stopped = true;
        following.stop();
      },
    };
  };
  const through = new Proxy(log, {
    get(target, key) {
      if (key === 'follow') return follow;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { log: through, open: () => open };
}

test('the live map reads regions while a page looks at them, and a while longer', async () => {
  sim = new SimCluster({ seed: 12, server: walkersServer, regions: 2, shards: 1 });
  const { log, clock } = sim.world.process('cartograph');
  const reading = watched(log);
  const logger = sim.logger('cartograph');
  const map = new CartographService({ log: reading.log, world: 'walkers', clock, logger });
  void map.run();
  await sim.run(9_000);
  expect(reading.open()).toBe(0);
  /** Entities of each picture. */
  const shown: number[] = [];
  const socket: ViewerSocket = {
    send(message) {
      if (typeof message === 'string') return;
      shown.push(decodePicture(new Uint8Array(message).buffer)?.regions.length ?? -1);
    },
    queuedBytes: () => 0,
  };
  const page = map.connect(socket);
  await sim.run(11_000);
  expect(reading.open()).toBe(2);
  expect(shown.at(-1)).toBeGreaterThan(WALKERS - ON_THEIR_WAY);
  page?.close();
  await sim.run(19_000);
  expect(reading.open()).toBe(2);
  await sim.run(22_000);
  expect(reading.open()).toBe(0);
  // Whoever comes then sees the world as it is by then.
  const again = shown.length;
  map.connect(socket);
  await sim.run(23_000);
  expect(shown.length).toBeGreaterThan(again);
  expect(shown.at(-1)).toBeGreaterThan(WALKERS - ON_THEIR_WAY);
  await Promise.all([map.stop(), sim.run(24_000)]);
  expect(reading.open()).toBe(0);
});

test('a moment of the past is shown with who owned a region then', async () => {
  sim = new SimCluster({ seed: 13, server: walkersServer, regions: 2, shards: 2 });
  const { log, clock } = sim.world.process('cartograph');
  const logger = sim.logger('cartograph');
  const map = new CartographService({ log, world: 'walkers', clock, logger });
  void map.run();
  await sim.run(5000);
  let status: PageStatus | null = null;
  const socket: ViewerSocket = {
    send(message) {
      if (typeof message === 'string') status = JSON.parse(message) as PageStatus;
    },
    queuedBytes: () => 0,
  };
  const page = map.connect(socket);
  const rowOf = (region: number) => status?.regions.find((row) => row.region === region);
  await sim.run(8000);
  const before = rowOf(0);
  const then = status as PageStatus | null;
  expect(before?.epoch).toBeGreaterThan(0);
  sim.crashOwner(0);
  await sim.run(16_000);
  expect(rowOf(0)?.epoch).toBeGreaterThan(before?.epoch ?? 0);
  page?.viewer.message(JSON.stringify({ type: 'seek', tick: then?.tick }));
  await sim.run(18_000);
  const past = status as PageStatus | null;
  expect(past?.live).toBe(false);
  expect(rowOf(0)).toMatchObject({ owner: before?.owner, epoch: before?.epoch });
  expect(past?.totals.clients).toBe(then?.totals.clients);
  await Promise.all([map.stop(), sim.run(19_000)]);
});
