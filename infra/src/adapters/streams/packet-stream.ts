/** An ordered stream that keeps the borders of packets: TCP with lengths, or a WebSocket. */
export interface PacketStream {
  /** Bytes that wait for the other end to take them. */
  readonly queuedBytes: number;
  /** Sends a copy of bytes[start, end). */
  send(bytes: Uint8Array, start: number, end: number): void;
  /** Ends it at once; nothing is told of it any more. */
  close(): void;
}

/** Why a stream was refused or ended by us. */
export const STREAM_REFUSALS = [
  'streams-full',
  'streams-per-address',
  'no-tls',
  'no-websocket',
  'packet-size',
  'text-message',
  'malformed',
  'unanswered',
  'slow-peer',
] as const;

export type StreamRefusal = (typeof STREAM_REFUSALS)[number];

/** What a stream tells its user. */
export interface PacketStreamHandlers {
  /** It can carry packets from now on. */
  opened(): void;
  /** One packet; the bytes are valid during the call only. */
  packet(bytes: Uint8Array): void;
  /** It is over; null when nobody broke a rule. */
  ended(refusal: StreamRefusal | null): void;
}
