import type { SeededRandom } from './seeded-random.ts';

/** What can become of one append, beside the ordinary. */
export type AppendFault =
  /** Kept, but the answer is lost: `unknown` to the caller. */
  | { readonly kind: 'lost-acknowledgement' }
  /** `unknown` to the caller, not there yet; the records land `delayMs` later. */
  | { readonly kind: 'late'; readonly delayMs: number }
  /** Kept and acknowledged; a second copy of the records lands `delayMs` later. */
  | { readonly kind: 'copy'; readonly delayMs: number }
  /** Never kept; `unknown` to the caller. */
  | { readonly kind: 'lost' }
  /** Definitely not kept, and the caller is told: not enough replicas, not the leader. */
  | { readonly kind: 'refused' }
  /** Takes this much longer, at the leader. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Refused as too large, whatever its size: the topic's limit was lowered. */
  | { readonly kind: 'too-large' };

/** What a fault is decided on. */
export interface AppendContext {
  readonly process: string;
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly Uint8Array[];
  /** Appends of one process in one turn share a request, and so this number. */
  readonly request: number;
  /** Whether it leaves what room is left to others. */
  readonly yields: boolean;
}

/** Probabilities of the faults per append; absent is 0. */
export interface AppendFaultRates {
  readonly lostAcknowledgement?: number;
  readonly late?: number;
  readonly copy?: number;
  readonly lost?: number;
  readonly refused?: number;
  readonly slow?: number;
  readonly tooLarge?: number;
  /** The longest delay of `late`, `copy` and `slow`. */
  readonly delayMsMax?: number;
}

/** Draws a fault, or none. */
export function drawAppendFault(random: SeededRandom, rates: AppendFaultRates): AppendFault | null {
  const delayMs = (): number => random.between(1, rates.delayMsMax ?? 500);
  if (random.chance(rates.lostAcknowledgement ?? 0)) return { kind: 'lost-acknowledgement' };
  if (random.chance(rates.late ?? 0)) return { kind: 'late', delayMs: delayMs() };
  if (random.chance(rates.copy ?? 0)) return { kind: 'copy', delayMs: delayMs() };
  if (random.chance(rates.lost ?? 0)) return { kind: 'lost' };
  if (random.chance(rates.refused ?? 0)) return { kind: 'refused' };
  if (random.chance(rates.slow ?? 0)) return { kind: 'slow', delayMs: delayMs() };
  if (random.chance(rates.tooLarge ?? 0)) return { kind: 'too-large' };
  return null;
}

/**
 * Decides on the appends of each request that carries several partitions: the first to arrive is kept, of the
 * others half are refused and half kept without an answer (L3: a request can fail in part).
 */
export function failRequestsInPart(
  random: SeededRandom,
): (append: AppendContext) => AppendFault | null {
  const begun = new Map<string, number>();
  return ({ process, request }) => {
    if (begun.get(process) !== request) {
      begun.set(process, request);
      return null;
    }
    return random.chance(0.5) ? { kind: 'refused' } : { kind: 'lost-acknowledgement' };
  };
}
