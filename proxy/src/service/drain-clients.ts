import { sleep } from '@atlasnet/schemas';
import type { Clock } from '@atlasnet/schemas';
import { SERVICE_LIMITS } from './limits.ts';

export interface DrainParts {
  readonly clock: Clock;
  /** See ProxyOptions.drainMs. */
  readonly drainMs: number;
  readonly signal: AbortSignal;
  /** Who is still here. */
  readonly clients: () => number;
  /** Whether they have another proxy to go to, as far as it is known. */
  readonly hasPeers: () => boolean;
  /** Looks who is there, and sends those away who were not. */
  readonly sendAway: () => Promise<void>;
}

/** Waits until a proxy's clients have gone to another one; that may be one which has just begun. */
export async function drainClients(parts: DrainParts): Promise<void> {
  const { clock, drainMs, signal, clients, hasPeers, sendAway } = parts;
  const { drainLookMs, moveMs } = SERVICE_LIMITS;
  const beganMs = clock.monotonicMs();
  const left = (): number => {
    const limitMs = drainMs > 0 && hasPeers() ? Math.max(drainMs, moveMs) : drainMs;
    return clients() > 0 ? beganMs + limitMs - clock.monotonicMs() : 0;
  };
  do await sendAway();
  while (left() > 0 && (await sleep(clock, Math.min(left(), drainLookMs), signal)));
}
