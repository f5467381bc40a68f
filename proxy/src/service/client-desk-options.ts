import type {
  Clock,
  DatagramAddress,
  Logger,
  Metrics,
  RandomSource,
  WorldSchema,
} from '@atlasnet/schemas';
import type { SessionClaims } from '../netcode/connect-token-user-data.ts';
import type { PacketCipher } from '../netcode/packet-cipher.ts';
import type { PacketSink } from '../netcode/packet-arena.ts';
import type { PacketSealer } from '../netcode/packet-sealer.ts';
import type { ViewScratch } from '../view/view-scratch.ts';
import type { ClientSession, SessionPort } from './client-session.ts';
import type { Verdict } from './session-verdicts.ts';
import type { TicketOffice } from './ticket-office.ts';

/** What the clients of a proxy need of it. */
export interface ClientDeskOptions {
  readonly world: string;
  readonly schema: WorldSchema;
  readonly scratch: ViewScratch;
  readonly homeCount: number;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly cipher: PacketCipher;
  readonly publicAddresses: readonly DatagramAddress[];
  readonly protocolId: bigint;
  readonly privateKeys: readonly Uint8Array[];
  readonly clientsMax: number;
  readonly viewRadiusM: number;
  readonly clientBytesPerSecond?: number;
  readonly commandsPerSecondMax?: number;
  readonly consumeToken: (token: string, expiresUnixSeconds: number) => Promise<boolean>;
  /** A client has its slot by this token. */
  readonly gaveSlot?: (token: string) => void;
  /** Why a session may not be here; null when it may. */
  readonly verdictOf: (claims: SessionClaims) => Verdict | null;
  /** A client left for good. */
  readonly ended: (claims: SessionClaims) => void;
  readonly worldMs: () => number;
  readonly tickets: TicketOffice;
  /** Whether nothing older than this tick would be shown any more (V2). */
  readonly hasReached: (tick: number) => boolean;
  /** A client goes on here that was elsewhere before. */
  readonly resumed: (session: ClientSession) => void;
  readonly sendPacket: PacketSink['send'];
  /** Seals and sends packets in place of `cipher` and `sendPacket`. */
  readonly sealer?: PacketSealer;
  readonly courier: SessionPort['courier'];
}
