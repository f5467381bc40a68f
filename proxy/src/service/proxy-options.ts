import type {
  Clock,
  DatagramAddress,
  DatagramNetwork,
  EventLog,
  Interlink,
  Logger,
  Metrics,
  ProcessId,
  RandomSource,
  WorldDeclaration,
} from '@atlasnet/schemas';
import type { PacketCipher } from '../netcode/packet-cipher.ts';
import type { PacketSealer } from '../netcode/packet-sealer.ts';
import type { PeerProxy } from './ticket-office.ts';

/** What a proxy is given. */
export interface ProxyOptions {
  readonly world: string;
  readonly declaration: WorldDeclaration;
  readonly process: ProcessId;
  readonly log: EventLog;
  readonly interlink: Interlink;
  readonly datagrams: DatagramNetwork;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly cipher: PacketCipher;
  /** Seals and sends packets on what `datagrams` bound, in another thread; without it this one does. */
  readonly sealer?: PacketSealer;
  /** Where clients' datagrams arrive, and the addresses by which tokens name this proxy. */
  readonly bind: DatagramAddress;
  readonly publicAddresses: readonly DatagramAddress[];
  /** Where this proxy takes WebSockets (a URL); empty or left out: nowhere. */
  readonly websocket?: string;
  readonly protocolId: bigint;
  /** The keys shared with the gateway; the one in use first. */
  readonly privateKeys: readonly Uint8Array[];
  readonly sessionPartitions: number;
  readonly clientsMax: number;
  /** Commands of one client a second that go on to its region, more wait; 60 by default. */
  readonly commandsPerSecondMax?: number;
  /**
   * Milliseconds that a stop waits, taking no new clients, while it has some; 0 by default. Longer, unless it
   * is 0, while they have another proxy to go to: SERVICE_LIMITS.moveMs.
   */
  readonly drainMs?: number;
  /** Metres that a client sees unless it asks for less. */
  readonly viewRadiusM: number;
  /** Metres beyond that at which an entity in view leaves it again; 5 by default. */
  readonly viewMarginM?: number;
  /** Bytes a second that one client is sent at most; 32,000 by default. */
  readonly clientBytesPerSecond?: number;
  /** The interlink addresses of living shards, as the process registry has them. */
  readonly addresses: () => Promise<ReadonlyMap<ProcessId, string>>;
  /** All living proxies, as the registry has them; without it tickets name this proxy only. */
  readonly proxies?: () => Promise<readonly PeerProxy[]>;
  /** It takes clients only while there is no other proxy, and sends them on once there is; not unless told. */
  readonly spare?: boolean;
  /** Says in the registry at once that this proxy takes clients now, or takes none any more. */
  readonly announce?: () => void;
  /** Whether it runs its own code before it listens, see rehearsal.ts; not unless told. */
  readonly rehearses?: boolean;
  /** Silence after which a client that resumed is given up, milliseconds; 5000 by default. */
  readonly clientTimeoutMs?: number;
}
