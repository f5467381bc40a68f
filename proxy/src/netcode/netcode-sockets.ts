import type { Clock, DatagramAddress, DatagramNetwork } from '@atlasnet/schemas';
import { NetcodeClient, type NetcodeClientOptions } from './netcode-client.ts';
import { NetcodeServer, type NetcodeServerOptions } from './netcode-server.ts';

/** How often keep-alives and timeouts are looked at, ms. */
const UPDATE_MS = 20;

export interface BoundServer {
  readonly server: NetcodeServer;
  readonly address: DatagramAddress;
  /** Says goodbye to every client and closes the socket. */
  close(): Promise<void>;
}

/**
 * A server on a socket.
 * @param options.publicAddresses may be left out: then it is the bound address (tests, loopback)
 * @throws AtlasError ATLAS_PORT_IN_USE
 */
export async function bindNetcodeServer(
  network: DatagramNetwork,
  clock: Clock,
  local: DatagramAddress,
  options: Omit<NetcodeServerOptions, 'sink' | 'nowMs' | 'unixMs' | 'publicAddresses'> & {
    readonly publicAddresses?: readonly DatagramAddress[];
  },
): Promise<BoundServer> {
  let server: NetcodeServer | null = null;
  const socket = await network.bind(local, (bytes, from) =>
    server?.receive(bytes, from, clock.monotonicMs()),
  );
  const started = new NetcodeServer({
    ...options,
    publicAddresses: options.publicAddresses ?? [socket.address],
    sink: socket,
    nowMs: clock.monotonicMs(),
    unixMs: clock.wallMs(),
  });
  server = started;
  const cancel = repeat(clock, () => started.update(clock.monotonicMs(), clock.wallMs()));
  return {
    server: started,
    address: socket.address,
    async close() {
      cancel();
      started.stop(clock.monotonicMs());
      server = null;
      await socket.close();
    },
  };
}

export interface BoundClient {
  readonly client: NetcodeClient;
  /** Says goodbye and closes the socket. */
  close(): Promise<void>;
}

/** A client on a socket of its own, already connecting. */
export async function bindNetcodeClient(
  network: DatagramNetwork,
  clock: Clock,
  local: DatagramAddress,
  options: Omit<NetcodeClientOptions, 'sink'>,
): Promise<BoundClient> {
  let client: NetcodeClient | null = null;
  const socket = await network.bind(local, (bytes, from) =>
    client?.receive(bytes, from, clock.monotonicMs()),
  );
  const started = new NetcodeClient({ ...options, sink: socket });
  client = started;
  started.connect(clock.monotonicMs());
  started.update(clock.monotonicMs());
  const cancel = repeat(clock, () => started.update(clock.monotonicMs()));
  return {
    client: started,
    async close() {
      cancel();
      started.disconnect(clock.monotonicMs());
      client = null;
      await socket.close();
    },
  };
}

function repeat(clock: Clock, task: () => void): () => void {
  let cancel = clock.after(UPDATE_MS, again);
  function again(): void {
    cancel = clock.after(UPDATE_MS, again);
    task();
  }
  return () => cancel();
}
