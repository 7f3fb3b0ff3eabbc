import type { Csr } from '../linalg/csr';
import type { Filter } from './filter';
import { LANES, stepInto } from './filter';

/** S_0 = I, S_{r+1} = (1 - a) Â S_r + a I, for a symmetric Â. */
export function walk(matrix: Csr, a: number, iterations: number): Filter {
  const scratch = twoBlocks(matrix.rows);
  return {
    n: matrix.rows,
    cost: iterations * matrix.values.length,
    apply: (start) => {
      let [current, next] = scratch;
      current.set(start);
      for (let step = 0; step < iterations; step++) {
        next.set(start);
        stepInto(next, a, 1 - a, matrix, current);
        [current, next] = [next, current];
      }
      return current;
    },
  };
}

/**
 * a (I - b Â)^-1, b = 1 - a, for a symmetric Â with eigenvalues in [-1, 1], as its Chebyshev series:
 * 1 / (1 - b x) = (1 + 2 Σ_j ρ^j T_j(x)) / √(1 - b²), ρ = b / (1 + √(1 - b²)).
 * No T_j exceeds 1 there, so what is left out is at most the sum of the coefficients left out. The series stops
 * where that is below the rounding of the smallest eigenvalue that S can have, a / (1 + b).
 */
export function pageRank(matrix: Csr, a: number): Filter {
  const root = Math.sqrt(a * (2 - a));
  const ratio = (1 - a) / (1 + root);
  const first = (2 * a) / root;
  const negligible = (2 ** -53 * a) / (2 - a);
  // The coefficients after the one of degree r sum up to first ρ^{r+1} / (1 - ρ).
  const degree = Math.max(0, Math.ceil(Math.log((negligible * (1 - ratio)) / first) / Math.log(ratio)));
  const scratch = twoBlocks(matrix.rows);
  return {
    n: matrix.rows,
    cost: degree * matrix.values.length,
    apply: (start) => {
      const [sum] = scratch;
      for (let e = 0; e < sum.length; e++) sum[e] = (first / 2) * start[e];
      let before: Float64Array = start;
      let current = scratch[1];
      for (let j = 1, c = first * ratio; j <= degree; j++, c *= ratio) {
        // T_1 = Â; T_j = 2 Â T_{j-1} - T_{j-2}, written over T_{j-2}.
        if (j === 1) stepInto(current, 0, 1, matrix, before);
        else {
          stepInto(before, -1, 2, matrix, current);
          [before, current] = [current, before];
        }
        for (let e = 0; e < sum.length; e++) sum[e] += c * current[e];
      }
      return sum;
    },
  };
}

/** Used again by every application: its result lasts until the next. */
function twoBlocks(n: number): [Float64Array, Float64Array] {
  return [new Float64Array(n * LANES), new Float64Array(n * LANES)];
}
