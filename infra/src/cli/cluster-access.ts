import { ProcessRegistry } from '@atlasnet/cluster';
import { openWorldLog } from '@atlasnet/replay';
import { AtlasError, waitForIncarnation } from '@atlasnet/schemas';
import type { DatagramAddress, ProcessId, TimeAxis } from '@atlasnet/schemas';
import type { Entrance } from '../bots/entrance.ts';
import { ProcessorSides } from '../bots/processor-sides.ts';
import { makeConnectToken } from './cluster-client.ts';
import type { TokenRequest } from './cluster-client.ts';
import { openPorts } from './cluster-ports.ts';
import type { CommandContext } from './command.ts';
import { networkTokenOf } from './service-options.ts';

/** A world that has not begun within this long is not running, milliseconds. */
const WORLD_WAIT_MS = 10_000;

interface AccessOptions {
  /** Instead of the proxies that the registry names. */
  readonly servers: readonly DatagramAddress[] | undefined;
  readonly signal: AbortSignal;
}

/** A running world by its keys, its log and its registry: clients without a gateway, and the time. */
export class ClusterAccess implements Entrance {
  readonly axis: TimeAxis;
  /** Ends what is done with it. */
  readonly signal: AbortSignal;
  readonly #request: Omit<TokenRequest, 'account'>;

  private constructor(axis: TimeAxis, request: Omit<TokenRequest, 'account'>) {
    this.axis = axis;
    this.signal = request.signal;
    this.#request = request;
  }

  /** @throws AtlasError ATLAS_CONNECT_TIMEOUT when the world does not run */
  static async open(
    { config, logger }: CommandContext,
    id: ProcessId,
    { servers, signal }: AccessOptions,
  ): Promise<ClusterAccess> {
    const ports = await openPorts({ config, id, role: 'bots' });
    const { log, clock } = ports;
    const world = config.world.name;
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(WORLD_WAIT_MS)]);
      const incarnation = await waitForIncarnation({ log, world, clock, signal: limit });
      const axis = incarnation && (await openWorldLog(log, world)).control.timeAxis;
      if (!incarnation || !axis) {
        throw new AtlasError('ATLAS_CONNECT_TIMEOUT', `the world ${world} is not running`, {
          hint: 'Start it first, and give the same configuration here.',
        });
      }
      const { leaseMs } = config.watchdog;
      const registry = new ProcessRegistry({ ...ports, logger, incarnation, leaseMs });
      return new ClusterAccess(axis, { config, ports, registry, servers, signal });
    } catch (error) {
      await log.close();
      await ports.store.close();
      throw error;
    }
  }

  async admit(account: string, signal = this.signal): ReturnType<Entrance['admit']> {
    const token = await makeConnectToken({ ...this.#request, account, signal });
    return { token, websockets: [] };
  }

  /** What the processes in the registry take of the processor. */
  sides(): ProcessorSides {
    const { registry, config } = this.#request;
    return new ProcessorSides({ processes: () => registry.list(), token: networkTokenOf(config) });
  }

  async close(): Promise<void> {
    const { log, store } = this.#request.ports;
    await log.close();
    await store.close();
  }
}
