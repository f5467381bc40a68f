import { expect, test } from '@jest/globals';
import {
  AtlasError,
  ControlState,
  encodeLoadRecord,
  encodeMapRecord,
  gridRegions,
  incarnationBytes,
  processBytes,
} from '@atlasnet/schemas';
import type { Clock, IncarnationId, Logger, Metrics, ProcessId } from '@atlasnet/schemas';
import { HEURISTIC_DEFAULTS } from '../heuristic-config.ts';
import type { HeuristicConfig } from '../heuristic-config.ts';
import { MemoryLog } from '../testing/memory-log.ts';
import { HeuristicService } from './heuristic-service.ts';

const id = '00112233445566778899aabbccddeeff' as IncarnationId;
const process = 'aaaaaaaaaaaaaaaa' as ProcessId;
const silent = { add() {}, set() {}, observe() {} };
const metrics: Metrics = {
  counter: () => silent,
  gauge: () => silent,
  histogram: () => silent,
};
const logger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const config: HeuristicConfig = {
  ...HEURISTIC_DEFAULTS,
  balance: 'entities',
  regionsMin: 2,
  regionsMax: 2,
  holdTicks: 0,
  // What even the costliest refit moves is worth its gain.
  changePrice: 1,
};

class ManualClock implements Clock {
  #tasks: (() => void)[] = [];
  monotonicMs = (): number => 0;
  wallMs = (): number => 0;
  after(_delayMs: number, task: () => void): () => void {
    this.#tasks.push(task);
    return () => (this.#tasks = this.#tasks.filter((each) => each !== task));
  }

  /** Lets every waiting timer go off, and what follows from it happen. */
  async turn(): Promise<void> {
    const due = this.#tasks;
    this.#tasks = [];
    for (const task of due) task();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function world(initial: HeuristicConfig = config) {
  const log = new MemoryLog();
  const clock = new ManualClock();
  const map = (body: Parameters<typeof encodeMapRecord>[1]) =>
    log.append('city.map', 0, [encodeMapRecord(id, body)]);
  const load = (region: number, tick: number, entities: number[]) =>
    log.append('city.load', 0, [
      encodeLoadRecord(id, {
        load: {
          region,
          epoch: 1,
          tick,
          mapVersion: 1,
          entities: entities.reduce((a, b) => a + b, 0),
          cellSizeM: 25,
          cells: entities.map((count, i) => ({ x: region * 2 + i, y: 0, entities: count })),
        },
      }),
    ]);
  await map({
    started: {
      world: 'city',
      id: incarnationBytes(id),
      homeCount: 1,
      regionsMax: 8,
      tickHz: 20,
    },
  });
  const regions = gridRegions(2, { min: [0, 0], max: [100, 25] });
  await map({ proposal: { mapVersion: 1, replaces: 0, regions } });
  await map({ activation: { mapVersion: 1, fromTick: 0 } });
  const service = new HeuristicService({
    world: 'city',
    process,
    log,
    clock,
    logger,
    metrics,
    config: initial,
  });
  const running = service.run();
  await clock.turn();
  const state = () => {
    const control = new ControlState();
    const bytes = log.records('city.map');
    const verdicts = bytes.map((each, i) => control.applyBytes(each, i).kind);
    return { control, verdicts };
  };
  return { log, clock, map, load, service, running, state };
}

test('[P1] an uneven load gives one proposal, and no second while it is open', async () => {
  const { clock, load, service, running, state, map } = await world();
  await clock.turn();
  expect(service.decision?.reason).toBe('no load of region 0 yet');
  await load(0, 20, [400, 400]);
  await load(1, 20, [20, 20]);
  await clock.turn();
  await clock.turn();
  const { control, verdicts } = state();
  expect(verdicts).toEqual(['incarnation', 'proposed', 'activated', 'proposed']);
  expect(control.openProposal?.map.version).toBe(2);
  expect(control.openProposal?.expectedImbalance).toBeLessThan(1.1);
  expect(control.openProposal?.reason).toMatch(/^urgent refit: max\/mean 1.905 to 1.0/);
  expect(control.openProposal?.map.validateTiling({ min: [0, 0], max: [100, 25] })).toBeNull();
  await map({ withdrawal: { mapVersion: 2 } });
  await clock.turn();
  expect(state().control.openProposal).toBeNull();
  await load(0, 41, [400, 400]);
  await clock.turn();
  expect(state().control.openProposal).toBeNull();
  await load(1, 39, [20, 20]);
  await clock.turn();
  expect(state().control.openProposal?.map.version).toBe(3);
  await service.stop();
  await running;
});

test('[L3] a proposal of unknown outcome is sent again as the same bytes; the copy is void', async () => {
  const { log, clock, load, service, running, state } = await world();
  await load(0, 20, [400, 400]);
  await load(1, 20, [20, 20]);
  const error = new AtlasError('ATLAS_LOG_APPEND_UNKNOWN', 'the answer was lost');
  log.outcomes.push({ kind: 'unknown', error });
  for (let i = 0; i < 4; i++) await clock.turn();
  expect(state().verdicts.slice(3)).toEqual(['proposed', 'void']);
  const records = log.records('city.map');
  expect(records[3]).toEqual(records[4]);
  await service.stop();
  await running;
});

test('another tuning is taken over while it runs', async () => {
  const calm = { ...config, imbalanceThreshold: 10, urgentImbalance: 10 };
  const { clock, load, service, running, state } = await world(calm);
  await load(0, 20, [400, 400]);
  await load(1, 20, [20, 20]);
  await clock.turn();
  expect(service.decision?.change).toBeNull();
  service.updateConfig(config);
  await load(0, 40, [400, 400]);
  await load(1, 40, [20, 20]);
  await clock.turn();
  expect(state().control.openProposal).not.toBeNull();
  await service.stop();
  await running;
});

test("[L2] another incarnation's load is not counted", async () => {
  const { clock, service, running, log } = await world();
  const other = 'ff112233445566778899aabbccddeeff' as IncarnationId;
  const load = { region: 0, epoch: 1, tick: 20, entities: 5, cellSizeM: 25 };
  await log.append('city.load', 0, [encodeLoadRecord(other, { load })]);
  await clock.turn();
  expect(service.decision?.reason).toBe('no load of region 0 yet');
  expect(processBytes(process)).toHaveLength(8);
  await service.stop();
  await running;
});
