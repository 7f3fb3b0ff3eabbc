/**
 * By number of flips and row, the least decision that any set of exactly so many flips was seen to have, less the
 * radius: the trained model's decision is not below it. Infinity where no set was seen, NaN where nothing can be said.
 */
export type Lows = readonly Float64Array[];

export function emptyLows(levels: number, rows: number): Lows {
  return Array.from({ length: levels + 1 }, () => new Float64Array(rows).fill(Infinity));
}

/**
 * Takes in one flip set; sets of more flips than there are levels do not count.
 * @param g decision value of each row in units of its own sqrt(Q_tt)
 * @param rho every value is within this of the trained model's
 * @param mirror number of flips of the complement, whose decisions are the negatives; null leaves it out
 */
export function recordLows(
  lows: Lows,
  g: Float64Array,
  rho: number,
  size: number,
  mirror: number | null,
): void {
  if (size < lows.length) lower(lows[size], g, 1, rho);
  if (mirror !== null && mirror < lows.length) lower(lows[mirror], g, -1, rho);
}

/** In place. Lows of two walks merge in any order. */
export function mergeLows(into: Lows, from: Lows): void {
  into.forEach((low, level) => lower(low, from[level], 1, 0));
}

function lower(low: Float64Array, g: Float64Array, sign: number, rho: number): void {
  // Math.min keeps NaN, which proves nothing; a comparison would drop it.
  for (let t = 0; t < low.length; t++) low[t] = Math.min(low[t], sign * g[t] - rho);
}
