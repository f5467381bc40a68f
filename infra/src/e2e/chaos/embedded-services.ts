import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../../adapters/simulated/index.ts';
import { freePorts } from '../../dev-services/launch.ts';
import { kill, pause } from './chaos-faults.ts';
import type { Began, ChaosFault } from './chaos-faults.ts';
import type { ChaosServices, Keep } from './chaos-services.ts';
import type { ChaosStage } from './chaos-stage.ts';
import type { KeptProcess } from './kept-process.ts';

/** Room for the log's files where a small disk can be mounted. */
const DISK = '512m';
const FULL_MS = [1000, 5000] as const;

/** `atlasnet log` as one more process of the world; on a disk of its own where the user may mount one. */
export class EmbeddedServices implements ChaosServices {
  /** One process for all: what pauses it stands for a cut. */
  readonly brokers: readonly string[] = [];
  readonly #disk: string;
  readonly #mounted: boolean;
  readonly #ports: readonly number[];
  #log: KeptProcess | null = null;

  private constructor(disk: string, mounted: boolean, ports: readonly number[]) {
    this.#disk = disk;
    this.#mounted = mounted;
    this.#ports = ports;
  }

  static async open(directory: string): Promise<EmbeddedServices> {
    const disk = join(directory, 'disk');
    mkdirSync(disk, { recursive: true });
    return new EmbeddedServices(disk, mount(disk), await freePorts(2));
  }

  get what(): string {
    const disk = this.#mounted
      ? 'on a disk of its own'
      : 'no disk can be mounted, so none fills up';
    return `the embedded log, ${disk}`;
  }

  get settings(): Readonly<Record<string, string>> {
    return {
      'log.driver': 'embedded',
      'log.embedded.directory': join(this.#disk, 'log'),
      'log.embedded.port': String(this.#ports[0]),
      'store.driver': 'embedded',
      'store.embedded.port': String(this.#ports[1]),
    };
  }

  get faults(): readonly ChaosFault[] {
    const log = (): KeptProcess[] => (this.#log ? [this.#log] : []);
    const faults: ChaosFault[] = [
      { kind: 'kill-log', weight: 3, exclusive: 'log', strike: kill(log) },
      { kind: 'pause-log', weight: 3, exclusive: 'log', strike: pause(log) },
    ];
    if (!this.#mounted) return faults;
    return [...faults, { kind: 'full-disk', weight: 2, exclusive: 'log', strike: this.#fillDisk }];
  }

  startProcesses(keep: Keep): void {
    this.#log = keep('log', {});
    this.#log.start();
  }

  untilReplicated(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#log?.stop(0);
    if (this.#mounted) execFileSync('umount', ['-l', this.#disk]);
  }

  readonly #fillDisk = async (_: ChaosStage, random: SeededRandom, began: Began): Promise<void> => {
    const filler = join(this.#disk, 'filler');
    const free = (): number => {
      const { bavail, bsize } = statfsSync(this.#disk);
      return bavail * bsize;
    };
    began('the log’s disk');
    // What the log writes meanwhile is freed and taken again: the disk stays full.
    const endMs = Date.now() + random.between(...FULL_MS);
    try {
      for (let i = 0; Date.now() < endMs; i++) {
        takeAll(`${filler}-${i}`, free());
        await delay(50);
      }
    } finally {
      execFileSync('find', [this.#disk, '-maxdepth', '1', '-name', 'filler-*', '-delete']);
    }
  };
}

/** Takes so many bytes of a disk, as far as it has them. */
function takeAll(file: string, bytes: number): void {
  if (bytes < 1) return;
  try {
    execFileSync('fallocate', ['-l', String(bytes), file], { stdio: 'ignore' });
  } catch {
    // The log was faster: less is free now.
    rmSync(file, { force: true });
    writeFileSync(file, '');
  }
}

/** A small disk in memory; only root may. */
function mount(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', directory], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
