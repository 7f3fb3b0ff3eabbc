import type { Dataset } from '../core/graph/dataset';

/** Dense square matrices, n * n values row by row: nothing here is sparse, so that nothing is left out. */
export interface Matrix {
  readonly n: number;
  readonly at: Float64Array;
}

export function zeros(n: number): Matrix {
  return { n, at: new Float64Array(n * n) };
}

export function identity(n: number): Matrix {
  const out = zeros(n);
  for (let i = 0; i < n; i++) out.at[i * n + i] = 1;
  return out;
}

/** Entry by entry. */
export function combine(a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  return { n: a.n, at: a.at.map((x, e) => f(x, b.at[e])) };
}

export function add(a: Matrix, b: Matrix): Matrix {
  return combine(a, b, (x, y) => x + y);
}

export function scale(a: Matrix, by: number): Matrix {
  return { n: a.n, at: a.at.map((x) => by * x) };
}

export function times(a: Matrix, b: Matrix): Matrix {
  const { n } = a;
  const out = zeros(n);
  for (let i = 0; i < n; i++) {
    const into = out.at.subarray(i * n, i * n + n);
    // The last first: another order of summation than a sparse product has.
    for (let k = n - 1; k >= 0; k--) {
      const weight = a.at[i * n + k];
      if (weight === 0) continue;
      const from = k * n;
      for (let j = 0; j < n; j++) into[j] += weight * b.at[from + j];
    }
  }
  return out;
}

export function transposed({ n, at }: Matrix): Matrix {
  const out = zeros(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out.at[j * n + i] = at[i * n + j];
  return out;
}

/** S M Sᵀ. */
export function around(s: Matrix, m: Matrix): Matrix {
  return transposed(times(s, transposed(times(s, m))));
}

/** a (I - b M)^-1 for a symmetric M with eigenvalues in [-1, 1] and 0 <= b < 1: elimination needs no pivoting there. */
export function resolvent(m: Matrix, a: number, b: number): Matrix {
  const { n } = m;
  const left = combine(identity(n), m, (one, x) => one - b * x);
  const right = scale(identity(n), a);
  for (let p = 0; p < n; p++) {
    const row = left.at.subarray(p * n, p * n + n);
    const side = right.at.subarray(p * n, p * n + n);
    const inverse = 1 / row[p];
    for (let j = 0; j < n; j++) {
      row[j] *= inverse;
      side[j] *= inverse;
    }
    for (let i = 0; i < n; i++) {
      const factor = left.at[i * n + p];
      if (i === p || factor === 0) continue;
      for (let j = p; j < n; j++) left.at[i * n + j] -= factor * row[j];
      for (let j = 0; j < n; j++) right.at[i * n + j] -= factor * side[j];
    }
  }
  return right;
}

export function adjacencyOf({ adjacency, ids }: Dataset): Matrix {
  const out = zeros(ids.length);
  for (let i = 0; i < out.n; i++)
    for (let e = adjacency.rowPtr[i]; e < adjacency.rowPtr[i + 1]; e++)
      out.at[i * out.n + adjacency.colIdx[e]] += adjacency.values[e];
  return out;
}

/** X Xᵀ. */
export function gramOf({ features, ids }: Dataset): Matrix {
  const out = zeros(ids.length);
  const { n } = out;
  const dense = new Float64Array(features.cols);
  for (let i = 0; i < n; i++) {
    dense.fill(0);
    for (let e = features.rowPtr[i]; e < features.rowPtr[i + 1]; e++)
      dense[features.colIdx[e]] = features.values[e];
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let e = features.rowPtr[j + 1] - 1; e >= features.rowPtr[j]; e--)
        sum += dense[features.colIdx[e]] * features.values[e];
      out.at[i * n + j] = out.at[j * n + i] = sum;
    }
  }
  return out;
}
