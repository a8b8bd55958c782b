/**
 * Seeded random numbers: the only source of chance in the library.
 *
 * The generator is xoshiro128** (Blackman and Vigna, 2018, "Scrambled linear pseudorandom number generators"),
 * seeded through SplitMix32, on 32-bit integer arithmetic alone, so the same seed gives the same sequence on
 * every machine.
 */
export class Random {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;

  /** @param seed any safe integer; its low 32 bits and the next 21 are used. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`invalid seed; not a safe integer: ${seed}`);
    const mix = splitMix32((seed | 0) ^ Math.imul(Math.floor(seed / 2 ** 32) | 0, 0x9e3779b9));
    this.s0 = mix();
    this.s1 = mix();
    this.s2 = mix();
    this.s3 = mix() | 1; // never all zero
  }

  /** Uniform integer in [0, 2³²). */
  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.s1, 5), 7), 9) >>> 0;
    const t = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= t;
    this.s3 = rotateLeft(this.s3, 11);
    return result;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Uniform integer in [0, bound), without modulo bias. */
  int(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32)
      throw new RangeError(`invalid bound; not an integer in [1, 2^32]: ${bound}`);
    let draw = this.uint32();
    // numbers from the last whole multiple of the bound on are drawn again; only the last few can be, so that the slow
    // remainder of 2^32 is hardly ever needed
    if (draw > 2 ** 32 - bound) {
      const limit = 2 ** 32 - (2 ** 32 % bound);
      while (draw >= limit) draw = this.uint32();
    }
    return bound === 2 ** 32 ? draw : draw % (bound >>> 0);
  }

  /** Standard normal (Marsaglia's polar method). */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  /** Poisson with the given mean: by multiplication below 30, else the rounded normal with the same moments. */
  poisson(mean: number): number {
    if (!(mean >= 0)) throw new RangeError(`invalid mean; not in [0, ∞): ${mean}`);
    if (mean >= 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) count += 1;
    return count;
  }

  /** A new array with the items in random order (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const result = items.slice();
    for (let i = result.length - 1; i > 0; i -= 1) {
      const j = this.int(i + 1);
      const held = result[i]!;
      result[i] = result[j]!;
      result[j] = held;
    }
    return result;
  }

  /** An independent generator, determined by this one's state; drawing from one does not disturb the other. */
  fork(): Random {
    return new Random(this.uint32());
  }

  /** The state as four integers: what a checkpoint keeps. */
  get state(): readonly [number, number, number, number] {
    return [this.s0, this.s1, this.s2, this.s3];
  }

  /** A generator that goes on from a kept state. */
  static fromState(state: readonly [number, number, number, number]): Random {
    const random = new Random(0);
    [random.s0, random.s1, random.s2, random.s3] = state;
    return random;
  }
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function splitMix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
