/**
 * Randomness as a function of (seed, region, tick, call) (rule R2): SplitMix-style mixing of a 32-bit
 * counter (Steele, Lea, Flood 2014, reduced to 32 bits), so a re-run draws the same numbers.
 */
export class SeededRandom {
  private state = 0;
  private calls = 0;

  begin(seed: number, region: number, tick: number): void {
    let hash = mix(seed | 0) ^ mix((seed / 4294967296) | 0);
    hash = mix(hash ^ Math.imul(region + 1, 0x9e3779b1));
    hash = mix(hash ^ (tick | 0));
    this.state = mix(hash ^ ((tick / 4294967296) | 0));
    this.calls = 0;
  }

  /** Uniform in [0, 1), 32 bits. */
  next(): number {
    this.calls = (this.calls + 0x9e3779b9) | 0;
    return (mix(this.state + this.calls) >>> 0) / 4294967296;
  }
}

function mix(value: number): number {
  let a = value | 0;
  a = Math.imul(a ^ (a >>> 16), 0x21f0aaad);
  a = Math.imul(a ^ (a >>> 15), 0x735a2d97);
  return a ^ (a >>> 15);
}
