import type {
  AtlasError,
  Clock,
  DatagramAddress,
  DatagramNetwork,
  EntityId,
  FieldGroups,
  Fields,
  RandomSource,
  WorldDeclaration,
} from '@atlasnet/schemas';
import type { NetcodeClientState } from '../netcode/netcode-client.ts';
import type { PacketCipher } from '../netcode/packet-cipher.ts';
import type { ClientEntity } from './client-entity.ts';

/** What carries a client's packets. */
export type TransportName = 'udp' | 'websocket' | 'tcp';

/** One way to reach a proxy. */
export interface ClientNetwork {
  readonly name: TransportName;
  readonly datagrams: DatagramNetwork;
  /** Told where proxies take WebSockets, in the order of the addresses; empty: not known. */
  readonly learn?: (servers: readonly DatagramAddress[], websockets: readonly string[]) => void;
}

/** How a client reaches the network; infra's adapters and the examples make one for Node. */
export interface ClientTransport extends Omit<ClientNetwork, 'name'> {
  /** What `datagrams` is; UDP unless said otherwise. */
  readonly name?: TransportName;
  /** What is tried, in this order, where no proxy answers over `datagrams`. */
  readonly fallbacks?: readonly ClientNetwork[];
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Node's own is several times faster than the default, which runs everywhere. */
  readonly cipher?: PacketCipher;
  /** Where the client's socket is bound; any free port by default. */
  readonly local?: DatagramAddress;
}

export interface AtlasNetClientOptions<D extends WorldDeclaration> {
  readonly world: D;
  readonly transport: ClientTransport;
  /** The connect token that the gateway gave; or hand it to connect(). */
  readonly token?: Uint8Array;
  /** Where the token's proxies take WebSockets, as the gateway says; or hand it to connect(). */
  readonly websockets?: readonly string[];
  /** Metres; the server's default if 0, never more. */
  readonly viewRadiusM?: number;
  /** Goes to the game's join hook. */
  readonly joinPayload?: Uint8Array;
  /** Between two looks at timers and two packets at least, milliseconds; 10 by default, 5 to 50. */
  readonly updateMs?: number;
  /** How long another proxy is looked for when this one is gone, milliseconds; 40,000 by default. */
  readonly resumeMs?: number;
}

/** What a spectator looks at: an entity, where it looks before it knows that, or a place alone. */
export interface WatchTarget {
  readonly entity?: EntityId;
  /** Metres. */
  readonly position?: { readonly x: number; readonly y: number; readonly z?: number };
}

type KindsOf<Groups> = Groups extends FieldGroups ? Groups : never;
export type ClientCommands<D> =
  D extends WorldDeclaration<Fields, infer Commands, FieldGroups, FieldGroups>
    ? KindsOf<Commands>
    : never;
export type ClientInputs<D> =
  D extends WorldDeclaration<Fields, FieldGroups, FieldGroups, infer Inputs>
    ? KindsOf<Inputs>
    : never;

/** What a client tells its game. */
export interface ClientEvents<D extends WorldDeclaration> {
  spawn: (entity: ClientEntity<D>) => void;
  update: (entity: ClientEntity<D>) => void;
  despawn: (entity: ClientEntity<D>) => void;
  /** 0: no avatar any more. */
  avatar: (id: EntityId) => void;
  /**
   * The proxy fell silent, and another one is asked to go on; then, over which transport it went on.
   * Nothing is lost meanwhile: commands wait, and entities stay as they were.
   */
  resuming: () => void;
  resumed: (transport: TransportName) => void;
  /** The connection is over; null when the client closed it. */
  closed: (error: AtlasError | null) => void;
  /** What a listener threw; the client goes on. Where nobody listens for it, it is printed. */
  error: (error: unknown) => void;
}

export interface ClientStatistics {
  readonly transport: TransportName;
  readonly state: NetcodeClientState;
  /** How often the session went on on another connection. */
  readonly resumes: number;
  readonly rttMs: number;
  /** 0…1 */
  readonly loss: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  /** Entity updates in views. */
  readonly updates: number;
  readonly commandsWaiting: number;
}
