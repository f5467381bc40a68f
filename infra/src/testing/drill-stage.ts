import { ProcessRegistry } from '@atlasnet/cluster';
import { incarnationId } from '@atlasnet/schemas';
import type { Clock, Logger, RegionId } from '@atlasnet/schemas';
import { EmbeddedStateStore, TransientStore } from '../adapters/embedded/index.ts';
import { drillLimits } from '../drill/drill-limits.ts';
import type { DrillParts } from '../drill/drill.ts';
import { Mends } from '../drill/mends.ts';
import { LoggedWorld } from './logged-world.ts';
import { walkers } from './walkers.ts';

/** The drill's clock is not the log's: so much ahead, milliseconds. */
const AHEAD_MS = 3_600_000;

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A world of two regions that ticks while a drill waits, and what the drill prints. */
export class DrillStage {
  readonly logged: LoggedWorld;
  readonly lines: string[] = [];
  readonly store: EmbeddedStateStore;
  readonly parts: DrillParts;
  /** Regions that do not tick. */
  late: readonly RegionId[] = [];
  #monotonicMs = 0;

  constructor(over: Partial<DrillParts> = {}) {
    const world = 'city';
    this.logged = new LoggedWorld(walkers(20), { world, regions: 2 });
    this.logged.run(5);
    const clock: Clock = {
      monotonicMs: () => this.#monotonicMs,
      wallMs: () => this.logged.log.nowMs + AHEAD_MS,
      after: (delayMs, task) => {
        this.#monotonicMs += delayMs;
        setImmediate(() => {
          this.logged.run(1, this.late);
          task();
        });
        return () => undefined;
      },
    };
    this.store = new EmbeddedStateStore(new TransientStore(() => this.#monotonicMs));
    const incarnation = incarnationId('00112233445566778899aabbccddeeff');
    const { log } = this.logged;
    const { store } = this;
    const registry = new ProcessRegistry({
      ...{ store, clock, incarnation },
      ...{ logger: quiet, leaseMs: 1500 },
    });
    this.parts = {
      ...{ world, log, store, clock, registry, incarnation, client: null, wantsClient: false },
      ...{ limits: drillLimits({}), standbys: 0, mends: new Mends(), kafka: null },
      print: (line) => void this.lines.push(line),
      processes: {
        spawn: () => {
          throw new Error('nothing is started here');
        },
      },
      serviceAddresses: () => Promise.resolve([]),
      ...over,
    };
  }
}
