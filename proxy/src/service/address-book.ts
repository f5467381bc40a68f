import { isTransient, sleep } from '@atlasnet/schemas';
import type { Clock, ProcessId } from '@atlasnet/schemas';
import type { ProxyOptions } from './proxy-options.ts';
import type { TicketOffice } from './ticket-office.ts';

/** Between two readings of the registry, milliseconds. */
const ADDRESSES_MS = 500;

export interface AddressBookOptions extends Pick<ProxyOptions, 'addresses' | 'proxies'> {
  readonly clock: Clock;
  readonly tickets: Pick<TicketOffice, 'learn'>;
}

/** Where shards are, and which other proxies there are, as the registry has it. */
export class AddressBook {
  readonly #options: AddressBookOptions;
  #addresses: ReadonlyMap<ProcessId, string> = new Map();

  constructor(options: AddressBookOptions) {
    this.#options = options;
  }

  /** A shard's interlink address; null while it is not known. */
  addressOf(process: ProcessId): string | null {
    return this.#addresses.get(process) ?? null;
  }

  /** Reads on until the signal; `learned` is called after each reading. */
  async follow(signal: AbortSignal, learned: () => void): Promise<void> {
    do {
      await unlessAway(async () => {
        this.#addresses = await this.#options.addresses();
      });
      await this.learnPeers();
      learned();
    } while (await sleep(this.#options.clock, ADDRESSES_MS, signal));
  }

  /** Lets tickets name the proxies that are there now. */
  learnPeers(): Promise<void> {
    return unlessAway(async () => {
      this.#options.tickets.learn((await this.#options.proxies?.()) ?? []);
    });
  }
}

/** O6: without the store, what was known so far goes on. */
async function unlessAway(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isTransient(error)) throw error;
  }
}
