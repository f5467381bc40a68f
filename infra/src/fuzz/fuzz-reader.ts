import type { SeededRandom } from '../adapters/simulated/index.ts';

/** What became of an input: this, or the name under which it was refused. */
export const ACCEPTED = 'accepted';

/** A reader of untrusted bytes, ready to be fed. */
export interface FuzzTarget {
  /** What honest peers say: inputs are made of it by changing it. */
  readonly corpus: readonly Uint8Array[];
  /**
   * Gives the reader one input.
   * @param original where in the corpus it came from
   * @returns {@link ACCEPTED}, or a refusal's name; throws when the reader breaks a promise
   */
  feed(input: Uint8Array, original: number): string | Promise<string>;
  /** After the last input: whatever honest peers have is as before; throws when it is not. */
  check?(): void | Promise<void>;
  close?(): Promise<void>;
}

export interface FuzzReader {
  /** As `--reader` takes it. */
  readonly name: string;
  readonly doc: string;
  /** No changed input may be accepted: it is sealed or signed. */
  readonly authentic: boolean;
  /** It is fed one input for so many of the others: what goes over real sockets is slow. */
  readonly costs: number;
  open(random: SeededRandom): FuzzTarget | Promise<FuzzTarget>;
}
