/**
 * Cholesky factor (lower, k x k row by row) of the leading part of a symmetric matrix minus `shift` times I, written to
 * `into`; false where a pivot is not positive.
 */
export function factor(a: Float64Array, k: number, shift: number, into: Float64Array): boolean {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * k + j] - (i === j ? shift : 0);
      for (let l = 0; l < j; l++) sum -= into[i * k + l] * into[j * k + l];
      if (i === j) {
        if (!(sum > 0)) return false;
        into[i * k + i] = Math.sqrt(sum);
      } else into[i * k + j] = sum / into[j * k + j];
    }
  }
  return true;
}

/** Solves L Lᵀ x = b in place. */
export function solveFactored(L: Float64Array, k: number, b: Float64Array): void {
  for (let i = 0; i < k; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= L[i * k + j] * b[j];
    b[i] = sum / L[i * k + i];
  }
  for (let i = k - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1; j < k; j++) sum -= L[j * k + i] * b[j];
    b[i] = sum / L[i * k + i];
  }
}

/** What rounding in a factorisation can hide: with the shift raised by it, success proves a - shift I positive definite. */
export function hidden(k: number, trace: number): number {
  return 4 * (k + 4) * 2 ** -52 * trace;
}
