import { setTimeout as wait } from 'node:timers/promises';

/** A record of its own for each number: 1 to 300 bytes that depend on it. */
export function patternBytes(number: number): Uint8Array {
  const bytes = new Uint8Array(1 + ((number * 37) % 300));
  for (let i = 0; i < bytes.length; i++) bytes[i] = (number * 7 + i * 13 + (i >> 8)) & 0xff;
  return bytes;
}

/** For comparing: a jest diff of two long strings is quick, one of two typed arrays is not. */
export function hexOf(bytes: Uint8Array | null | undefined): string {
  return bytes === null || bytes === undefined ? 'none' : Buffer.from(bytes).toString('hex');
}

/** Waits (real time) until the condition holds; fails naming what was awaited. */
export async function eventually(
  holds: () => boolean,
  what: string,
  limitMs = 10_000,
): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${limitMs} ms for ${what}`);
    await wait(2);
  }
}
