import type { DatagramAddress } from '@atlasnet/schemas';
import { CLIENT_PACKETS_BURST, CLIENT_PACKETS_PER_SECOND } from '../limits.ts';
import { ReplayWindow } from './replay-window.ts';

const PACKET_MS = 1000 / CLIENT_PACKETS_PER_SECOND;

/** Why a connection ended. */
export type NetcodeDisconnect = 'by-client' | 'by-server' | 'timed-out' | 'superseded' | 'stopped';

/** An address from which a client spoke, and what it must say from there. */
export interface PendingMove {
  readonly address: DatagramAddress;
  readonly challenge: Uint8Array;
  readonly endsMs: number;
}

/** What a server gives a {@link NetcodeConnection} when it fills a slot. */
export interface NetcodeConnectionInit {
  readonly index: number;
  readonly clientId: bigint;
  readonly userData: Uint8Array;
  readonly address: DatagramAddress;
  readonly clientToServerKey: Uint8Array;
  readonly serverToClientKey: Uint8Array;
  readonly timeoutMs: number;
  readonly nowMs: number;
}

/** One client slot of a server. Owners read it; only the server changes it. */
export class NetcodeConnection {
  /** The slot: below clientsMax, given to another client once this one has gone. */
  readonly index: number;
  readonly clientId: bigint;
  /** The 256 bytes that the issuer put into the token. */
  readonly userData: Uint8Array;
  /** Changes when the client proves that it has another one. */
  address: DatagramAddress;
  /** The address that it may move to, once it repeats what was sent there. */
  move: PendingMove | null = null;
  readonly clientToServerKey: Uint8Array;
  readonly serverToClientKey: Uint8Array;
  /** Silence after which the client is gone; infinite when the token says never. */
  readonly timeoutMs: number;
  readonly connectedAtMs: number;
  readonly window = new ReplayWindow();
  /** Of the next packet sealed. It starts at 0: a token is used up before (rule S3). */
  sequence = 0;
  confirmed = false;
  open = true;
  // A field that begins as a number is changed in place; else every change makes an object.
  lastReceivedMs = 0;
  lastSentMs = 0;
  /** When its packets so far would all have come, had they come no faster than they may. */
  #paidMs = 0;

  constructor(init: NetcodeConnectionInit) {
    this.index = init.index;
    this.clientId = init.clientId;
    this.userData = init.userData;
    this.address = { host: init.address.host, port: init.address.port };
    this.clientToServerKey = init.clientToServerKey;
    this.serverToClientKey = init.serverToClientKey;
    this.timeoutMs = init.timeoutMs;
    this.connectedAtMs = init.nowMs;
    this.lastReceivedMs = init.nowMs;
    this.lastSentMs = init.nowMs;
  }

  /** It has said more of late than any client has to say. */
  speaksTooFast(nowMs: number): boolean {
    return this.#paidMs - nowMs > (CLIENT_PACKETS_BURST - 1) * PACKET_MS;
  }

  /** Takes note of a packet that is certainly the client's: forged ones must not use up what it may say. */
  countPacket(nowMs: number): void {
    this.#paidMs = Math.max(this.#paidMs, nowMs) + PACKET_MS;
  }
}
