/**
 * NumPy's random generator `Generator(PCG64(seed))`, as far as a split needs it: the published code draws its nodes
 * with it, so the same seed must give the same nodes. PCG XSL RR 128/64 (M. O'Neill), seeded by NumPy's SeedSequence;
 * `permutation` and `choice` in NumPy's order of draws, each with the bounded integers that NumPy draws for it.
 */
export interface NumpyRandom {
  /** The items in random order (`permutation`). */
  permutation(items: Int32Array): Int32Array;
  /** `count` different items in random order (`choice` with replace=False). 0 <= count <= items.length. */
  choice(items: Int32Array, count: number): Int32Array;
}

const MASK64 = (1n << 64n) - 1n;
const MASK128 = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** @param seed integer, 0 .. 2^53 - 1 */
export function numpyRandom(seed: number): NumpyRandom {
  const next = halves(pcg64(seed));
  /** Fisher-Yates from the end, down to position `first`. */
  const shuffle = (items: Int32Array, first: number, below: Bounded): void => {
    for (let i = items.length - 1; i >= first; i--) {
      const j = below(next, i);
      [items[i], items[j]] = [items[j], items[i]];
    }
  };
  return {
    permutation: (items) => {
      const out = items.slice();
      shuffle(out, 1, masked);
      return out;
    },
    choice: (items, count) => {
      const n = items.length;
      // NumPy shuffles the tail of a large population, and otherwise draws by R. Floyd's method.
      if (n > 10_000 && count > Math.floor(n / 50)) {
        const places = Int32Array.from(items.keys());
        shuffle(places, Math.max(n - count, 1), multiplied);
        return places.slice(n - count).map((place) => items[place]);
      }
      const places = new Int32Array(count);
      const drawn = new Set<number>();
      for (let j = n - count; j < n; j++) {
        const place = multiplied(next, j);
        const taken = drawn.has(place) ? j : place;
        drawn.add(taken);
        places[j - n + count] = taken;
      }
      shuffle(places, 1, multiplied);
      return places.map((place) => items[place]);
    },
  };
}

/** 64-bit outputs of PCG64. */
function pcg64(seed: number): () => bigint {
  const [a, b, c, d] = seedSequence(seed);
  const increment = ((((c << 64n) | d) << 1n) | 1n) & MASK128;
  const step = (state: bigint): bigint => (state * MULTIPLIER + increment) & MASK128;
  let state = step((increment + ((a << 64n) | b)) & MASK128);
  return () => {
    state = step(state);
    const value = ((state >> 64n) ^ state) & MASK64;
    const turn = state >> 122n;
    return ((value >> turn) | (value << ((64n - turn) & 63n))) & MASK64;
  };
}

/** 32-bit outputs: the lower half of a 64-bit one, then its upper half. */
function halves(next: () => bigint): () => number {
  let kept: number | null = null;
  return () => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    const value = next();
    kept = Number(value >> 32n);
    return Number(value & 0xffffffffn);
  };
}

/** Uniform integer 0 .. most without bias, most < 2^32 - 1; 0 needs no draw. */
type Bounded = (next: () => number, most: number) => number;

/** Draws as many bits as `most` has until they do not exceed it. */
const masked: Bounded = (next, most) => {
  if (most === 0) return 0;
  const mask = 2 ** (32 - Math.clz32(most)) - 1;
  for (;;) {
    const value = (next() & mask) >>> 0;
    if (value <= most) return value;
  }
};

/** D. Lemire's method: the upper half of a product. */
const multiplied: Bounded = (next, most) => {
  if (most === 0) return 0;
  const range = BigInt(most + 1);
  let product = BigInt(next()) * range;
  if ((product & 0xffffffffn) < range) {
    const threshold = (0xffffffffn - BigInt(most)) % range;
    while ((product & 0xffffffffn) < threshold) product = BigInt(next()) * range;
  }
  return Number(product >> 32n);
};

const POOL = 4;

/** Four 64-bit words of state from a seed (NumPy's SeedSequence, after M. O'Neill's seed_seq_fe). */
function seedSequence(seed: number): bigint[] {
  const entropy = [seed >>> 0];
  if (seed >= 2 ** 32) entropy.push(Math.floor(seed / 2 ** 32));
  let constant = 0x43b0d7e5;
  const hash = (word: number): number => {
    let value = (word ^ constant) >>> 0;
    constant = Math.imul(constant, 0x931e8875) >>> 0;
    value = Math.imul(value, constant) >>> 0;
    return (value ^ (value >>> 16)) >>> 0;
  };
  const mix = (x: number, y: number): number => {
    const value = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) >>> 0;
    return (value ^ (value >>> 16)) >>> 0;
  };
  const pool = Array.from({ length: POOL }, (_, i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  }
  let turning = 0x8b51f9dd;
  const words = Array.from({ length: 8 }, (_, i) => {
    let value = (pool[i % POOL] ^ turning) >>> 0;
    turning = Math.imul(turning, 0x58f38ded) >>> 0;
    value = Math.imul(value, turning) >>> 0;
    return BigInt((value ^ (value >>> 16)) >>> 0);
  });
  return [0, 1, 2, 3].map((k) => words[2 * k] | (words[2 * k + 1] << 32n));
}
