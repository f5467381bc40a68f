/** Numbers of the channel layer's wire format: docs/protocol.md, "Channels". */

/** A packet of this layer is one netcode payload. */
export const CHANNEL_PACKET_BYTES_MAX = 1200;

/** Data in one fragment or reliable chunk, so that it fits beside the largest header and ack. */
export const FRAGMENT_BYTES = 1136;

/** Packets before the newest that the short form of an ack speaks for. */
export const SHORT_ACK_PACKETS = 32;
/** Packets before the newest that any ack can speak for. */
export const ACK_WINDOW_PACKETS = 256;

export const ACK_NONE = 0;
export const ACK_SHORT = 1;
export const ACK_BITMAP = 2;
/** Flag of a packet that has a number and messages; without it, it is an ack alone. */
export const FLAG_NUMBERED = 4;

export const KIND_UNRELIABLE = 0;
export const KIND_FRAGMENT = 1;
export const KIND_RELIABLE_END = 2;
export const KIND_RELIABLE_MORE = 3;
/** Flag of the packet's last message: no length, it goes to the end. */
export const FLAG_TO_END = 4;
