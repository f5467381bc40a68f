import { copyBytes } from '../netcode/bytes.ts';
import { CHANNEL_PACKET_BYTES_MAX } from './constants.ts';

/** Kept for the next to wait, of all connections: as many as may wait between two flushes. */
const SPARE_MAX = 256;

/** A message that waits on an unreliable channel, in a buffer of its own while it does. */
export class WaitingMessage {
  channel = 0;
  message = 0;
  length = 0;
  bytes = new Uint8Array(CHANNEL_PACKET_BYTES_MAX);

  /** Takes a copy of bytes[0, length). */
  set(channel: number, message: number, bytes: Uint8Array, length: number): void {
    this.channel = channel;
    this.message = message;
    if (length > this.bytes.length) this.bytes = new Uint8Array(length);
    copyBytes(bytes, 0, length, this.bytes, 0);
    this.length = length;
  }
}

/**
 * One that nothing waits in. Most wait for no longer than until the flush that follows: what one
 * connection has just sent from is in the cache, and the next uses it again.
 */
export function takeWaitingMessage(): WaitingMessage {
  return spare.pop() ?? new WaitingMessage();
}

/** It has gone. Large ones are not kept. */
export function returnWaitingMessage(waiting: WaitingMessage): void {
  const small = waiting.bytes.length <= CHANNEL_PACKET_BYTES_MAX;
  if (small && spare.length < SPARE_MAX) spare.push(waiting);
}

const spare: WaitingMessage[] = [];
