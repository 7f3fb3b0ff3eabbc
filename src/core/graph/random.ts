/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna), its state filled by splitmix32 from the seed.
 * The draws are part of the contract of a configuration: the same seed gives the same split on every machine.
 */
export interface Random {
  /** Uniform integer in 0 .. n - 1, without bias. n is 1 .. 2^32. */
  below(n: number): number;
}

/** @param seed integer, 0 .. 2^53 - 1. */
export function seededRandom(seed: number): Random {
  const fill = splitmix32((seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b));
  let a = fill();
  let b = fill();
  let c = fill();
  let d = fill() | 1; // The all-zero state would stay zero.
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
  return {
    below: (n) => {
      // The last, incomplete run of n values would favour small results.
      const limit = 2 ** 32 - (2 ** 32 % n);
      for (;;) {
        const value = next();
        if (value < limit) return value % n;
      }
    },
  };
}

/** `count` of the items, each subset equally likely, in the order of `items`. */
export function drawn(items: readonly number[], count: number, random: Random): number[] {
  const places = items.map((_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.below(places.length - i);
    [places[i], places[j]] = [places[j], places[i]];
  }
  return places
    .slice(0, count)
    .sort((x, y) => x - y)
    .map((place) => items[place]);
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
