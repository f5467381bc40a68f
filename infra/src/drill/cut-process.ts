import { randomBytes } from 'node:crypto';

import { processId } from '@atlasnet/schemas';
import type { ChildHandle, ProcessControl, ProcessId } from '@atlasnet/schemas';
import { freePorts } from '../dev-services/launch.ts';
import type { Heal } from './link.ts';
import { RelayedLink } from './relayed-link.ts';
import { TcpRelay } from './tcp-relay.ts';

/** A shard process of a running cluster, every link of which goes through a relay and can be cut. */
export class CutProcess {
  readonly id: ProcessId;
  readonly #child: ChildHandle;
  readonly #link: RelayedLink;
  #heal: Heal = () => undefined;

  private constructor(id: ProcessId, child: ChildHandle, relays: readonly TcpRelay[]) {
    this.id = id;
    this.#child = child;
    this.#link = new RelayedLink(relays);
  }

  /** @param peers `host:port` of whatever it connects to: brokers, store, other processes */
  static async start(control: ProcessControl, peers: readonly string[]): Promise<CutProcess> {
    const id = processId(randomBytes(8).toString('hex'));
    const [ownPort] = await freePorts(1);
    const own = await TcpRelay.listen(`127.0.0.1:${ownPort}`);
    const outgoing = await relaysTo(peers);
    const child = control.spawn('shard', {
      'process.id': id,
      'interlink.port': String(ownPort),
      'interlink.advertise': own.address,
      'metrics.enabled': 'false',
      'process.endWithParent': 'true',
      NODE_OPTIONS: preloadOf(outgoing),
    });
    return new CutProcess(id, child, [own, ...outgoing]);
  }

  get pid(): number {
    return this.#child.pid;
  }

  cut(): void {
    this.#heal = this.#link.cut();
  }

  heal(): void {
    this.#heal();
  }

  /** Ends it in order: its regions go to others. */
  async stop(): Promise<void> {
    this.heal();
    this.#child.kill('SIGTERM');
    await this.#child.exited;
    await this.#link.close();
  }
}

/** One relay in front of each address. */
export function relaysTo(peers: readonly string[]): Promise<TcpRelay[]> {
  return Promise.all(peers.map((peer) => TcpRelay.listen(peer)));
}

/** The NODE_OPTIONS of a process whose connections to what is behind the relays go through them. */
export function preloadOf(relays: readonly TcpRelay[]): string {
  const program = new URL('./relayed-ports.js', import.meta.url);
  for (const { target, address } of relays) {
    program.searchParams.set(portOf(target), portOf(address));
  }
  // Read from the built files: the processes run those.
  program.pathname = program.pathname.replace('/src/drill/', '/dist/drill/');

  return `--import=${program.href}`;
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}
