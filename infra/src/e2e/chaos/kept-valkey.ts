import { Redis } from 'ioredis';
import { AtlasError } from '@atlasnet/schemas';
import { endProcess, signal } from '../../dev-services/process-identity.ts';
import { startValkeyProcess } from '../../dev-services/valkey-process.ts';
import type { ValkeyProcess } from '../../dev-services/valkey-process.ts';

/** A real store that can be ended, started again at its address, stopped and emptied. */
export class KeptValkey {
  readonly #command: string;
  readonly #directory: string;
  #running: ValkeyProcess;

  private constructor(command: string, directory: string, running: ValkeyProcess) {
    this.#command = command;
    this.#directory = directory;
    this.#running = running;
  }

  /** @throws AtlasError ATLAS_SERVICES_UNAVAILABLE when `command` is null, or it does not come up */
  static async start(command: string | null, directory: string): Promise<KeptValkey> {
    if (command === null) {
      throw new AtlasError(
        'ATLAS_SERVICES_UNAVAILABLE',
        'neither valkey-server nor redis-server 7 is here',
        { hint: 'On Debian: infra/dev/install-debian.sh.' },
      );
    }
    const running = await startValkeyProcess(command, { directory, detached: false });
    return new KeptValkey(command, directory, running);
  }

  get address(): string {
    return this.#running.address;
  }

  async kill(): Promise<void> {
    await endProcess(this.#running.process, 'SIGKILL');
  }

  /** Empty, at the same address. */
  async startAgain(): Promise<void> {
    const port = Number(this.address.slice(this.address.lastIndexOf(':') + 1));
    const options = { directory: this.#directory, detached: false, port };
    this.#running = await startValkeyProcess(this.#command, options);
  }

  /** Forgets every key. */
  async flush(): Promise<void> {
    const client = new Redis(`redis://${this.address}`);
    await client.flushall();
    client.disconnect();
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    signal(this.#running.process, name);
  }

  stop(): Promise<void> {
    this.signal('SIGCONT');
    return endProcess(this.#running.process, 'SIGKILL');
  }
}
