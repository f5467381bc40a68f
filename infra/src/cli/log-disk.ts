import type { Clock, Gauge, Logger, Metrics } from '@atlasnet/schemas';
import type { DiskUse } from '../adapters/disk-budget.ts';
import { CapWatch } from '../adapters/embedded/index.ts';
import type { EmbeddedEventLog } from '../adapters/embedded/index.ts';
import { BYTE_UNITS, formatAmount } from './config/amount.ts';

export interface LogDiskOptions {
  readonly log: EmbeddedEventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** `log.embedded.diskBytesMax`. */
  readonly capBytes: number;
}

/** What the embedded log's process says of its disk. */
export class LogDisk {
  readonly #options: LogDiskOptions;
  readonly #watch = new CapWatch();
  readonly #used: Gauge;
  readonly #max: Gauge;

  constructor(options: LogDiskOptions) {
    this.#options = options;
    const { metrics } = options;
    this.#used = metrics.gauge('atlasnet_log_disk_used_bytes', 'What the log’s files hold');
    this.#max = metrics.gauge(
      'atlasnet_log_disk_max_bytes',
      'What they may hold: the cap, or less where the disk has no more room',
    );
  }

  /** Looks at the disk, and says so when the cap is too small for the world. */
  async look(): Promise<DiskUse> {
    const { log, clock } = this.#options;
    const use = await log.measureDisk();
    this.#used.set(use.usedBytes);
    this.#max.set(use.bytesMax);
    const { writtenBytes, fixedBytes } = log;
    const nowMs = clock.monotonicMs();
    const small = this.#watch.look({ ...use, nowMs, writtenBytes, fixedBytes });
    if (small) this.#warn(use, small.bytesPerSecond, small.wantedBytes);
    return use;
  }

  #warn({ bytesMax }: DiskUse, bytesPerSecond: number, wantedBytes: number): void {
    const { logger, capBytes } = this.#options;
    const wanted = formatAmount(wantedBytes, BYTE_UNITS);
    const isDisk = bytesMax < capBytes;
    const what = isDisk ? 'the disk has too little room' : 'the disk cap is too small';
    logger.warn(`${what} for two minutes of this world: its history will be short`, {
      bytesMax: Math.floor(bytesMax),
      bytesPerSecond: Math.round(bytesPerSecond),
      hint: isDisk ? `Make room for ${wanted}.` : `Set log.embedded.diskBytesMax to ${wanted}.`,
    });
  }
}
