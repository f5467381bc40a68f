import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../../adapters/simulated/index.ts';
import { endProcess, pauseProcess, signal } from '../../dev-services/process-identity.ts';
import { startLocalKafka } from '../../dev-services/start-services.ts';
import { findValkey } from '../../dev-services/valkey-process.ts';
import { PAUSE_MS, cut } from './chaos-faults.ts';
import type { Began, ChaosFault } from './chaos-faults.ts';
import type { ChaosServices } from './chaos-services.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { KeptValkey } from './kept-valkey.ts';
import { TcpRelay } from '../../drill/tcp-relay.ts';
import { untilReplicated } from './until-replicated.ts';

type Kafka = Awaited<ReturnType<typeof startLocalKafka>>;

const BROKERS = 3;
/** So long are a broker and the store away when they are killed, milliseconds. */
const BROKER_AWAY_MS = 3000;
const STORE_AWAY_MS = 2500;

/** Three real brokers (two copies acknowledge) and a real store behind a relay. */
export class KafkaServices implements ChaosServices {
  readonly what = 'three brokers and a store are up';
  readonly faults: readonly ChaosFault[];
  readonly #kafka: Kafka;
  readonly #store: KeptValkey;
  readonly #storeLink: TcpRelay;

  private constructor(kafka: Kafka, store: KeptValkey, storeLink: TcpRelay) {
    this.#kafka = kafka;
    this.#store = store;
    this.#storeLink = storeLink;
    // Two of three brokers away would be an outage by design: one at a time, until it has caught up.
    this.faults = [
      { kind: 'kill-broker', weight: 2, exclusive: 'broker', strike: this.#endBroker('SIGKILL') },
      // It hands what it leads to others first, and gets it back once it is in sync: planned moves.
      { kind: 'stop-broker', weight: 1, exclusive: 'broker', strike: this.#endBroker('SIGTERM') },
      { kind: 'pause-broker', weight: 2, exclusive: 'broker', strike: this.#pauseBroker },
      { kind: 'flush-store', weight: 2, exclusive: 'store', strike: this.#flushStore },
      { kind: 'kill-store', weight: 1, exclusive: 'store', strike: this.#killStore },
      { kind: 'cut-store', weight: 1, exclusive: 'store', strike: cut(() => [storeLink]) },
      { kind: 'cut-shard-log', weight: 2, strike: cut(({ logLinks }) => logLinks) },
    ];
  }

  /** @throws AtlasError ATLAS_SERVICES_UNAVAILABLE */
  static async open(directory: string): Promise<KafkaServices> {
    const services = join(directory, 'services');
    mkdirSync(services, { recursive: true });
    const store = await KeptValkey.start(findValkey(), services);
    try {
      const storeLink = await TcpRelay.listen(store.address);
      const kafka = await startLocalKafka({ brokers: BROKERS, directory: services });
      return new KafkaServices(kafka, store, storeLink);
    } catch (error) {
      await store.stop();
      throw error;
    }
  }

  get brokers(): readonly string[] {
    return this.#kafka.addresses;
  }

  get settings(): Readonly<Record<string, string>> {
    return {
      'log.driver': 'kafkajs',
      'log.kafka.brokers': this.#kafka.addresses.join(','),
      'store.driver': 'valkey',
      'store.valkey.url': `redis://${this.#storeLink.address}`,
    };
  }

  startProcesses(): void {
    // The services are no processes of the world.
  }

  untilReplicated(): Promise<void> {
    return untilReplicated(this.#kafka.addresses);
  }

  async close(): Promise<void> {
    await this.#storeLink.close();
    await this.#store.stop();
    await this.#kafka.stop();
  }

  #endBroker(name: 'SIGKILL' | 'SIGTERM'): ChaosFault['strike'] {
    return async (_, random, began) => {
      const index = random.integer(BROKERS);
      const ended = endProcess(this.#kafka.processes[index], name);
      began(`broker ${index + 1}`);
      await ended;
      await delay(BROKER_AWAY_MS);
      await this.#kafka.startAgain(index);
      await this.untilReplicated();
    };
  }

  readonly #pauseBroker = async (
    _: ChaosStage,
    random: SeededRandom,
    began: Began,
  ): Promise<void> => {
    const broker = random.pick(this.#kafka.processes);
    await pauseProcess(broker);
    began(`broker ${this.#kafka.processes.indexOf(broker) + 1}`);
    await delay(random.between(...PAUSE_MS));
    signal(broker, 'SIGCONT');
    await this.untilReplicated();
  };

  readonly #flushStore = async (_: ChaosStage, __: SeededRandom, began: Began): Promise<void> => {
    await this.#store.flush();
    began('all keys');
  };

  readonly #killStore = async (_: ChaosStage, __: SeededRandom, began: Began): Promise<void> => {
    await this.#store.kill();
    began('store');
    await delay(STORE_AWAY_MS);
    await this.#store.startAgain();
  };
}
