/**
 * Sparse matrix in compressed sparse row form. Column indices ascend within a row; no duplicates.
 * `rowPtr` has rows + 1 entries; row i holds entries rowPtr[i] .. rowPtr[i + 1] - 1.
 */
export interface Csr {
  readonly rows: number;
  readonly cols: number;
  readonly rowPtr: Int32Array;
  readonly colIdx: Int32Array;
  readonly values: Float64Array;
}

/** What becomes of entries given for the same place. */
export type Combine = 'sum' | 'max';

/**
 * A rows x cols matrix from entries in any order; entries for the same place are combined, zeros are dropped.
 * The three lists have one length, and the indices are in range (the caller has checked them).
 */
export function csrFromTriplets(
  rows: number,
  cols: number,
  rowIdx: ArrayLike<number>,
  colIdx: ArrayLike<number>,
  values: ArrayLike<number>,
  combine: Combine,
): Csr {
  const count = values.length;
  // Sorting by column and then, stably, by row leaves the columns of each row in order.
  const byColumn = stableOrder(cols, colIdx, null, count);
  const order = stableOrder(rows, rowIdx, byColumn, count);
  const rowPtr = new Int32Array(rows + 1);
  const outCols = new Int32Array(count);
  const outValues = new Float64Array(count);
  let length = 0;
  for (let start = 0; start < count;) {
    const row = rowIdx[order[start]];
    const col = colIdx[order[start]];
    let value = values[order[start]];
    let next = start + 1;
    for (; next < count && rowIdx[order[next]] === row && colIdx[order[next]] === col; next++) {
      const other = values[order[next]];
      value = combine === 'sum' ? value + other : Math.max(value, other);
    }
    if (value !== 0) {
      outCols[length] = col;
      outValues[length] = value;
      length++;
      rowPtr[row + 1]++;
    }
    start = next;
  }
  for (let i = 0; i < rows; i++) rowPtr[i + 1] += rowPtr[i];
  return { rows, cols, rowPtr, colIdx: outCols.slice(0, length), values: outValues.slice(0, length) };
}

/** Positions 0 .. count - 1 (or those of `from`) ordered by key, equal keys in the order they came. */
function stableOrder(
  keys: number,
  key: ArrayLike<number>,
  from: Int32Array | null,
  count: number,
): Int32Array {
  const next = new Int32Array(keys + 1);
  for (let e = 0; e < count; e++) next[key[e] + 1]++;
  for (let k = 0; k < keys; k++) next[k + 1] += next[k];
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const e = from === null ? i : from[i];
    order[next[key[e]]++] = e;
  }
  return order;
}

/** A rows x cols matrix from its entries row by row; zeros are dropped. */
export function csrFromDense(rows: number, cols: number, data: ArrayLike<number>): Csr {
  let count = 0;
  for (let e = 0; e < rows * cols; e++) if (data[e] !== 0) count++;
  const rowPtr = new Int32Array(rows + 1);
  const colIdx = new Int32Array(count);
  const values = new Float64Array(count);
  let length = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = data[i * cols + j];
      if (value === 0) continue;
      colIdx[length] = j;
      values[length++] = value;
    }
    rowPtr[i + 1] = length;
  }
  return { rows, cols, rowPtr, colIdx, values };
}

/** The n x n identity. */
export function csrIdentity(n: number): Csr {
  const rowPtr = new Int32Array(n + 1);
  const colIdx = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    rowPtr[i + 1] = i + 1;
    colIdx[i] = i;
  }
  return { rows: n, cols: n, rowPtr, colIdx, values: new Float64Array(n).fill(1) };
}

/** The cols x rows transpose. */
export function csrTranspose(a: Csr): Csr {
  const rowPtr = new Int32Array(a.cols + 1);
  for (let e = 0; e < a.colIdx.length; e++) rowPtr[a.colIdx[e] + 1]++;
  for (let j = 0; j < a.cols; j++) rowPtr[j + 1] += rowPtr[j];
  const next = rowPtr.slice();
  const colIdx = new Int32Array(a.colIdx.length);
  const values = new Float64Array(a.colIdx.length);
  for (let i = 0; i < a.rows; i++) {
    for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++) {
      const place = next[a.colIdx[e]]++;
      colIdx[place] = i;
      values[place] = a.values[e];
    }
  }
  return { rows: a.cols, cols: a.rows, rowPtr, colIdx, values };
}

/** The rows named, in the order named: rows.length x cols. */
export function csrSelectRows(a: Csr, rows: ArrayLike<number>): Csr {
  const rowPtr = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) rowPtr[i + 1] = rowPtr[i] + a.rowPtr[rows[i] + 1] - a.rowPtr[rows[i]];
  const colIdx = new Int32Array(rowPtr[rows.length]);
  const values = new Float64Array(rowPtr[rows.length]);
  for (let i = 0; i < rows.length; i++) {
    const from = a.rowPtr[rows[i]];
    const to = a.rowPtr[rows[i] + 1];
    colIdx.set(a.colIdx.subarray(from, to), rowPtr[i]);
    values.set(a.values.subarray(from, to), rowPtr[i]);
  }
  return { rows: rows.length, cols: a.cols, rowPtr, colIdx, values };
}

/** Rows and columns `kept` (ascending) of a square matrix. */
export function csrPrincipal(a: Csr, kept: ArrayLike<number>): Csr {
  const place = new Int32Array(a.cols).fill(-1);
  for (let i = 0; i < kept.length; i++) place[kept[i]] = i;
  const rowPtr = new Int32Array(kept.length + 1);
  const colIdx = new Int32Array(a.colIdx.length);
  const values = new Float64Array(a.colIdx.length);
  let length = 0;
  for (let i = 0; i < kept.length; i++) {
    for (let e = a.rowPtr[kept[i]]; e < a.rowPtr[kept[i] + 1]; e++) {
      const col = place[a.colIdx[e]];
      if (col < 0) continue;
      colIdx[length] = col;
      values[length++] = a.values[e];
    }
    rowPtr[i + 1] = length;
  }
  return {
    rows: kept.length,
    cols: kept.length,
    rowPtr,
    colIdx: colIdx.slice(0, length),
    values: values.slice(0, length),
  };
}

/** The same places with other values; a place whose new value is zero is dropped. */
export function csrMap(a: Csr, f: (value: number, row: number, col: number) => number): Csr {
  const rowPtr = new Int32Array(a.rows + 1);
  const colIdx = new Int32Array(a.colIdx.length);
  const values = new Float64Array(a.colIdx.length);
  let length = 0;
  for (let i = 0; i < a.rows; i++) {
    for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++) {
      const value = f(a.values[e], i, a.colIdx[e]);
      if (value === 0) continue;
      colIdx[length] = a.colIdx[e];
      values[length++] = value;
    }
    rowPtr[i + 1] = length;
  }
  return {
    rows: a.rows,
    cols: a.cols,
    rowPtr,
    colIdx: colIdx.slice(0, length),
    values: values.slice(0, length),
  };
}
