import { AtlasError } from '@atlasnet/schemas';
import type { Clock, DatagramAddress } from '@atlasnet/schemas';
import { ConnectTokenIssuer } from '../netcode/connect-token-issuer.ts';
import type { ConnectTokenIssuerOptions } from '../netcode/connect-token-issuer.ts';
import type { SessionClaims } from '../netcode/connect-token-user-data.ts';
import { withoutTrailingZeros } from '../netcode/connect-token.ts';
import { SERVICE_LIMITS } from './limits.ts';

/** Another proxy, as the process registry has it. */
export interface PeerProxy {
  readonly address: DatagramAddress;
  /** Where it takes WebSockets; empty where it does not. */
  readonly websocket: string;
  readonly clients: number;
  /** It is leaving, and takes no new clients. */
  readonly draining: boolean;
  /** It takes clients only while there is no other. */
  readonly spare?: boolean;
}

export interface TicketOfficeOptions extends ConnectTokenIssuerOptions {
  readonly clock: Clock;
  /** The addresses by which tokens name this proxy. */
  readonly own: readonly DatagramAddress[];
  /** Where it takes WebSockets; empty where it does not. */
  readonly websocket?: string;
  /** Silence after which client and proxy give each other up, seconds. */
  readonly timeoutSeconds: number;
}

/** What a client is given to resume with. */
export interface Ticket {
  readonly ticket: Uint8Array;
  readonly expiresMs: number;
  /** Where the servers that it names take WebSockets, in their order. */
  readonly websockets: string[];
}

/**
 * Makes resume tickets (S3): connect tokens with fresh keys, of a generation above the connection's,
 * that name the other proxies before this one. They are sealed with the key that gateway and proxies
 * share, so any proxy takes them, whatever became of the one that made them.
 */
export class TicketOffice {
  readonly #options: TicketOfficeOptions;
  readonly #issuer: ConnectTokenIssuer;
  #peers: readonly PeerProxy[] = [];
  #names = '';
  #version = 0;

  constructor(options: TicketOfficeOptions) {
    this.#options = options;
    this.#issuer = new ConnectTokenIssuer(options);
  }

  /** Takes what the registry says of all proxies; what it said last stays while it is away. */
  learn(proxies: readonly PeerProxy[]): void {
    const own = this.#options.own.map(nameOf);
    this.#peers = proxies
      .filter(({ address, draining }) => !draining && !own.includes(nameOf(address)))
      .sort((a, b) => a.clients - b.clients);
    const names = this.#peers.map(({ address }) => nameOf(address)).sort();
    if (names.join() === this.#names) return;
    this.#names = names.join();
    this.#version++;
  }

  /** Goes up when other proxies come or go: tickets made before name the wrong ones. */
  get version(): number {
    return this.#version;
  }

  /** Whether another proxy is there for clients, and not only while there is none. */
  get hasRegularPeers(): boolean {
    return this.#peers.some(({ spare }) => spare !== true);
  }

  /** Whether another proxy could take a client over. */
  get hasPeers(): boolean {
    return this.#peers.length > 0;
  }

  /**
   * A ticket for a connection's client; null when its account cannot be written into one.
   * @param generation above that of the connection and of every ticket it was given
   */
  issue(claims: SessionClaims, generation: number, elsewhereOnly = false): Ticket | null {
    const { clock, own, websocket = '', timeoutSeconds } = this.#options;
    const regular = this.#peers.filter(({ spare }) => spare !== true);
    const peers = regular.slice(0, SERVICE_LIMITS.ticketPeers);
    // Clients of one proxy that dies are spread over the others.
    const turn = peers.length === 0 ? 0 : claims.session % peers.length;
    const turned = [...peers.slice(turn), ...peers.slice(0, turn)];
    const spares = this.#peers.filter(({ spare }) => spare === true);
    // Whom a spare cannot be reached by waits for the next at this address.
    const isElsewhere = elsewhereOnly && regular.length > 0;
    const here = isElsewhere ? [] : own.map((address) => ({ address, websocket }));
    const named = [...turned, ...spares.slice(0, 1), ...here];
    const servers = named.map(({ address }) => address);
    const websockets = named.map((proxy) => proxy.websocket);
    const nowMs = clock.wallMs();
    const lifetimeSeconds = SERVICE_LIMITS.ticketMs / 1000;
    try {
      const token = this.#issuer.issue(
        { ...claims, generation, servers, lifetimeSeconds, timeoutSeconds },
        nowMs,
      );
      const expiresMs = (Math.floor(nowMs / 1000) + lifetimeSeconds) * 1000;
      return { ticket: withoutTrailingZeros(token), expiresMs, websockets };
    } catch (error) {
      if (error instanceof AtlasError) return null;
      throw error;
    }
  }
}

const nameOf = ({ host, port }: DatagramAddress): string => `${host}:${port}`;
