/** What an endpoint tells its owner, within receive(), flush() or sendUnreliable(). */
export interface EndpointHandlers {
  /** One reliable message, whole, once, in the order sent. The bytes are the receiver's to keep. */
  reliable(bytes: Uint8Array): void;
  /** An unreliable message newer than any before on its channel; likewise to keep. */
  unreliable(channel: number, bytes: Uint8Array): void;
  /** The peer has this unreliable message of ours. */
  delivered?(channel: number, message: number): void;
  /** It will not be known to have arrived: lost, or replaced before it was sent. */
  lost?(channel: number, message: number): void;
}

export interface EndpointStats {
  /** Smoothed round trip of the network, without the peer's waiting; ms. 0 until known. */
  rttMs: number;
  rttVarianceMs: number;
  /** Recent share of packets lost, 0…1. */
  loss: number;
  packetsSent: number;
  packetsReceived: number;
  bytesSent: number;
  bytesReceived: number;
  /** Packets that came twice or too late to tell. */
  duplicates: number;
  /** Unreliable messages older than one delivered before. */
  stale: number;
  /** Packets that the layer's rules forbid; dropped. */
  malformed: number;
  /** Reliable chunks sent again. */
  resent: number;
}

/** What endpoints dropped of what peers sent; several may count in one. */
export type ChannelRefusals = Record<'malformed' | 'duplicate' | 'stale', number>;

/** Takes a packet to send; the bytes are valid during the call only. */
export type Emit = (bytes: Uint8Array, start: number, end: number) => void;

/**
 * Messages between a client and its proxy over any transport: reliable ordered ones, and unreliable
 * ones of which on each channel the latest wins. Implementation: {@link ChannelEndpoint}. Times are milliseconds, monotonic.
 */
export interface MessageEndpoint {
  readonly stats: Readonly<EndpointStats>;
  /** Set once the peer broke the rules in a way that ends the conversation; disconnect it. */
  readonly failed: string | null;
  /** Bytes that flush() may send now without overdrawing; at most 0 when overdrawn. */
  budgetBytes(nowMs: number): number;
  /** Queues a copy. False when the queue is at its limit: the peer is too slow, let it go. */
  sendReliable(bytes: Uint8Array): boolean;
  /**
   * Replaces (by a copy of bytes[0, length)) what waits on this channel; it goes with the next flush the
   * budget allows. Returns the message's number, by which `delivered` and `lost` speak of it.
   */
  sendUnreliable(channel: number, bytes: Uint8Array, length?: number): number;
  /** Takes one packet. Its bytes belong to the endpoint from now on. */
  receive(packet: Uint8Array, nowMs: number): void;
  /** Sends what is due. To be called once a tick, and at least every 50 ms. */
  flush(nowMs: number, emit: Emit): void;
}

export function makeEndpointStats(): EndpointStats {
  return {
    rttMs: 0,
    rttVarianceMs: 0,
    loss: 0,
    packetsSent: 0,
    packetsReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    duplicates: 0,
    stale: 0,
    malformed: 0,
    resent: 0,
  };
}
