/**
 * Sizes and numbers of netcode 1.02.
 * Source: mas-bandwidth/netcode, STANDARD.md; docs/protocol.md, "Secure connection".
 */

/** "NETCODE 1.02" in ASCII with its terminating zero. */
export const VERSION_INFO = Uint8Array.of(
  ...Array.from('NETCODE 1.02', (letter) => letter.charCodeAt(0)),
  0,
);
export const VERSION_INFO_BYTES = 13;

export const KEY_BYTES = 32;
/** Of ChaCha20-Poly1305. */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
export const USER_DATA_BYTES = 256;
export const TOKEN_NONCE_BYTES = 24;
export const TOKEN_BYTES = 2048;
export const TOKEN_PRIVATE_BYTES = 1024;
export const CHALLENGE_BYTES = 300;
export const SERVER_ADDRESSES_MAX = 32;

export const REQUEST_BYTES = 1078;
export const PAYLOAD_BYTES_MAX = 1200;
/** A payload packet with an eight-byte sequence number. */
export const PACKET_BYTES_MAX = 1 + 8 + PAYLOAD_BYTES_MAX + TAG_BYTES;
export const PACKET_BYTES_MIN = 18;

export const PACKET_REQUEST = 0;
export const PACKET_DENIED = 1;
export const PACKET_CHALLENGE = 2;
export const PACKET_RESPONSE = 3;
export const PACKET_KEEP_ALIVE = 4;
export const PACKET_PAYLOAD = 5;
export const PACKET_DISCONNECT = 6;
/** Ours, beyond the standard: docs/protocol.md, "A changed address". */
export const PACKET_MOVE = 7;
export const PACKET_MOVE_CHALLENGE = 8;
export const PACKET_MOVE_RESPONSE = 9;
export const PACKET_TYPES = 10;

/** The slot, unsealed, at the end of a move and of its response. */
export const MOVE_SLOT_BYTES = 4;
export const MOVE_CHALLENGE_BYTES = 16;
/** Zeros in a move: it is larger than the challenge that answers it, whatever their numbers. */
export const MOVE_DATA_BYTES = 24;

export const KEEP_ALIVE_BYTES = 8;
export const CHALLENGE_DATA_BYTES = 8 + CHALLENGE_BYTES;

/** The standard's guide for the replay buffer: a few seconds of packets. */
export const REPLAY_WINDOW = 256;

/** Requests, responses and, without other traffic, keep-alives: 10 Hz, as the standard suggests. */
export const SEND_INTERVAL_MS = 100;

export const ADDRESS_IPV4 = 1;
export const ADDRESS_IPV6 = 2;
