import type { EndpointStats } from '../channel/message-endpoint.ts';

type Traffic = Pick<
  EndpointStats,
  'bytesSent' | 'bytesReceived' | 'packetsSent' | 'packetsReceived'
>;

/** What went over all connections of a session, one after the other. */
export class TrafficCount {
  #before: Traffic = { bytesSent: 0, bytesReceived: 0, packetsSent: 0, packetsReceived: 0 };
  #now: EndpointStats | null = null;

  /** Another connection carries the session from now on; null: none does. */
  goesOnWith(stats: EndpointStats | null): void {
    this.#before = this.total;
    this.#now = stats;
  }

  get total(): Traffic {
    const before = this.#before;
    const now = this.#now;
    return {
      bytesSent: before.bytesSent + (now?.bytesSent ?? 0),
      bytesReceived: before.bytesReceived + (now?.bytesReceived ?? 0),
      packetsSent: before.packetsSent + (now?.packetsSent ?? 0),
      packetsReceived: before.packetsReceived + (now?.packetsReceived ?? 0),
    };
  }
}
